package dev.impuls.desktop.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
  @TempDir private Path root;

  private record Document(String text, List<Integer> numbers) {}

  @Test
  void whatIsWrittenIsThereAtOnceAndLater() {
    var document = new Document("ä\n𝄞", List.of(1, 2));
    try (var state = new StateDirectory(root)) {
      state.write("a/b", document);
      assertThat(state.read("a/b", Document.class)).contains(document);
    }
    try (var state = new StateDirectory(root)) {
      assertThat(state.read("a/b", Document.class)).contains(document);
      state.remove("a/b");
      assertThat(state.read("a/b", Document.class)).isEmpty();
    }
    assertThat(root.resolve("a").resolve("b.json")).doesNotExist();
  }

  @Test
  void theLastOfManyCounts() throws IOException {
    try (var state = new StateDirectory(root)) {
      for (int i = 0; i <= 500; i++) {
        state.write("n", new Document("x".repeat(i), List.of(i)));
      }
    }
    try (var state = new StateDirectory(root);
        Stream<Path> files = Files.list(root)) {
      assertThat(state.read("n", Document.class).orElseThrow().numbers()).containsExactly(500);
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void onlyItsUserMayReadIt() throws IOException {
    try (var state = new StateDirectory(root.resolve("new"))) {
      state.write("secret", new Document("s", List.of()));
    }
    Path file = root.resolve("new").resolve("secret.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"numbers\":\"x\"}", "\u0000"})
  void whatCannotBeReadIsAsIfItWereNotThere(String content) throws IOException {
    Files.writeString(root.resolve("broken.json"), content);
    try (var state = new StateDirectory(root)) {
      assertThat(state.read("broken", Document.class)).isEmpty();
      state.write("broken", new Document("new", List.of()));
      assertThat(state.read("broken", Document.class)).isPresent();
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenPreventsNothing() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    try (var state = new StateDirectory(file)) {
      state.write("x", new Document("x", List.of()));
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void eachTextHasASegmentOfItsOwn() {
    List<String> texts = List.of("a", "A", "con", "a.b", "a/b", "..", "", "%41", "ä", "a b", "-a");
    assertThat(texts.stream().map(StateDirectory::segment))
        .doesNotHaveDuplicates()
        .allMatch(segment -> segment.matches("-[a-z0-9_%-]*"));
    assertThat(StateDirectory.segment("A").toLowerCase(Locale.ROOT))
        .isNotEqualTo(StateDirectory.segment("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, , /home/u/.local/state/impuls",
    "Linux, /x, /x/impuls",
    "Linux, relative, /home/u/.local/state/impuls",
    "Mac OS X, , /home/u/Library/Application Support/Impuls",
    "Windows 11, , /home/u/Impuls",
  })
  void itIsWhereTheSystemHasIt(String system, String xdg, String expected) {
    Map<String, String> environment = xdg == null ? Map.of() : Map.of("XDG_STATE_HOME", xdg);
    assertThat(StateDirectory.usual(environment, system, Path.of("/home/u")))
        .isEqualTo(Path.of(expected));
  }
}
