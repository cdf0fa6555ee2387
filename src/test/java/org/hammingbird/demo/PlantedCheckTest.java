package org.hammingbird.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlantedCheckTest {
  /**
   * 200 images: ids 1 to 40 are pairs, 41 to 50 blurred, 51 to 60 dark, 61 to 70 noisy, 71 to 80
   * over-compressed.
   */
  private static Planted planted() {
    Planted.Builder planted = new Planted.Builder().collection(200, 10);
    for (int id = 1; id <= 40; id += 2) {
      planted.pair(id, id + 1, "copied");
    }
    planted.leak(1, 2).leak(3, 4).conflict(5, 6);
    for (int id = 41; id <= 50; id++) {
      planted.flaw(id, "blurred").flaw(id + 10, "dark").flaw(id + 20, "noisy");
      planted.flaw(id + 30, "over-compressed");
    }
    return planted.reject(199, "empty").reject(200, "not-found").build();
  }

  private static Findings everything() {
    Findings found = new Findings();
    for (long id = 1; id <= 198; id++) {
      found.hashed(id);
    }
    for (long id = 41; id <= 50; id++) {
      found.lowQuality(id, "blurred");
      found.lowQuality(id + 10, "dark");
      found.lowQuality(id + 20, "noisy");
      found.lowQuality(id + 30, "blocky");
    }
    found.lowQuality(120, "odd-shape");
    planted().pairs().keySet().forEach(pair -> found.pair(pair.right(), pair.left()));
    found.leakedTest(1);
    found.leakedTest(3);
    found.conflict(6, 5);
    found.rejected(199, "empty");
    found.rejected(200, "not-found");
    found.accuracy(0.8);
    return found;
  }

  private static List<String> failures(Findings found) {
    return PlantedCheck.of(planted(), found).lines().stream()
        .filter(line -> !line.passed())
        .map(PlantedCheck.Line::what)
        .collect(Collectors.toList());
  }

  @Test
  void passesWhereAllIsFound() {
    PlantedCheck check = PlantedCheck.of(planted(), everything());
    assertThat(check.passed()).isTrue();
    assertThat(check.lines())
        .extracting(PlantedCheck.Line::what)
        .containsExactly(
            "hashed images",
            "rejected files",
            "near-duplicate pairs",
            "leaked test images",
            "label conflicts",
            "blurred images",
            "dark images",
            "noisy images",
            "over-compressed images",
            "accuracy on test images");
    assertThat(check.lines().get(2).outcome())
        .isEqualTo("planted 20, found 20, 0 missed, 0 unexpected");
    assertThat(check.lines().get(2))
        .hasToString(
            "ok    near-duplicate pairs     planted 20, found 20, 0 missed, 0 unexpected"
                + " (up to 1 of each allowed)");
  }

  @Test
  void failsWhereNothingIsFound() {
    assertThat(failures(new Findings()))
        .containsExactly(
            "hashed images",
            "rejected files",
            "near-duplicate pairs",
            "leaked test images",
            "blurred images",
            "dark images",
            "noisy images",
            "over-compressed images",
            "accuracy on test images");
  }

  @Test
  void allowsOneUnexpectedPairButNotTwo() {
    Findings found = everything();
    found.pair(100, 101);
    assertThat(failures(found)).isEmpty();
    found.pair(100, 102);
    assertThat(failures(found)).containsExactly("near-duplicate pairs");
  }

  @Test
  void allowsOneUnexpectedDarkImageButNotTwo() {
    Findings found = everything();
    found.lowQuality(100, "dark");
    assertThat(failures(found)).isEmpty();
    found.lowQuality(101, "dark");
    assertThat(failures(found)).containsExactly("dark images");
  }

  @Test
  void wantsEachRejectWithItsCause() {
    Findings found = everything();
    found.rejected(199, "corrupt");
    assertThat(failures(found)).containsExactly("rejected files");
  }

  @Test
  void wantsNoOtherRejects() {
    Findings found = everything();
    found.rejected(7, "truncated");
    assertThat(failures(found)).containsExactly("rejected files");
  }

  @Test
  void wantsMoreThanChance() {
    Findings found = everything();
    found.accuracy(0.39);
    assertThat(failures(found)).containsExactly("accuracy on test images");
    found.accuracy(0.4);
    assertThat(failures(found)).isEmpty();
  }
}
