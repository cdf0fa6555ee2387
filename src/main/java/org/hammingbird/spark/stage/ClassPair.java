package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hammingbird.UserException;

/** Two classes whose images are compared; both may be the same. */
final class ClassPair implements Serializable {
  private static final long serialVersionUID = 1;

  /** Those of the study. */
  private static final List<String> STUDY =
      Collections.unmodifiableList(Arrays.asList("cat-cat", "dog-dog", "truck-dog"));

  private final String one;
  private final String other;
  private final String name;

  private ClassPair(String one, String other, List<String> classes) {
    this.one = one;
    this.other = other;
    String plain = one + "-" + other;
    boolean clear = !plain.contains("\"") && readings(plain, classes).size() == 1;
    this.name = clear ? plain : quoted(one) + "-" + quoted(other);
  }

  /**
   * The pairs that were asked for; where none were, the study's, as far as there are such classes.
   *
   * @throws UserException where a pair names a class that is not there
   */
  static List<ClassPair> of(List<String> asked, List<String> classes) {
    List<ClassPair> pairs = new ArrayList<>();
    for (String text : asked.isEmpty() ? STUDY : asked) {
      Optional<ClassPair> pair = of(text, classes);
      if (pair.isPresent()) {
        pairs.add(pair.get());
      } else if (!asked.isEmpty()) {
        throw new UserException(
            String.format(
                "Invalid distances.class-pairs: %s (must be two of the classes joined by '-': %s)",
                text, String.join(", ", classes)));
      }
    }
    return pairs;
  }

  /** Every class with itself and with each later one. */
  static List<ClassPair> all(List<String> classes) {
    List<ClassPair> pairs = new ArrayList<>();
    for (int one = 0; one < classes.size(); one++) {
      for (int other = one; other < classes.size(); other++) {
        pairs.add(new ClassPair(classes.get(one), classes.get(other), classes));
      }
    }
    return pairs;
  }

  private static Optional<ClassPair> of(String text, List<String> classes) {
    return readings(text, classes).stream()
        .findFirst()
        .map(pair -> new ClassPair(pair[0], pair[1], classes));
  }

  /** The pairs that a text may mean: a class may have a '-' in its name. */
  private static List<String[]> readings(String text, List<String> classes) {
    List<String[]> readings = new ArrayList<>();
    for (int at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) {
      String one = unquoted(text.substring(0, at).trim(), classes);
      String other = unquoted(text.substring(at + 1).trim(), classes);
      if (classes.contains(one) && classes.contains(other)) {
        readings.add(new String[] {one, other});
      }
    }
    return readings;
  }

  String one() {
    return one;
  }

  String other() {
    return other;
  }

  /**
   * Such as {@code cat-dog}. Where that may mean another pair of the classes too, a class with '-'
   * in its name stands in quotes, those in it twice, as in {@code "a-b"-c}: no two pairs of the
   * same classes have the same name.
   */
  String name() {
    return name;
  }

  private static String quoted(String name) {
    return name.contains("-") || name.contains("\"")
        ? '"' + name.replace("\"", "\"\"") + '"'
        : name;
  }

  /** The class that is written so: as it is, or as {@link #quoted} writes it. */
  private static String unquoted(String text, List<String> classes) {
    for (String name : classes) {
      if (quoted(name).equals(text)) {
        return name;
      }
    }
    return text;
  }
}
