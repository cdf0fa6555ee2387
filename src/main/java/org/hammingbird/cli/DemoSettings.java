package org.hammingbird.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hammingbird.demo.EmbeddedDatabase;
import org.hammingbird.demo.SampleCollection;

/**
 * The settings with which the demo differs from the defaults: its own places, and lengths that make
 * it last a few minutes.
 */
final class DemoSettings {
  /** Below this many images the few broken files are more than a hundredth of them. */
  private static final int FEW = 1000;

  private DemoSettings() {}

  /** Key to text, as on the command line. */
  static Map<String, String> of(DemoFolder folder, EmbeddedDatabase database, int images) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("workspace", folder.workspace().toUri().toString());
    settings.put("database.url", database.url());
    settings.put("database.user", database.user());
    settings.put("database.password-file", database.passwordFile().toString());
    settings.put("images.roots", folder.collection().toUri().toString());
    settings.put("ingest.csv", SampleCollection.labels(folder.collection()).toString());
    settings.put("distances.class-pairs", "fish-fish,house-house,fish-house");
    settings.put("selection.rule", "deduplicated");
    settings.put("selection.budget", "100%");
    settings.put("training.selection", "default");
    settings.put("training.epochs", "12");
    settings.put("training.batch-size", "16");
    settings.put("training.averaging-frequency", "10");
    settings.put("training.learning-rate", "0.002");
    // the study's changes are meant for hundreds of epochs: of a dozen they would take half
    settings.put("training.augmentation.brightness", "0.1");
    settings.put("training.augmentation.contrast-min", "0.7");
    settings.put("training.augmentation.saturation-min", "0.5");
    settings.put("training.augmentation.saturation-max", "1.5");
    settings.put("evaluation.severities", "1,3,5");
    if (images < FEW) {
      settings.put("hash.max-reject-fraction", "0.05");
    }
    return settings;
  }
}
