package org.hammingbird.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hammingbird.neighbor.KeeperPolicy.Candidate;
import org.junit.jupiter.api.Test;

class KeeperPolicyTest {
  private static final KeeperPolicy POLICY =
      KeeperPolicy.of(List.of(KeeperKey.AREA, KeeperKey.BYTES));
  private static final Candidate LARGE = new Candidate(9, 4096, 100);
  private static final Candidate HEAVY = new Candidate(8, 1024, 300);
  private static final Candidate EARLY = new Candidate(3, 1024, 200);
  private static final Candidate LATE = new Candidate(5, 1024, 200);

  @Test
  void theFirstKeyThatDiffersIsTheReason() {
    assertThat(POLICY.keptBecause(LARGE, HEAVY)).isEqualTo("kept: largest area, 4096 pixels");
    assertThat(POLICY.keptBecause(HEAVY, EARLY))
        .isEqualTo("kept: area equal, largest file, 300 bytes");
    assertThat(POLICY.keptBecause(EARLY, LATE))
        .isEqualTo("kept: area and file size equal, lowest id");
    assertThat(POLICY.droppedBecause(HEAVY, LARGE))
        .isEqualTo("like 9: smaller area, 1024 of 4096 pixels");
    assertThat(POLICY.droppedBecause(EARLY, HEAVY))
        .isEqualTo("like 8: area equal, smaller file, 200 of 300 bytes");
    assertThat(POLICY.droppedBecause(LATE, EARLY))
        .isEqualTo("like 3: area and file size equal, higher id");
  }

  @Test
  void qualityMeasuresAreKeys() {
    KeeperPolicy policy =
        KeeperPolicy.of(List.of(KeeperKey.JPEG_QUALITY, KeeperKey.NOISE, KeeperKey.SHARPNESS));
    Candidate png = new Candidate(1, Double.POSITIVE_INFINITY, 2.5, 100);
    Candidate clean = new Candidate(2, 90, 1.25, 100);
    Candidate noisy = new Candidate(3, 90, 3, 200);
    Candidate sharp = new Candidate(4, 90, 3, 300);
    assertThat(policy.keptBecause(png, clean)).isEqualTo("kept: highest jpeg_quality, no JPEG");
    assertThat(policy.droppedBecause(clean, png))
        .isEqualTo("like 1: lower jpeg_quality, 90 of no JPEG");
    assertThat(policy.droppedBecause(noisy, clean))
        .isEqualTo("like 2: jpeg_quality equal, higher noise, 3 of 1.25");
    assertThat(policy.keptBecause(sharp, noisy))
        .isEqualTo("kept: jpeg_quality and noise equal, highest sharpness, 300");
  }

  @Test
  void withoutKeysTheLowestIdIsKept() {
    KeeperPolicy policy = KeeperPolicy.of(List.of());
    assertThat(policy.keptBecause(new Candidate(1), new Candidate(2))).isEqualTo("kept: lowest id");
    assertThat(policy.droppedBecause(new Candidate(2), new Candidate(1)))
        .isEqualTo("like 1: higher id");
  }

  @Test
  void keysAreFoundByName() {
    for (KeeperKey key : KeeperKey.values()) {
      assertThat(KeeperKey.of(key.id())).isSameAs(key);
    }
    assertThatThrownBy(() -> KeeperKey.of("beauty"))
        .hasMessageStartingWith("area, bytes, sharpness");
  }
}
