package org.hammingbird.spark.stage;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hammingbird.UserException;

/** Which entries of an archive are images, and what their names say: {@code ingest.entries}. */
final class EntryPattern implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Pattern pattern;

  private EntryPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @param text a regular expression for whole names, perhaps with groups {@code label}, {@code
   *     split} and {@code id}
   */
  static EntryPattern of(String text) {
    try {
      return new EntryPattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new UserException(
          String.format("Invalid ingest.entries: %s (%s)", text, e.getDescription()), e);
    }
  }

  boolean matches(String name) {
    return matcher(name).matches();
  }

  Matcher matcher(String name) {
    return pattern.matcher(name);
  }

  boolean hasLabel() {
    return has("label");
  }

  boolean hasSplit() {
    return has("split");
  }

  boolean hasId() {
    return has("id");
  }

  private boolean has(String group) {
    return pattern.pattern().contains("(?<" + group + ">");
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
