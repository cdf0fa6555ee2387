package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of zips and tars that the JDK and commons-compress write, and of damaged ones. */
final class ArchiveDirectoryTest {
  private static final int LARGEST = 100_000;

  @TempDir Path folder;
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void draw() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] content = new byte[1 + random.nextInt(i % 50 == 0 ? 60_000 : 2_000)];
      random.nextBytes(content);
      // half of each can be compressed
      Arrays.fill(content, content.length / 2, content.length, (byte) i);
      files.put("folder " + i % 7 + "/ä" + i + ".png", content);
    }
  }

  @Test
  void everyEntryOfAZipIsReadInFewParts() throws Exception {
    for (int method : new int[] {ZipEntry.DEFLATED, ZipEntry.STORED}) {
      assertThat(read(zip("jdk" + method + ".zip", method))).isEqualTo(texts());
    }
    assertThat(parts("jdk0.zip")).as("hundreds of entries").isLessThan(3);
  }

  @Test
  void entriesWithoutLengthsInTheirHeadersAndZip64AreRead() throws Exception {
    Path file = folder.resolve("images/large.zip");
    Files.createDirectories(file.getParent());
    // to a stream, lengths follow the bytes
    try (OutputStream out = Files.newOutputStream(file);
        ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      zip.setUseZip64(Zip64Mode.Always);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeArchiveEntry();
      }
    }
    assertThat(read(file)).isEqualTo(texts());
  }

  @Test
  void aZipBehindOtherBytesAndWithACommentIsRead() throws Exception {
    byte[] zip = Files.readAllBytes(zip("plain.zip", ZipEntry.DEFLATED));
    byte[] comment = "PK\5\6 and more".getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(1000 + zip.length + comment.length);
    all.put(new byte[1000]).put(zip).put(comment).order(ByteOrder.LITTLE_ENDIAN);
    all.putShort(1000 + zip.length - 2, (short) comment.length);
    assertThat(read(Files.write(folder.resolve("images/behind.zip"), all.array())))
        .isEqualTo(texts());
  }

  @Test
  void everyFileOfATarIsReadAndNothingElse() throws Exception {
    String deep = "deep/".repeat(60) + "x.png";
    files.put(deep, new byte[3_000_000]); // longer than what is read rather than sought over
    Map<String, String> expected = texts();
    expected.put(deep, "TOO_LARGE");
    assertThat(read(tar("pax.tar", TarArchiveOutputStream.LONGFILE_POSIX))).isEqualTo(expected);
    assertThat(read(tar("gnu.TAR", TarArchiveOutputStream.LONGFILE_GNU))).isEqualTo(expected);
  }

  @Test
  void aTarThatEndsTooEarlyHasTheEntriesBeforeItsEnd() throws Exception {
    byte[] tar = Files.readAllBytes(tar("whole.tar", TarArchiveOutputStream.LONGFILE_POSIX));
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      int length = 1024 + random.nextInt(tar.length - 1024);
      Map<String, String> found =
          read(Files.write(folder.resolve("images/short.tar"), Arrays.copyOf(tar, length)));
      List<String> bad = new ArrayList<>();
      found.forEach(
          (name, text) -> {
            if (!text.equals(texts().get(name))) {
              bad.add(text);
            }
          });
      // the last of them, in which the end lies, if it does not lie between two
      assertThat(bad).isSubsetOf("CORRUPT").hasSizeLessThan(2);
      assertThat(found.size()).isGreaterThan((int) (250.0 * length / tar.length) - 80);
    }
    byte[] noise = new byte[5000];
    random.nextBytes(noise);
    Files.write(folder.resolve("images/noise.tar"), noise);
    assertThat(causeOf("noise.tar")).isEqualTo(RejectCause.CORRUPT);
  }

  @Test
  void aZipThatEndsTooEarlyIsRefused() throws Exception {
    byte[] zip = Files.readAllBytes(zip("whole.zip", ZipEntry.STORED));
    for (int length : new int[] {1, 100, zip.length / 2, zip.length - 1}) {
      Files.write(folder.resolve("images/short.zip"), Arrays.copyOf(zip, length));
      assertThat(causeOf("short.zip")).as(length + " bytes").isEqualTo(RejectCause.CORRUPT);
    }
    Files.write(folder.resolve("images/empty.zip"), new byte[0]);
    assertThat(causeOf("empty.zip")).isEqualTo(RejectCause.EMPTY);
  }

  private Path tar(String name, int longNames) throws IOException {
    Path file = folder.resolve("images").resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(longNames);
      tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry link = new TarArchiveEntry("link.png", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  @Test
  void whatDeclaresFewerBytesThanItHasIsNotUnpacked() throws Exception {
    files.clear();
    files.put("bomb.png", new byte[50_000]);
    Path file = zip("bomb.zip", ZipEntry.DEFLATED);
    for (int declared : new int[] {10, 49_999, 50_001}) {
      byte[] zip = Files.readAllBytes(file);
      ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(directory(zip) + 24, declared);
      Path bad = Files.write(folder.resolve("images/bad" + declared + ".zip"), zip);
      assertThat(read(bad)).containsEntry("bomb.png", "CORRUPT");
    }
    files.put("bomb.png", new byte[LARGEST + 1]);
    assertThat(read(zip("large.zip", ZipEntry.DEFLATED))).containsEntry("bomb.png", "TOO_LARGE");
  }

  @Test
  void anotherCheckSumOrMethodIsTheEntrysFaultAlone() throws Exception {
    byte[] zip = Files.readAllBytes(zip("stored.zip", ZipEntry.STORED));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int first = directory(zip);
    String name = files.keySet().iterator().next();
    Map<String, String> expected = texts();

    bytes.putInt(first + 16, bytes.getInt(first + 16) + 1);
    expected.put(name, "CORRUPT");
    assertThat(read(Files.write(folder.resolve("images/sum.zip"), zip))).isEqualTo(expected);
    bytes.putShort(first + 10, (short) 12);
    expected.put(name, "UNSUPPORTED_FORMAT");
    assertThat(read(Files.write(folder.resolve("images/method.zip"), zip))).isEqualTo(expected);
    bytes.putShort(first + 8, (short) 1);
    assertThat(read(Files.write(folder.resolve("images/locked.zip"), zip))).isEqualTo(expected);
  }

  @Test
  void damagedArchivesAreRefusedOrSpoilEntriesOnly() throws Exception {
    byte[] sound = Files.readAllBytes(zip("sound.zip", ZipEntry.DEFLATED));
    Random random = new Random(2);
    int begin = directory(sound);
    for (int i = 0; i < 300; i++) {
      byte[] zip = sound.clone();
      for (int hit = 0; hit < 4; hit++) {
        zip[begin + random.nextInt(zip.length - begin)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("images/damaged.zip"), zip);
      try {
        Map<String, String> found = read(file);
        found.forEach(
            (name, text) -> {
              if (text.startsWith("sum ")) {
                // no entry is given out that has not its check sum
                assertThat(texts()).containsValue(text);
              }
            });
      } catch (ImageRejectedException refused) {
        assertThat(refused.rejectCause()).isIn(RejectCause.CORRUPT, RejectCause.UNREADABLE);
      }
    }
  }

  @Test
  void anArchiveIsOpenedUnderAllowedRootsOnly() throws Exception {
    Path file = zip("inside.zip", ZipEntry.STORED);
    Path outside = Files.copy(file, folder.resolve("outside.zip"));
    assertThat(causeOf(outside.toString())).isEqualTo(RejectCause.FORBIDDEN);
    assertThat(causeOf("../outside.zip")).isEqualTo(RejectCause.FORBIDDEN);
    assertThat(causeOf("missing.zip")).isEqualTo(RejectCause.NOT_FOUND);
    Files.writeString(folder.resolve("images/text.zip"), "no zip at all");
    assertThat(causeOf("text.zip")).isEqualTo(RejectCause.CORRUPT);
    assertThat(fetcher().directory("inside.zip", n -> true).places()).hasSize(files.size());
  }

  @Test
  void namesThatLeadElsewhereAreRefused() throws Exception {
    for (String name :
        List.of("../a", "a/../b", "/etc/passwd", "a\\..\\b", "C:/a", "", "a/", "x/..")) {
      ArchiveAddress address = ArchiveAddress.of("/data/x.ZIP!/" + name).orElseThrow();
      assertThat(address.archive()).isEqualTo("/data/x.ZIP");
      assertThat(catchThrowableOfType(ImageRejectedException.class, address::entry).rejectCause())
          .as(name)
          .isEqualTo(RejectCause.FORBIDDEN);
    }
    assertThat(ArchiveAddress.of("s3a://b/x.tar!/a/..b.jpg").orElseThrow().entry())
        .isEqualTo("a/..b.jpg");
    assertThat(ArchiveAddress.of("/data/x.zip/1.jpg")).isEmpty();
    assertThat(ArchiveAddress.of("/data/x.tar.gz!/1.jpg")).isEmpty();
  }

  private Path zip(String name, int method) throws IOException {
    Path file = folder.resolve("images").resolve(name);
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(method);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        if (method == ZipEntry.STORED) {
          header.setSize(entry.getValue().length);
          header.setCrc(sum(entry.getValue()));
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** Where a zip's first entry of the directory stands. */
  private static int directory(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, content) -> texts.put(name, text(content)));
    return texts;
  }

  private static String text(byte[] content) {
    return "sum " + sum(content) + " of " + content.length;
  }

  private static long sum(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    return sum.getValue();
  }

  /** What each entry holds, or the cause for which it is rejected. */
  private Map<String, String> read(Path archive) throws ImageRejectedException {
    String name = archive.getFileName().toString();
    Map<String, String> found = new TreeMap<>();
    try (PackedFiles<String> entries =
        new PackedFiles<>(items(name, found).iterator(), fetcher(), 0)) {
      while (entries.hasNext()) {
        FetchedFiles.Fetched<String> entry = entries.next();
        try {
          found.put(entry.item(), text(entry.file().content()));
        } catch (ImageRejectedException e) {
          found.put(entry.item(), e.rejectCause().name());
        }
      }
    }
    return found;
  }

  private List<PackedItem<String>> items(String archive, Map<String, String> rejects)
      throws ImageRejectedException {
    ArchiveDirectory directory = fetcher().directory(archive, name -> true);
    List<PackedItem<String>> items = new ArrayList<>();
    directory
        .places()
        .forEach(
            (name, place) -> {
              try {
                place.requireReadable(LARGEST);
                items.add(new PackedItem<>(name, archive, directory.modified(), place));
              } catch (ImageRejectedException e) {
                rejects.put(name, e.rejectCause().name());
              }
            });
    items.sort(Comparator.comparing(item -> item.place().offset()));
    return items;
  }

  private int parts(String archive) throws ImageRejectedException {
    List<ArchivePart<String>> parts = new ArrayList<>();
    ArchivePart.of(items(archive, new TreeMap<>()).iterator()).forEachRemaining(parts::add);
    return parts.size();
  }

  private RejectCause causeOf(String archive) {
    return catchThrowableOfType(
            ImageRejectedException.class, () -> fetcher().directory(archive, name -> true))
        .rejectCause();
  }

  private ImageFetcher fetcher() {
    Configuration hadoop = new Configuration();
    List<String> roots = Collections.singletonList(folder.resolve("images").toString());
    return new ImageFetcher(AllowedRoots.of(roots, hadoop), hadoop, LARGEST);
  }
}
