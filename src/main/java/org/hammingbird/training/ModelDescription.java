package org.hammingbird.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to be known to use a trained network: the class that each output stands for, what
 * happens to an image first, and how it was trained. Immutable; stored as JSON inside the model.
 */
public final class ModelDescription implements Serializable {
  /** The setting that says how pixels had been turned: {@code as-stored} or {@code upright}. */
  public static final String ORIENTATION = "orientation";

  private static final long serialVersionUID = 1L;
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String architecture;
  private final List<String> classNames;
  private final Preprocessing preprocessing;
  private final TreeMap<String, String> settings;

  /**
   * @param classNames in the order of the network's outputs
   * @param settings of the training, and how far it came
   */
  public ModelDescription(
      String architecture,
      List<String> classNames,
      Preprocessing preprocessing,
      Map<String, String> settings) {
    this.architecture = architecture;
    this.classNames = new ArrayList<>(classNames);
    this.preprocessing = preprocessing;
    this.settings = new TreeMap<>(settings);
  }

  /** The architecture's name. */
  public String architecture() {
    return architecture;
  }

  /** In the order of the network's outputs. */
  public List<String> classNames() {
    return Collections.unmodifiableList(classNames);
  }

  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The training's settings, and how far it came. */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** Whether it learned from pixels that had been turned as their EXIF data say. */
  public boolean upright() {
    return "upright".equals(settings.get(ORIENTATION));
  }

  byte[] toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.put("architecture", architecture);
    classNames.forEach(node.putArray("classes")::add);
    node.set("preprocessing", preprocessing.toJson(JSON));
    settings.forEach(node.putObject("settings")::put);
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException where a value is missing or out of its range
   */
  static ModelDescription fromJson(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      int format = node.path("format").asInt();
      if (format != FORMAT) {
        throw new IllegalArgumentException("its format is " + format + " and not " + FORMAT);
      }
      List<String> classNames = new ArrayList<>();
      node.path("classes").forEach(name -> classNames.add(name.asText()));
      Map<String, String> settings = new TreeMap<>();
      node.path("settings")
          .fields()
          .forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
      return new ModelDescription(
          node.path("architecture").asText(),
          classNames,
          Preprocessing.fromJson(node.path("preprocessing")),
          settings);
    } catch (IOException e) {
      throw new IllegalArgumentException("its description is no JSON", e);
    }
  }
}
