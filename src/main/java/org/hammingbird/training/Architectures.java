package org.hammingbird.training;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hammingbird.UserException;

/** The networks there are, by name. */
public final class Architectures {
  private static final List<String> IDS =
      Collections.unmodifiableList(Arrays.asList(HvassCnn.ID, WhitenedCnn.ID, StudyMlp.ID));

  private Architectures() {}

  /** Their names. */
  public static List<String> ids() {
    return IDS;
  }

  /**
   * One of them.
   *
   * @param imageSide shorter side that images are brought to, in pixels
   * @param cropSide side of {@code hvass-cnn}'s square, at least 4
   * @param hiddenUnits of {@code study-mlp}
   * @throws UserException where there is none of this name, or the side is too small for it
   */
  public static Architecture named(String id, int imageSide, int cropSide, int hiddenUnits) {
    switch (id) {
      case HvassCnn.ID:
        return new HvassCnn(cropSide);
      case WhitenedCnn.ID:
        if (imageSide < WhitenedCnn.LEAST_SIDE) {
          throw new UserException(
              String.format(
                  "training.image-side is %d, and whitened-cnn takes squares of at least %d pixels, which it halves three times: raise it, or choose another training.architecture",
                  imageSide, WhitenedCnn.LEAST_SIDE));
        }
        return new WhitenedCnn(imageSide);
      case StudyMlp.ID:
        return new StudyMlp(imageSide, hiddenUnits);
      default:
        throw new UserException(
            String.format(
                "Unknown training.architecture: \"%s\" (must be one of %s)",
                id, String.join(", ", IDS)));
    }
  }
}
