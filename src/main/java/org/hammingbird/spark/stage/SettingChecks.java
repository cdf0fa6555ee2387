package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
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

  static HashAlgorithm algorithm(String key, String column) {
    try {
      return HashAlgorithm.of(column);
    } catch (IllegalArgumentException e) {
      throw invalid(key, column, String.join(", ", columns()));
    }
  }

  static DecodeRoute decodeRoute(Config settings, String key) {
    String id = settings.getString(key);
    try {
      return DecodeRoute.of(id);
    } catch (IllegalArgumentException e) {
      throw invalid(key, id, DecodeRoute.ids());
    }
  }

  static UserException invalid(String key, Object value, String allowed) {
    return new UserException(String.format("Invalid %s: %s (must be %s)", key, value, allowed));
  }

  private static List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      columns.add(algorithm.column());
    }
    return columns;
  }
}
