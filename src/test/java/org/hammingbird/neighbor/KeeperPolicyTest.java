package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hammingbird.neighbor.KeeperPolicy.Candidate;
import org.junit.jupiter.api.Test;

class KeeperPolicyTest {
  private static final Candidate LARGE = new Candidate(9, 4096, 10);
  private static final Candidate HEAVY = new Candidate(8, 1024, 900);
  private static final Candidate EARLY = new Candidate(2, 1024, 800);
  private static final Candidate LATE = new Candidate(5, 1024, 800);

  @Test
  void largestAreaThenLargestFileThenLowestId() {
    List<Candidate> ranked =
        Stream.of(LATE, EARLY, HEAVY, LARGE)
            .sorted(KeeperPolicy.RANKING)
            .collect(Collectors.toList());
    assertThat(ranked).containsExactly(LARGE, HEAVY, EARLY, LATE);
  }

  @Test
  void reasonsNameWhatDecided() {
    assertThat(KeeperPolicy.keptBecause(LARGE, HEAVY)).isEqualTo("kept: largest area, 4096 pixels");
    assertThat(KeeperPolicy.keptBecause(HEAVY, EARLY))
        .isEqualTo("kept: area equal, largest file, 900 bytes");
    assertThat(KeeperPolicy.keptBecause(EARLY, LATE))
        .isEqualTo("kept: area and file size equal, lowest id");
    assertThat(KeeperPolicy.droppedBecause(HEAVY, LARGE))
        .isEqualTo("like 9: smaller area, 1024 of 4096 pixels");
    assertThat(KeeperPolicy.droppedBecause(EARLY, HEAVY))
        .isEqualTo("like 8: smaller file, 800 of 900 bytes");
    assertThat(KeeperPolicy.droppedBecause(LATE, EARLY))
        .isEqualTo("like 2: area and file size equal, higher id");
  }
}
