package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.image.DecodeRoute;

/** Reads settings and refuses values outside their range, with the key and the way out. */
final class SettingChecks {
  private SettingChecks() {}

  /** A whole number from {@code least} to {@code greatest}. */
  static long whole(Config settings, String key, long least, long greatest) {
    String allowed = String.format("%d to %d, a whole number", least, greatest);
    double value = parsed(settings, key, allowed);
    if (!(value >= least && value <= greatest) || value != Math.rint(value)) {
      throw invalid(key, settings.getString(key), allowed);
    }
    return (long) value;
  }

  /** A number from {@code least} to {@code greatest}. */
  static double number(Config settings, String key, double least, double greatest) {
    String allowed = String.format("%s to %s", least, greatest);
    double value = parsed(settings, key, allowed);
    if (!(value >= least && value <= greatest)) {
      throw invalid(key, settings.getString(key), allowed);
    }
    return value;
  }

  private static double parsed(Config settings, String key, String allowed) {
    try {
      return Double.parseDouble(settings.getString(key));
    } catch (NumberFormatException e) {
      throw invalid(key, settings.getString(key), allowed);
    }
  }

  /** The hashes that a list names, at least one, each once, in the order of their declaration. */
  static List<HashAlgorithm> algorithms(Config settings, String key) {
    Set<HashAlgorithm> named = new TreeSet<>();
    for (String column : settings.getStringList(key)) {
      named.add(algorithm(key, column, Arrays.asList(HashAlgorithm.values())));
    }
    if (named.isEmpty()) {
      throw invalid(key, "empty", "at least one hash");
    }
    return List.copyOf(named);
  }

  /** The hash of 64 bits that a name stands for. */
  static HashAlgorithm comparable(String key, String column) {
    List<HashAlgorithm> allowed =
        Arrays.stream(HashAlgorithm.values())
            .filter(HashColumns::comparable)
            .collect(Collectors.toList());
    return algorithm(key, column, allowed);
  }

  private static HashAlgorithm algorithm(String key, String column, List<HashAlgorithm> allowed) {
    for (HashAlgorithm algorithm : allowed) {
      if (algorithm.column().equals(column)) {
        return algorithm;
      }
    }
    throw invalid(
        key, column, allowed.stream().map(HashAlgorithm::column).collect(Collectors.joining(", ")));
  }

  static DecodeRoute decodeRoute(Config settings, String key) {
    String id = settings.getString(key);
    try {
      return DecodeRoute.of(id);
    } catch (IllegalArgumentException e) {
      throw invalid(key, id, DecodeRoute.ids());
    }
  }

  /** One of a few words. */
  static String choice(Config settings, String key, String... allowed) {
    String value = settings.getString(key);
    if (!Arrays.asList(allowed).contains(value)) {
      throw invalid(key, value, String.join(" or ", allowed));
    }
    return value;
  }

  static UserException invalid(String key, Object value, String allowed) {
    return new UserException(String.format("Invalid %s: %s (must be %s)", key, value, allowed));
  }
}
