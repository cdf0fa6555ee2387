package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hammingbird.UserException;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFetcherTest {
  private static final FetchAhead.Room ENDLESS = bytes -> {};

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("images/deep"));
    Files.writeString(folder.resolve("images/a.png"), "inside");
    Files.writeString(folder.resolve("images/deep/b c%20d.png"), "deep");
    Files.writeString(folder.resolve("secret.txt"), "outside");
    Files.writeString(
        Files.createDirectory(folder.resolve("images2")).resolve("x.png"), "neighbour");
    Files.createSymbolicLink(folder.resolve("images/link.png"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("images/inner.png"), folder.resolve("images/a.png"));
  }

  @Test
  void readsBytesByUriByPathAndRelativeToTheFirstRoot() throws Exception {
    Path file = folder.resolve("images/a.png");
    for (String address :
        List.of(
            file.toUri().toString(),
            "file:" + file,
            file.toString(),
            "a.png",
            "deep/../a.png",
            "inner.png")) {
      assertThat(content(address)).as(address).isEqualTo("inside");
    }
    assertThat(content("deep/b c%20d.png")).isEqualTo("deep");
    assertThat(fetcher(100).fetch("a.png", ENDLESS).modified())
        .isEqualTo(Files.getLastModifiedTime(file).toMillis());
  }

  @Test
  void whatLiesOutsideTheRootsIsForbidden() {
    for (String address :
        List.of(
            folder.resolve("secret.txt").toString(),
            "../secret.txt",
            "deep/../../secret.txt",
            "file:" + folder + "/images/../secret.txt",
            folder.resolve("images2/x.png").toString(),
            "/etc/passwd",
            "link.png",
            "http://127.0.0.1/a.png",
            "https://example.org/a.png",
            "hdfs://host/images/a.png",
            "file://host" + folder + "/images/a.png",
            "a:b.png",
            "")) {
      assertThat(causeOf(address)).as(address).isEqualTo(RejectCause.FORBIDDEN);
    }
  }

  @Test
  void aMissingFileIsNotFound() {
    assertThat(causeOf("no.png")).isEqualTo(RejectCause.NOT_FOUND);
    assertThat(causeOf("a.png/no.png")).isEqualTo(RejectCause.NOT_FOUND);
    assertThatThrownBy(() -> fetcher(100).isUnchanged("no.png", 1, 1))
        .isInstanceOf(ImageRejectedException.class);
  }

  @Test
  void aFileLongerThanTheLimitIsNotFetched() {
    assertThat(causeOf("a.png", 5)).isEqualTo(RejectCause.TOO_LARGE);
    assertThat(causeOf("deep")).isEqualTo(RejectCause.UNSUPPORTED_FORMAT);
  }

  @Test
  void tellsApartWhatTheJdkCallsNotFound() throws Exception {
    hadoop.setClass("fs.file.impl", Refusing.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);

    Refusing.fail("(Permission denied)", 3);
    assertThat(causeOf("a.png")).isEqualTo(RejectCause.FORBIDDEN);
    assertThat(Refusing.left).as("tried once").isEqualTo(2);
    Refusing.fail("(No such file or directory)", 3);
    assertThat(causeOf("a.png")).isEqualTo(RejectCause.NOT_FOUND);
    assertThat(Refusing.left).as("tried once").isEqualTo(2);
    Refusing.fail("(Too many open files)", 2);
    assertThat(content("a.png")).as("passes").isEqualTo("inside");
    Refusing.fail("(Too many open files)", 3);
    assertThat(causeOf("a.png")).isEqualTo(RejectCause.UNREADABLE);
  }

  /** Local files that cannot be opened for a while. */
  public static final class Refusing extends RawLocalFileSystem {
    private static String why;
    private static int left;

    private static void fail(String reason, int times) {
      why = reason;
      left = times;
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
        throws IOException {
      if (left > 0) {
        left--;
        throw new FileNotFoundException(file + " " + why);
      }
      return super.open(file, bufferSize);
    }
  }

  @Test
  void noRootIsTheUsersMistake() {
    assertThatThrownBy(() -> AllowedRoots.of(List.of(), hadoop)).isInstanceOf(UserException.class);
    assertThatThrownBy(() -> AllowedRoots.of(List.of("nosuchscheme://x/y"), hadoop))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nosuchscheme");
  }

  private RejectCause causeOf(String address) {
    return causeOf(address, 100);
  }

  private RejectCause causeOf(String address, int maxBytes) {
    ImageRejectedException thrown =
        catchThrowableOfType(
            ImageRejectedException.class, () -> fetcher(maxBytes).fetch(address, ENDLESS));
    assertThat(thrown).as(address).isNotNull();
    return thrown.rejectCause();
  }

  private String content(String address) throws ImageRejectedException {
    return new String(fetcher(100).fetch(address, ENDLESS).content(), StandardCharsets.UTF_8);
  }

  private ImageFetcher fetcher(int maxBytes) {
    return new ImageFetcher(
        AllowedRoots.of(List.of(folder.resolve("images").toString()), hadoop), hadoop, maxBytes);
  }
}
