package org.hammingbird.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hammingbird.UserException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line's flags, made from {@code reference.conf}: one for each key, with the key's
 * comment as its help text.
 */
final class SettingOptions {
  private static final String SET = "--set";
  private static final String CONF_FILE = "--conf-file";
  private static final String FORCE = "--force";
  private static final String ACCEPT_FAILED = "--accept-failed";

  private final Map<String, String> keyByFlag = new LinkedHashMap<>();

  /**
   * Adds the flags to a command.
   *
   * @param own the group whose keys become flags without prefix, or an empty string
   */
  void addTo(CommandSpec spec, String own, List<String> groups) {
    spec.addOption(
        OptionSpec.builder(CONF_FILE)
            .type(String.class)
            .paramLabel("FILE")
            .description(
                "File of settings, as conf/reference.conf: a path, or a URI (hdfs:, s3a:, s3:, gs:)")
            .build());
    spec.addOption(
        OptionSpec.builder(SET)
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .paramLabel("KEY=VALUE")
            .description("Any setting by its full key; may be repeated")
            .build());
    spec.addOption(
        OptionSpec.builder(FORCE)
            .type(boolean.class)
            .arity("0")
            .description("Run although the results are there")
            .build());
    spec.addOption(
        OptionSpec.builder(ACCEPT_FAILED)
            .type(boolean.class)
            .arity("0")
            .description("Build on tables whose stage failed its own check")
            .build());
    spec.addOption(flag("--workspace", "workspace"));
    spec.addOption(flag("--seed", "seed"));
    int order = 0;
    for (String group : groups) {
      ArgGroupSpec.Builder section =
          ArgGroupSpec.builder()
              .heading("%n" + heading(group, own))
              .exclusive(false)
              .validate(false)
              .order(order++);
      boolean any = false;
      for (String key : Settings.keys(group)) {
        String flag =
            "--" + (group.equals(own) ? key.substring(group.length() + 1) : key).replace('.', '-');
        section.addArg(flag(flag, key));
        any = true;
      }
      if (any) {
        spec.addArgGroup(section.build());
      }
    }
  }

  /** The settings that the command line gives, key to text. */
  Map<String, String> values(ParseResult parsed) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> set = parsed.matchedOptionValue(SET, new LinkedHashMap<String, String>());
    for (Map.Entry<String, String> entry : set.entrySet()) {
      if (!Settings.isKey(entry.getKey())) {
        throw new UserException(
            "Invalid key after --set: \""
                + entry.getKey()
                + "\" (must be as in conf/reference.conf)");
      }
      values.put(entry.getKey(), entry.getValue());
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      String key = keyByFlag.get(option.longestName());
      if (key != null) {
        values.put(key, String.valueOf((Object) option.getValue()));
      }
    }
    return values;
  }

  static String confFile(ParseResult parsed) {
    return parsed.matchedOptionValue(CONF_FILE, (String) null);
  }

  static boolean force(ParseResult parsed) {
    return parsed.matchedOptionValue(FORCE, false);
  }

  static boolean acceptFailed(ParseResult parsed) {
    return parsed.matchedOptionValue(ACCEPT_FAILED, false);
  }

  private OptionSpec flag(String flag, String key) {
    keyByFlag.put(flag, key);
    List<String> description = new ArrayList<>();
    String text = Settings.help(key).replace("%", "%%");
    String byDefault = Settings.defaultText(key).replace("%", "%%");
    description.add(byDefault.isEmpty() ? text : text + " (default: " + byDefault + ")");
    OptionSpec.Builder builder =
        OptionSpec.builder(flag).description(description.toArray(new String[0]));
    if (Settings.isFlag(key)) {
      return builder
          .type(Boolean.class)
          .arity("0..1")
          .fallbackValue("true")
          .paramLabel("true|false")
          .build();
    }
    return builder.type(String.class).arity("1").paramLabel(label(key)).build();
  }

  private static String label(String key) {
    return key.substring(key.lastIndexOf('.') + 1)
        .toUpperCase(java.util.Locale.ROOT)
        .replace('-', '_');
  }

  private static String heading(String group, String own) {
    return (group.equals(own) ? "Settings of this stage" : "Settings of group " + group) + ":%n";
  }
}
