package org.hammingbird.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path folder;

  @Test
  void takesANewFolderAndItsOwnAgain() throws IOException {
    DemoFolder first = DemoFolder.claim(folder.resolve("a/b"));
    assertThat(first.holds(100, 1)).isFalse();
    assertThat(first.draw(100, 1).images()).isEqualTo(100);

    DemoFolder again = DemoFolder.claim(folder.resolve("a/b"));
    assertThat(again.holds(100, 1)).isTrue();
    assertThat(again.holds(101, 1)).isFalse();
    assertThat(again.holds(100, 2)).isFalse();
    assertThat(again.planted().images()).isEqualTo(100);
  }

  @Test
  void doesNotTakeHalfACollectionForOne() throws IOException {
    DemoFolder demo = DemoFolder.claim(folder);
    demo.draw(100, 1);
    Files.delete(demo.collection().resolve("labels.csv"));
    assertThat(demo.holds(100, 1)).isFalse();
  }

  @Test
  void clearsWhatItMadeButKeepsTheDatabase() throws IOException {
    DemoFolder demo = DemoFolder.claim(folder);
    demo.draw(100, 1);
    Files.createDirectories(demo.workspace().resolve("tables/hashes"));
    Files.createDirectories(demo.database().resolve("server"));
    Path elsewhere = Files.createTempFile("kept", ".txt");
    Files.createSymbolicLink(demo.collection().resolve("link"), elsewhere);

    demo.clear();

    assertThat(demo.holds(100, 1)).isFalse();
    assertThat(demo.collection()).doesNotExist();
    assertThat(demo.workspace()).doesNotExist();
    assertThat(demo.database().resolve("server")).exists();
    assertThat(elsewhere).exists();
    Files.delete(elsewhere);
  }

  @Test
  void leavesSomebodyElsesFolderAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "\\documentclass{article}");
    assertThatThrownBy(() -> DemoFolder.claim(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("--to");
    assertThat(folder.toFile().list()).containsExactly("thesis.tex");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DemoFolder.claim(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(file.toString());
  }
}
