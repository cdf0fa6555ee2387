package org.hammingbird.image;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of libjpeg-turbo's TurboJPEG interface that decompress, as in {@code turbojpeg.h}
 * of versions 2.0 to 3. The library is the system's: nothing native is shipped.
 *
 * <p>Addresses are passed as {@code long}, which 64-bit platforms take for pointers, and which
 * costs less than JNA's objects.
 */
final class TurboJpegLibrary {
  /** Without its development files a Debian has the versioned name only. */
  private static final String[] NAMES = {
    "turbojpeg",
    "libturbojpeg.so.0",
    "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
    "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib",
    "/opt/libjpeg-turbo/lib64/libturbojpeg.so"
  };

  private TurboJpegLibrary() {}

  /** Why the library cannot be used in this JVM, in some words; null where it can. */
  static String problem() {
    return Loaded.PROBLEM;
  }

  /** Where the library was found. */
  static String file() {
    return Loaded.file;
  }

  static native long tjInitDecompress();

  static native int tjDecompress2(
      long handle,
      long jpeg,
      long jpegSize,
      long pixels,
      int width,
      int pitch,
      int height,
      int format,
      int flags);

  static native int tjGetErrorCode(long handle);

  static native String tjGetErrorStr2(long handle);

  static native int tjDestroy(long handle);

  /** Loaded at the first question only: a JVM that demands the JDK's route loads nothing. */
  private static final class Loaded {
    private static String file;
    private static final String PROBLEM = load(NAMES);

    private static String load(String[] names) {
      try {
        return bind(names);
      } catch (LinkageError e) {
        // JNA itself could not unpack or load its library, or there is another JNA before ours
        return firstLine(e);
      }
    }

    private static String bind(String[] names) {
      if (Native.POINTER_SIZE != 8 || Native.LONG_SIZE != 8) {
        return "only 64-bit Linux and macOS are supported";
      }
      String problem = null;
      for (String name : names) {
        try {
          NativeLibrary library = NativeLibrary.getInstance(name);
          Native.register(TurboJpegLibrary.class, library);
          file = library.getFile() == null ? name : library.getFile().getPath();
          return null;
        } catch (UnsatisfiedLinkError e) {
          // not there, or older than 2.0 and without one of the functions
          problem = problem == null ? firstLine(e) : problem;
        }
      }
      return problem;
    }

    private static String firstLine(LinkageError e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getName());
    }
  }
}
