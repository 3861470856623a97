package dev.impuls.temporary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {
  @TempDir private Path directory;
  private Path outside;
  private Path precious;
  private Path made;

  @BeforeEach
  void make() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    precious = Files.writeString(outside.resolve("precious"), "kept");
    made = Files.createDirectory(directory.resolve("made"));
  }

  @Test
  void whatIsInItGoesAndLinksAreNotFollowed() throws Exception {
    Path deep = Files.createDirectories(made.resolve("a/b/c"));
    Files.writeString(deep.resolve("file"), "x");
    Files.createSymbolicLink(deep.resolve("directory"), outside);
    Files.createSymbolicLink(made.resolve("file"), precious);
    Files.createSymbolicLink(made.resolve("nowhere"), directory.resolve("nowhere"));

    Removal.remove(made);

    assertThat(made).doesNotExist();
    assertThat(precious).hasContent("kept");
  }

  @Test
  void aLinkGoesItself() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), outside);

    Removal.remove(link);

    assertThat(link).doesNotExist();
    assertThat(precious).hasContent("kept");
  }

  @Test
  void whatIsGoneIsFine() throws Exception {
    Removal.remove(made.resolve("nothing"));
    Removal.remove(made.resolve("nothing").resolve("at all"));
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void whatIsNestedTooDeeplyIsNotOurs() throws Exception {
    Files.createDirectories(made.resolve("d/".repeat(Removal.MAX_DEPTH)));
    Removal.remove(made);
    assertThat(made).doesNotExist();

    Files.createDirectories(made.resolve("d/".repeat(Removal.MAX_DEPTH + 1)));
    assertThatThrownBy(() -> Removal.remove(made))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested deeper than");
  }

  @Test
  void allIsClearedButOne() throws Exception {
    Files.createDirectories(made.resolve("a/kept"));
    Files.writeString(made.resolve("kept"), "x");
    Files.createSymbolicLink(made.resolve("link"), outside);

    Removal.clear(made, "kept");

    assertThat(Removal.entries(made)).containsExactly(made.resolve("kept"));
    assertThat(precious).hasContent("kept");
  }
}
