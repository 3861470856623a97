package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.store.file.FoundDirectory.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundDirectoryTest {
  @TempDir private Path directory;

  private static Kind kind(Path path) {
    return FoundDirectory.at(path).kind();
  }

  @Test
  void anEmptyFunctionsDirectoryMakesAStore() throws Exception {
    Files.writeString(directory.resolve("other.txt"), "x");
    Files.createDirectory(directory.resolve("functions"));
    assertThat(kind(directory)).isEqualTo(Kind.STORE);
    assertThat(FoundDirectory.at(directory).refusal()).isNull();
  }

  @Test
  void theFunctionsOfSomethingElseAreNoStore() throws Exception {
    Path functions = Files.createDirectory(directory.resolve("functions"));
    Files.writeString(functions.resolve("index.js"), "x");
    assertThat(kind(directory)).isEqualTo(Kind.OTHER_FUNCTIONS);
    assertThat(FoundDirectory.at(directory).refusal()).contains("choose another");
    assertThat(kind(functions)).isEqualTo(Kind.NOT_EMPTY);
  }

  @Test
  void aStoreWhoseMetadataAreGoneIsStillOne() throws Exception {
    Files.createDirectories(directory.resolve("functions/code/hello"));
    assertThat(kind(directory)).isEqualTo(Kind.STORE);
  }

  @Test
  void hiddenFilesAndLostAndFoundAreNothing() throws Exception {
    assertThat(kind(directory.resolve("absent/deep"))).isEqualTo(Kind.EMPTY_OR_ABSENT);
    assertThat(kind(directory)).isEqualTo(Kind.EMPTY_OR_ABSENT);
    Files.createDirectory(directory.resolve("lost+found"));
    Files.writeString(directory.resolve(".bashrc"), "x");
    assertThat(kind(directory)).isEqualTo(Kind.EMPTY_OR_ABSENT);
  }

  @Test
  void anythingElseIsNotEmpty() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "x");
    assertThat(kind(directory)).isEqualTo(Kind.NOT_EMPTY);
    assertThat(FoundDirectory.at(directory).refusal())
        .contains("choose another", directory.resolve("functions").toString());
    assertThat(kind(directory.resolve("letter.txt"))).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void theInsideOfAStoreIsKnownByWhatIsAround() throws Exception {
    FileFunctionStore.open(new FileStoreSettings(directory.resolve("data"), false)).close();
    Path data = directory.resolve("data");
    assertThat(kind(data)).isEqualTo(Kind.STORE);
    Path link = Files.createSymbolicLink(directory.resolve("link"), data.resolve("functions"));
    assertThat(kind(link)).isEqualTo(Kind.INSIDE_OF_STORE);
    assertThat(kind(link.resolve("new"))).isEqualTo(Kind.INSIDE_OF_STORE);
    assertThat(kind(Path.of(data + "//functions/"))).isEqualTo(Kind.INSIDE_OF_STORE);
    for (String inside :
        new String[] {"functions", "functions/code", "functions/code/new", "functions/new/x"}) {
      FoundDirectory found = FoundDirectory.at(data.resolve(inside));
      assertThat(found.kind()).as(inside).isEqualTo(Kind.INSIDE_OF_STORE);
      assertThat(found.store().getFileName()).isEqualTo(Path.of("data"));
      assertThat(found.refusal()).contains(found.store().toString());
    }
  }

  @Test
  void aDirectoryOfSourcesNamedFunctionsIsNoStore() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("functions/code/project"));
    assertThat(kind(sources.resolve("impuls-data"))).isEqualTo(Kind.EMPTY_OR_ABSENT);
  }
}
