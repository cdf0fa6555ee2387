package org.hammingbird.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hammingbird.UserException;

/** Who decompresses JPEG. The samples are the same, the time is not. */
public enum DecodeRoute {
  /** libjpeg-turbo where it can be loaded, else the JDK. */
  AUTO,
  /** libjpeg-turbo, which must be installed. */
  TURBOJPEG,
  /** The JDK's own libjpeg, which is there everywhere and half as fast. */
  JAVA;

  /** As in settings: lower case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The route of that {@link #id}.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static DecodeRoute of(String id) {
    for (DecodeRoute route : values()) {
      if (route.id().equals(id)) {
        return route;
      }
    }
    throw new IllegalArgumentException("Invalid JPEG decoder: " + id + " (must be " + ids() + ")");
  }

  /** All ids, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(DecodeRoute::id).collect(Collectors.joining(", "));
  }

  /**
   * What this route comes to in this JVM: {@link #TURBOJPEG} or {@link #JAVA}.
   *
   * @throws UserException where libjpeg-turbo is demanded and cannot be loaded
   */
  public DecodeRoute resolve() {
    if (this == JAVA) {
      return JAVA;
    }
    String problem = TurboJpegLibrary.problem();
    if (problem == null) {
      return TURBOJPEG;
    }
    if (this == TURBOJPEG) {
      throw new UserException(demand(problem));
    }
    return JAVA;
  }

  static String demand(String problem) {
    return "Cannot load libturbojpeg, which images.jpeg-decoder = turbojpeg demands: install it on every machine (Debian,"
        + " Ubuntu, Dataproc: apt-get install libturbojpeg0; EMR: dnf install turbojpeg; Mac: brew install jpeg-turbo) or"
        + " set images.jpeg-decoder = auto ("
        + problem
        + ")";
  }

  /** One line for the log: which decoder JPEGs get in this JVM, and why. */
  public String describe() {
    if (resolve() == TURBOJPEG) {
      return "JPEG is decoded by libjpeg-turbo (" + TurboJpegLibrary.file() + ")";
    }
    if (this == JAVA) {
      return "JPEG is decoded by the JDK, as images.jpeg-decoder = java demands";
    }
    return "JPEG is decoded by the JDK, at half the speed of libjpeg-turbo, which is not there: "
        + TurboJpegLibrary.problem();
  }
}
