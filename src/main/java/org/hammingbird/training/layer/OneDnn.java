package org.hammingbird.training.layer;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN in this process. It is a library of its own beside the copy inside ND4J's natives, which
 * is older, and which DL4J calls in a way that moves every tensor to another layout and back.
 */
public final class OneDnn {
  /**
   * System property: {@code true} leaves oneDNN alone, so that DL4J's own layers compute. Read
   * whenever a network is made.
   */
  public static final String DISABLED = "hammingbird.onednn.disable";

  private OneDnn() {}

  /** Whether layers are computed by it. */
  public static boolean available() {
    return !Boolean.getBoolean(DISABLED) && Library.ENGINE != null;
  }

  /** Its version; only where it is {@link #available}. */
  public static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Why it is not {@link #available}. */
  public static String absence() {
    return Boolean.getBoolean(DISABLED) ? "-D" + DISABLED + "=true" : Library.problem;
  }

  /** Whether this processor multiplies bfloat16 in hardware (AVX-512 BF16 or AMX). */
  public static boolean multipliesBfloat16() {
    int wanted = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return (dnnl.dnnl_get_effective_cpu_isa() & wanted) == wanted;
  }

  static engine engine() {
    return Library.ENGINE;
  }

  /** Loaded at first use. */
  private static final class Library {
    private static String problem = "";
    private static final engine ENGINE = load();

    private static engine load() {
      try {
        return new engine(engine.kind.cpu, 0);
      } catch (LinkageError | RuntimeException e) {
        problem =
            "oneDNN cannot be loaded on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + " ("
                + e
                + ")";
        return null;
      }
    }
  }
}
