package org.hammingbird.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hammingbird.UserException;
import org.hammingbird.spark.table.TextFile;

/**
 * Every setting there is, as {@code reference.conf} documents it, and the effective values: a flag
 * goes before Spark's {@code spark.hammingbird.KEY}, that before the environment's {@code
 * HAMMINGBIRD_KEY}, that before the user's file.
 */
final class Settings {
  private static final String ROOT = "hammingbird";
  private static final String REFERENCE = "org/hammingbird/reference.conf";
  private static final String SPARK_PREFIX = "spark.hammingbird.";

  /** The environment's variables that are no settings: secrets, and the launcher's own. */
  private static final List<String> RESERVED =
      Collections.unmodifiableList(
          Arrays.asList(
              "HAMMINGBIRD_DATABASE_PASSWORD",
              "HAMMINGBIRD_SHARED",
              "HAMMINGBIRD_DRIVER_MEMORY",
              "HAMMINGBIRD_JAR",
              "HAMMINGBIRD_LOG",
              "HAMMINGBIRD_STAGING",
              "HAMMINGBIRD_HOME"));

  private static final Config DEFAULTS =
      ConfigFactory.parseResources(
              Settings.class.getClassLoader(),
              REFERENCE,
              ConfigParseOptions.defaults().setAllowMissing(false))
          .getConfig(ROOT);

  private Settings() {}

  /**
   * The effective settings.
   *
   * @param flags from the command line, key to text
   * @param spark Spark's configuration, of which {@code spark.hammingbird.*} counts
   * @param environment of which {@code HAMMINGBIRD_*} counts
   * @param file path or URI of the user's file, or null
   * @throws UserException where a key is unknown or a value has another type than the default
   */
  static Config load(
      Map<String, String> flags,
      Map<String, String> spark,
      Map<String, String> environment,
      String file) {
    Config effective = DEFAULTS;
    if (file != null) {
      Config fromFile = parse(file);
      for (Map.Entry<String, ConfigValue> entry : fromFile.entrySet()) {
        effective = with(effective, entry.getKey(), entry.getValue(), "in " + file);
      }
    }
    for (Map.Entry<String, String> entry : fromEnvironment(environment).entrySet()) {
      effective =
          with(
              effective,
              entry.getKey(),
              typed(entry.getKey(), entry.getValue()),
              "in the environment");
    }
    for (Map.Entry<String, String> entry : spark.entrySet()) {
      if (entry.getKey().startsWith(SPARK_PREFIX)) {
        String key = entry.getKey().substring(SPARK_PREFIX.length());
        effective = with(effective, key, typed(key, entry.getValue()), "in Spark's configuration");
      }
    }
    for (Map.Entry<String, String> entry : flags.entrySet()) {
      effective =
          with(
              effective,
              entry.getKey(),
              typed(entry.getKey(), entry.getValue()),
              "on the command line");
    }
    return effective;
  }

  /** The keys of a group in the order of their lines in {@code reference.conf}, as full paths. */
  static List<String> keys(String group) {
    return DEFAULTS.entrySet().stream()
        .filter(e -> e.getKey().startsWith(group + "."))
        .sorted((a, b) -> Integer.compare(line(a.getValue()), line(b.getValue())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  /** The groups in the order of {@code reference.conf}. */
  static List<String> groups() {
    return DEFAULTS.root().entrySet().stream()
        .filter(e -> e.getValue().valueType() == ConfigValueType.OBJECT)
        .sorted((a, b) -> Integer.compare(line(a.getValue()), line(b.getValue())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  /** The comment above a key in {@code reference.conf}. */
  static String help(String key) {
    return DEFAULTS.getValue(key).origin().comments().stream()
        .map(String::trim)
        .collect(Collectors.joining(" "));
  }

  static boolean isFlag(String key) {
    return DEFAULTS.getValue(key).valueType() == ConfigValueType.BOOLEAN;
  }

  /** The default as a person writes it; empty where there is none. */
  static String defaultText(String key) {
    Object value = DEFAULTS.getValue(key).unwrapped();
    if (value instanceof List) {
      return ((List<?>) value).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return String.valueOf(value);
  }

  /** All effective settings, one line a key, for the log. */
  static String describe(Config settings) {
    return new TreeMap<>(settings.root().unwrapped())
        .keySet().stream()
            .flatMap(group -> describe(settings, group).stream())
            .collect(Collectors.joining(System.lineSeparator()));
  }

  private static List<String> describe(Config settings, String group) {
    ConfigValue value = settings.root().get(group);
    if (value.valueType() != ConfigValueType.OBJECT) {
      return Collections.singletonList(group + " = " + value.unwrapped());
    }
    List<String> lines = new ArrayList<>();
    for (String key : keys(group)) {
      lines.add(key + " = " + settings.getValue(key).unwrapped());
    }
    return lines;
  }

  private static Config parse(String file) {
    try {
      Config parsed = read(file).resolve();
      for (String key : parsed.root().keySet()) {
        if (!key.equals(ROOT)) {
          throw new UserException(
              String.format(
                  "Unknown setting \"%s\" in %s: everything stands inside hammingbird { … }",
                  key, file));
        }
      }
      return parsed.hasPath(ROOT) ? parsed.getConfig(ROOT) : ConfigFactory.empty();
    } catch (ConfigException e) {
      throw new UserException(
          "Cannot understand the settings file " + file + ": " + e.getMessage(), e);
    }
  }

  private static Config read(String file) {
    if (!TextFile.isUri(file)) {
      if (!Files.isReadable(Paths.get(file))) {
        throw new UserException("Cannot read the settings file " + file + ": name one that exists");
      }
      return ConfigFactory.parseFile(Paths.get(file).toFile());
    }
    try {
      return ConfigFactory.parseString(
          TextFile.read(file), ConfigParseOptions.defaults().setOriginDescription(file));
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the settings file " + file + ": " + e.getMessage().split("\\R")[0], e);
    }
  }

  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> byVariable = new TreeMap<>();
    DEFAULTS.entrySet().forEach(e -> byVariable.put(variable(e.getKey()), e.getKey()));
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      if (!entry.getKey().startsWith("HAMMINGBIRD_") || RESERVED.contains(entry.getKey())) {
        continue;
      }
      String key = byVariable.get(entry.getKey());
      if (key == null) {
        throw new UserException(
            "Unknown setting in the environment: "
                + entry.getKey()
                + " (conf/reference.conf lists those there are)");
      }
      found.put(key, entry.getValue());
    }
    return found;
  }

  private static String variable(String key) {
    return "HAMMINGBIRD_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Config with(Config settings, String key, ConfigValue value, String where) {
    ConfigValue known = DEFAULTS.hasPath(key) ? DEFAULTS.getValue(key) : null;
    if (known == null || known.valueType() == ConfigValueType.OBJECT) {
      throw new UserException(
          String.format(
              "Unknown setting \"%s\" %s (conf/reference.conf lists those there are)", key, where));
    }
    return settings.withValue(key, checkedType(key, known, value, where));
  }

  private static ConfigValue checkedType(
      String key, ConfigValue known, ConfigValue value, String where) {
    ConfigValueType expected = known.valueType();
    ConfigValueType found = value.valueType();
    if (expected == found) {
      return value;
    }
    if (expected == ConfigValueType.STRING
        && (found == ConfigValueType.NUMBER || found == ConfigValueType.BOOLEAN)) {
      return ConfigValueFactory.fromAnyRef(String.valueOf(value.unwrapped()));
    }
    if (found == ConfigValueType.STRING) {
      return typed(key, (String) value.unwrapped());
    }
    throw new UserException(
        String.format(
            "Invalid value of %s %s: %s (must be a %s)",
            key, where, value.unwrapped(), name(expected)));
  }

  private static ConfigValue typed(String key, String text) {
    if (!DEFAULTS.hasPath(key)) {
      return ConfigValueFactory.fromAnyRef(text);
    }
    ConfigValueType type = DEFAULTS.getValue(key).valueType();
    switch (type) {
      case NUMBER:
        return number(key, text);
      case BOOLEAN:
        if (!text.equals("true") && !text.equals("false")) {
          throw new UserException(
              String.format("Invalid value of %s: %s (must be true or false)", key, text));
        }
        return ConfigValueFactory.fromAnyRef(Boolean.valueOf(text));
      case LIST:
        return ConfigValueFactory.fromIterable(
            Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toList()));
      default:
        return ConfigValueFactory.fromAnyRef(text);
    }
  }

  private static ConfigValue number(String key, String text) {
    try {
      if (text.matches("[+-]?\\d+")) {
        return ConfigValueFactory.fromAnyRef(Long.valueOf(text));
      }
      return ConfigValueFactory.fromAnyRef(Double.valueOf(text));
    } catch (NumberFormatException e) {
      throw new UserException(
          String.format("Invalid value of %s: %s (must be a number)", key, text), e);
    }
  }

  private static String name(ConfigValueType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static int line(ConfigValue value) {
    return value.origin().lineNumber();
  }

  /** A key as the library wants it, for keys that users type. */
  static boolean isKey(String text) {
    try {
      ConfigUtil.splitPath(text);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }
}
