package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console makes of directories that are no stores, and of addresses that are none. */
class OpeningTest {
  @TempDir private Path directory;

  private ConsoleUnderTest start(@Nullable String address, Path chosen) {
    return new ConsoleUnderTest(directory.resolve("state"), address, chosen);
  }

  private static List<String> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void theStoreAroundIsOfferedInThePlaceOfItsInside() throws Exception {
    Path data = directory.resolve("data");
    try (var store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      store.create(TestWorkspace.draft("hello"));
    }
    Path inside = data.resolve("functions");
    List<String> before = files(inside);
    try (var console = start(data + "//functions", directory)) {
      ConsoleUnderTest.answer("This is the inside of a data directory", "Open " + data);
      Ui.await("it is listed", () -> console.listed() == 1);
    }
    assertThat(files(inside)).isEqualTo(before);
  }

  @Test
  void aStoreIsMadeAmongOtherThingsOnlyIfThatIsWanted() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.writeString(home.resolve("letter.txt"), "x");
    try (var console = start(null, home)) {
      console.click("#open-directory");
      ConsoleUnderTest.answer("Make this a data directory?", "Cancel");
      Ui.await("it is the welcome", () -> !console.lacks("#open-directory"));
      assertThat(files(home)).containsExactly("letter.txt");

      console.press(KeyCode.O, KeyCode.CONTROL);
      ConsoleUnderTest.answer("Make this a data directory?", "Make it one");
      Ui.await("it is open", () -> console.listed() == 0);
    }
    assertThat(files(home)).contains("functions", "letter.txt");
    assertThat(home.resolve("letter.txt")).hasContent("x");
  }

  @Test
  void theFunctionsOfSomethingElseAreLeftAlone() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("project/functions"));
    Files.writeString(sources.resolve("index.js"), "x");
    try (var console = start(directory.resolve("project").toString(), directory)) {
      Ui.await("it is told", () -> console.showsText("is not empty, and no store's"));
      assertThat(files(sources)).containsExactly("index.js");
    }
  }

  @Test
  void theSampleIsNotMadeAmongOtherThings() throws Exception {
    Path sample = Files.createDirectories(directory.resolve("state/sample"));
    Files.writeString(sample.resolve("letter.txt"), "x");
    try (var console = start(null, directory)) {
      console.click("#open-sample");
      Ui.await("it is told", () -> console.showsText("is not empty and no data directory"));
      assertThat(files(sample)).containsExactly("letter.txt");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgress://user:secret@localhost/db",
        "POSTGRES://user:secret@localhost/db",
        "https//user:secret@localhost",
        "http://user:secret@localhost"
      })
  void anAddressThatIsNoneIsNoDirectoryAndItsPasswordIsNotRepeated(String address)
      throws Exception {
    try (var console = start(address, directory)) {
      Ui.await("it is told", () -> console.showsText("This address cannot be opened"));
      assertThat(console.showsText("secret")).isFalse();
      console.press(KeyCode.O, KeyCode.CONTROL, KeyCode.SHIFT);
      Scene asked = ConsoleUnderTest.dialog("Connect to a server").getScene();
      ConsoleUnderTest.type(asked, address);
      ConsoleUnderTest.answer("Connect to a server", "Connect");
      Labeled problem = (Labeled) Ui.node(".problem");
      assertThat(Ui.<String>call(problem::getText))
          .startsWith("This address cannot be used")
          .doesNotContain("secret");
      ConsoleUnderTest.answer("Connect to a server", "Cancel");
    }
    assertThat(Path.of("postgress:")).doesNotExist();
    assertThat(Path.of("https")).doesNotExist();
  }
}
