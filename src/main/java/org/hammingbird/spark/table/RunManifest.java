package org.hammingbird.spark.table;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run of a stage read, did and wrote: with it the results can be told apart, trusted and
 * made again. Immutable but for its builder; stored as JSON.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class RunManifest {
  /** Whether later stages may build on the results. */
  public enum Status {
    COMPLETE,
    /**
     * The stage's own check failed: its tables are there to look at, and later stages refuse them.
     */
    FAILED
  }

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @JsonProperty private int format = Schemas.FORMAT;
  @JsonProperty private String stage;
  @JsonProperty private String name;
  @JsonProperty private Status status;
  @JsonProperty private String reason = "";
  @JsonProperty private String fingerprint;
  @JsonProperty private String started;
  @JsonProperty private double seconds;
  @JsonProperty private Map<String, String> settings = new LinkedHashMap<>();
  @JsonProperty private Map<String, Long> inputs = new LinkedHashMap<>();
  @JsonProperty private Map<String, String> digests = new LinkedHashMap<>();
  @JsonProperty private Map<String, Long> outputs = new LinkedHashMap<>();
  @JsonProperty private Map<String, String> documents = new LinkedHashMap<>();
  @JsonProperty private Map<String, String> versions = new LinkedHashMap<>();
  @JsonProperty private Map<String, Object> results = new LinkedHashMap<>();
  @JsonIgnore private boolean skipped;

  private RunManifest() {}

  /** The manifest in JSON; {@link #fromJson} reads it. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a manifest. */
  public static RunManifest fromJson(String json) {
    try {
      return JSON.readValue(json, RunManifest.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Damaged manifest", e);
    }
  }

  public int format() {
    return format;
  }

  public String stage() {
    return stage;
  }

  public String name() {
    return name;
  }

  public Status status() {
    return status;
  }

  /** Why the run failed; empty where it did not. */
  public String reason() {
    return reason;
  }

  /**
   * Digest of everything that shapes the result: settings, seed, inputs, version of the program.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** Start of the run in ISO 8601, UTC. */
  public String started() {
    return started;
  }

  public double seconds() {
    return seconds;
  }

  /** The settings that shape the result, secrets never among them. */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** The tables that were read, and their versions. */
  public Map<String, Long> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /** Digests of the inputs that are not tables. */
  public Map<String, String> digests() {
    return Collections.unmodifiableMap(digests);
  }

  /** The tables that were written, and their versions. */
  public Map<String, Long> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  /** The documents that were written: role, and path relative to the workspace. */
  public Map<String, String> documents() {
    return Collections.unmodifiableMap(documents);
  }

  /** Versions of the program and of what it ran on. */
  public Map<String, String> versions() {
    return Collections.unmodifiableMap(versions);
  }

  /** What was found: strings, numbers, booleans, lists and maps, as the stage's Javadoc says. */
  public Map<String, Object> results() {
    return Collections.unmodifiableMap(results);
  }

  /** Whether the run found its results already there. */
  public boolean skipped() {
    return skipped;
  }

  /** This manifest as the answer of a run that had nothing to do. */
  public RunManifest asSkipped() {
    RunManifest copy = fromJson(toJson());
    copy.skipped = true;
    return copy;
  }

  public static Builder builder(String stage, String name) {
    return new Builder(stage, name);
  }

  /** Collects what a run did. */
  public static final class Builder {
    private final RunManifest manifest = new RunManifest();

    private Builder(String stage, String name) {
      manifest.stage = stage;
      manifest.name = name;
    }

    public Builder settings(Map<String, String> settings) {
      manifest.settings.putAll(settings);
      return this;
    }

    public Builder input(String table, long version) {
      manifest.inputs.put(table, version);
      return this;
    }

    public Builder digest(String input, String digest) {
      manifest.digests.put(input, digest);
      return this;
    }

    public Builder output(String table, long version) {
      manifest.outputs.put(table, version);
      return this;
    }

    public Builder document(String role, String path) {
      manifest.documents.put(role, path);
      return this;
    }

    public Builder versions(Map<String, String> versions) {
      manifest.versions.putAll(versions);
      return this;
    }

    public Builder fingerprint(String fingerprint) {
      manifest.fingerprint = fingerprint;
      return this;
    }

    /** The finished manifest; the builder is used no more. */
    public RunManifest build(
        Status status, String reason, String started, double seconds, Map<String, Object> results) {
      manifest.status = status;
      manifest.reason = reason;
      manifest.started = started;
      manifest.seconds = seconds;
      manifest.results.putAll(results);
      return manifest;
    }
  }
}
