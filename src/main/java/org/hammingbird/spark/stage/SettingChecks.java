package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.hash.HashAlgorithm;

/** Reads settings and refuses values outside their range, with the key and the way out. */
final class SettingChecks {
  private SettingChecks() {}

  static long whole(Config settings, String key, long least, long greatest) {
    long value = settings.getLong(key);
    if (value < least || value > greatest) {
      throw invalid(key, value, String.format("%d to %d", least, greatest));
    }
    return value;
  }

  static double number(Config settings, String key, double least, double greatest) {
    double value = settings.getDouble(key);
    if (!(value >= least && value <= greatest)) {
      throw invalid(key, value, String.format("%s to %s", least, greatest));
    }
    return value;
  }

  static HashAlgorithm algorithm(String key, String column) {
    try {
      return HashAlgorithm.of(column);
    } catch (IllegalArgumentException e) {
      throw invalid(key, column, String.join(", ", columns()));
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
