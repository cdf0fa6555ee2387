package org.hammingbird.neighbor;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.hammingbird.hash.HashAlgorithm;
import org.hammingbird.hash.ImageHash;
import org.hammingbird.image.DecodeSettings;
import org.hammingbird.image.ImageDecoder;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.Raster;

/**
 * Makes as many hashes as are wanted, as skewed as those of real images: each is computed from the
 * pixels of a photograph of a ZIP file, cropped at random, mirrored half of the time, and mixed
 * with another one; 3% are near-copies of earlier ones, 0 to 10 bits away. Uniformly random bits
 * would be far too easy for a join: its buckets would all be equally full.
 *
 * <pre>{@code
 * java -cp … org.hammingbird.neighbor.RealHashes PHOTOS.zip dhash64 1000000 hashes.bin
 * }</pre>
 *
 * <p>The file holds the hashes as big-endian longs, {@code words} each. With {@code distances} for
 * a file name it prints how many in a million pairs are near, of the photographs themselves and of
 * the hashes made from them.
 */
public final class RealHashes {
  private static final int COPIES_OF_100 = 3;
  private static final int MOST_FLIPS = 10;
  private static final int LEAST_SIDE = 20;

  private final HashAlgorithm algorithm;
  private final List<byte[]> photos;
  private final int side;

  private RealHashes(HashAlgorithm algorithm, List<byte[]> photos, int side) {
    this.algorithm = algorithm;
    this.photos = photos;
    this.side = side;
  }

  /** A maker of hashes from the square images of one size in a ZIP file. */
  static RealHashes of(Path zip, HashAlgorithm algorithm) throws IOException {
    List<byte[]> photos = new ArrayList<>();
    ImageDecoder decoder = new ImageDecoder(DecodeSettings.defaults());
    int side = 0;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (!entry.isDirectory()) {
          byte[] content = file.getInputStream(entry).readAllBytes();
          Raster raster = decoder.decode(content).raster();
          side = raster.width();
          photos.add(grey(raster));
        }
      }
    } catch (ImageRejectedException e) {
      throw new IOException(e);
    }
    return new RealHashes(algorithm, photos, side);
  }

  private static byte[] grey(Raster raster) {
    byte[] rgb = raster.toRgb().samples();
    byte[] grey = new byte[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    }
    return grey;
  }

  /** Number of longs of a hash. */
  int words() {
    return (algorithm.bits() + Long.SIZE - 1) / Long.SIZE;
  }

  /** Hashes made from the photographs, {@link #words} longs each; the same for the same seed. */
  long[] make(int count, long seed) {
    int words = words();
    long[] hashes = new long[Math.multiplyExact(count, words)];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              // SplittableRandom mixes its seed: neighbouring seeds give unrelated numbers
              SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
              System.arraycopy(words(draw(random)), 0, hashes, i * words, words);
            });
    Random random = new Random(seed);
    for (int i = 1; i < count; i++) {
      if (random.nextInt(100) < COPIES_OF_100) {
        System.arraycopy(hashes, random.nextInt(i) * words, hashes, i * words, words);
        for (int flips = random.nextInt(MOST_FLIPS + 1); flips > 0; flips--) {
          int bit = random.nextInt(algorithm.bits());
          hashes[i * words + bit / Long.SIZE] ^= 1L << bit % Long.SIZE;
        }
      }
    }
    return hashes;
  }

  /** The hashes of the photographs themselves. */
  long[] ofPhotos() {
    int words = words();
    long[] hashes = new long[photos.size() * words];
    for (int i = 0; i < photos.size(); i++) {
      byte[] photo = photos.get(i);
      long[] hash = words(algorithm.hash(new Raster(side, side, 1, photo)));
      System.arraycopy(hash, 0, hashes, i * words, words);
    }
    return hashes;
  }

  private ImageHash draw(SplittableRandom random) {
    int cropped = LEAST_SIDE + random.nextInt(side - LEAST_SIDE + 1);
    byte[] pixels = crop(random, cropped);
    byte[] other = crop(random, cropped);
    // mostly the one, and a little of the other
    int share = random.nextInt(100);
    for (int i = 0; i < pixels.length; i++) {
      int mixed = (pixels[i] & 0xff) * (256 - share) + (other[i] & 0xff) * share;
      pixels[i] = (byte) (mixed + 128 >> 8);
    }
    return algorithm.hash(new Raster(cropped, cropped, 1, pixels));
  }

  private byte[] crop(SplittableRandom random, int cropped) {
    byte[] photo = photos.get(random.nextInt(photos.size()));
    int top = random.nextInt(side - cropped + 1);
    int left = random.nextInt(side - cropped + 1);
    boolean mirrored = random.nextInt(2) == 1;
    byte[] pixels = new byte[cropped * cropped];
    for (int y = 0; y < cropped; y++) {
      for (int x = 0; x < cropped; x++) {
        int from = (top + y) * side + left + (mirrored ? cropped - 1 - x : x);
        pixels[y * cropped + x] = photo[from];
      }
    }
    return pixels;
  }

  private static long[] words(ImageHash hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash.toBytes());
    long[] words = new long[bytes.capacity() / Long.BYTES];
    bytes.asLongBuffer().get(words);
    return words;
  }

  /** Reads what {@link #main} wrote. */
  static long[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long[] hashes = new long[bytes.capacity() / Long.BYTES];
    bytes.asLongBuffer().get(hashes);
    return hashes;
  }

  private static void printDistances(String name, long[] hashes, int words) {
    long[] counts = new long[words * Long.SIZE + 1];
    int images = hashes.length / words;
    Random random = new Random(1);
    long pairs = 200_000_000;
    for (long pair = 0; pair < pairs; pair++) {
      int one = random.nextInt(images) * words;
      int other = random.nextInt(images) * words;
      int distance = 0;
      for (int word = 0; word < words; word++) {
        distance += Long.bitCount(hashes[one + word] ^ hashes[other + word]);
      }
      counts[one == other ? counts.length - 1 : distance]++;
    }
    StringBuilder line = new StringBuilder(name + ", of a million pairs within");
    long sum = 0;
    for (int distance = 0; distance <= words * 24; distance++) {
      sum += counts[distance];
      if (distance % (4 * words) == 0) {
        line.append(String.format("  %d: %.3f", distance, sum * 1e6 / pairs));
      }
    }
    System.out.println(line);
  }

  public static void main(String[] args) throws IOException {
    RealHashes maker = of(Paths.get(args[0]), HashAlgorithm.of(args[1]));
    long[] hashes = maker.make(Integer.parseInt(args[2]), 1);
    if (args[3].equals("distances")) {
      printDistances("photographs", maker.ofPhotos(), maker.words());
      printDistances("made hashes", hashes, maker.words());
      return;
    }
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(Paths.get(args[3])), 1 << 20))) {
      for (long word : hashes) {
        out.writeLong(word);
      }
    }
  }
}
