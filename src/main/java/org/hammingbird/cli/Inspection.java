package org.hammingbird.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hammingbird.hash.CropResistantHash;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.hash.Pdq;
import org.hammingbird.image.DecodedImage;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Quality;
import org.hammingbird.image.QualityMeasure;
import org.hammingbird.image.Raster;

/** What one file holds, or why it cannot be used, ready to be printed. Immutable. */
final class Inspection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "file";
  private static final String ERROR = "error";

  private final Map<String, Object> values;

  private Inspection(Map<String, Object> values) {
    this.values = values;
  }

  /** All that is known about an image. */
  static Inspection of(String file, DecodedImage image, byte[] content) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(FILE, file);
    values.put("format", image.format().id());
    values.put("width", image.width());
    values.put("height", image.height());
    values.put("bytes", content.length);
    values.put("hashes", hashes(image.raster()));
    values.put("pdq_quality", Pdq.of(image.raster()).quality());
    values.put("quality", measures(Quality.of(image.raster(), content)));
    return new Inspection(values);
  }

  /** A file that cannot be used. */
  static Inspection rejected(String file, ImageRejectedException why) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(FILE, file);
    values.put(ERROR, why.rejectCause().id());
    values.put("detail", why.detail());
    return new Inspection(values);
  }

  private static Map<String, String> hashes(Raster raster) {
    Map<String, String> hashes = new LinkedHashMap<>();
    HashAlgorithm[] algorithms = HashAlgorithm.values();
    ImageHash[] found = HashAlgorithm.hashAll(raster, algorithms);
    for (int i = 0; i < found.length; i++) {
      hashes.put(algorithms[i].column(), found[i].hex());
    }
    hashes.put("crop_resistant_hash", CropResistantHash.of(raster).toString());
    return hashes;
  }

  private static Map<String, Double> measures(Quality quality) {
    Map<String, Double> measures = new LinkedHashMap<>();
    for (QualityMeasure measure : QualityMeasure.values()) {
      double value = quality.value(measure);
      if (!Double.isNaN(value)) {
        measures.put(measure.column(), value);
      }
    }
    return measures;
  }

  /** One line. */
  String toJson() {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Some lines for people, without the last line's end. */
  String toText() {
    if (values.containsKey(ERROR)) {
      return String.format("%s: %s: %s", values.get(FILE), values.get(ERROR), values.get("detail"));
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s, %d x %d pixels, %,d bytes",
            values.get(FILE),
            values.get("format"),
            values.get("width"),
            values.get("height"),
            values.get("bytes")));
    for (String group : new String[] {"hashes", "quality"}) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) values.get(group)).entrySet()) {
        Object value = entry.getValue();
        String shown =
            value instanceof Double ? String.format(Locale.ROOT, "%.2f", value) : value.toString();
        text.append(String.format("%n  %-20s %s", entry.getKey(), shown));
      }
    }
    return text.append(String.format("%n  %-20s %s", "pdq_quality", values.get("pdq_quality")))
        .toString();
  }
}
