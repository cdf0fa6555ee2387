package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;

class ClassPairTest {
  private static final List<String> HYPHENS = List.of("a", "a-b", "b-c", "c", "\"a");

  @Test
  void noTwoPairsHaveTheSameName() {
    List<String> names =
        ClassPair.all(HYPHENS).stream().map(ClassPair::name).collect(Collectors.toList());
    assertThat(names)
        .hasSize(15)
        .doesNotHaveDuplicates()
        .contains("a-c", "\"a-b\"-c", "a-\"b-c\"", "c-\"\"\"a\"");
  }

  @Test
  void quotesStandOnlyWhereTheyTellPairsApart() {
    List<String> classes = List.of("dog", "sea-lion");
    assertThat(ClassPair.all(classes))
        .extracting(ClassPair::name)
        .containsExactly("dog-dog", "dog-sea-lion", "sea-lion-sea-lion");
  }

  @Test
  void aPairIsFoundByItsName() {
    for (ClassPair pair : ClassPair.all(HYPHENS)) {
      ClassPair found = ClassPair.of(List.of(pair.name()), HYPHENS).get(0);
      assertThat(List.of(found.one(), found.other())).containsExactly(pair.one(), pair.other());
    }
  }

  @Test
  void aPairIsFoundWithoutQuotesWhereItIsTheFirstThatFits() {
    ClassPair found = ClassPair.of(List.of("a-b-c"), HYPHENS).get(0);
    assertThat(List.of(found.one(), found.other())).containsExactly("a", "b-c");
    assertThatThrownBy(() -> ClassPair.of(List.of("a-d"), HYPHENS))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid distances.class-pairs: a-d");
  }
}
