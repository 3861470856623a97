package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.window.ConsoleWindow;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Placement;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.transfer.ExportFormat;
import dev.impuls.transfer.Exporter;
import dev.impuls.transfer.Progress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dialogs as a person reaches them, and the welcome, each with something it says. */
class DialogsTest {
  @TempDir private Path directory;

  private Path data(String name, String... functions) {
    Path data = directory.resolve(name);
    try (var store = store(data)) {
      for (String function : functions) {
        store.create(TestWorkspace.draft(function));
      }
    }
    return data;
  }

  private static FileFunctionStore store(Path data) {
    return FileFunctionStore.open(new FileStoreSettings(data, false));
  }

  private ConsoleUnderTest start(@Nullable String address, Path chosen) {
    return new ConsoleUnderTest(directory.resolve("state"), address, chosen);
  }

  private static String text(String query) throws Exception {
    Labeled labeled = (Labeled) Ui.node(query);
    return Ui.call(labeled::getText);
  }

  private static void awaitText(String query, String text) throws Exception {
    Labeled labeled = (Labeled) Ui.node(query);
    Ui.await(query + " says " + text, () -> labeled.getText().contains(text));
  }

  @Test
  void aFileIsImportedAfterAPreview() throws Exception {
    Path file = directory.resolve("backup.json");
    try (var store = store(data("elsewhere", "fourth"))) {
      new Exporter(store, _ -> true, Progress.NONE).write(ExportFormat.BUNDLE, file);
    }
    try (var console = start(data("data", "hello").toString(), file)) {
      Ui.await("it is listed", () -> console.listed() == 1);
      console.press(KeyCode.I, KeyCode.CONTROL);
      ConsoleUnderTest.dialog("Import into data");
      Ui.click("#import-file");
      awaitText("#move-begin", "Import 1 function");
      Ui.click("#move-begin");
      awaitText("#move-result", "1 function was imported into data.");
      Ui.click("#move-end");
      Ui.await("it is listed, too", () -> console.listed() == 2);
    }
  }

  @Test
  void allIsExportedAndItIsToldWhereTo() throws Exception {
    Path file = directory.resolve("exported.json");
    try (var console = start(data("data", "hello").toString(), file)) {
      Ui.await("it is listed", () -> console.listed() == 1);
      console.press(KeyCode.E, KeyCode.CONTROL);
      ConsoleUnderTest.dialog("Export all functions of data");
      Ui.click("#export-begin");
      assertThat(text("#export-result")).isEqualTo("1 function was exported to");
      assertThat(((TextField) Ui.node("#export-path")).getText()).isEqualTo(file.toString());
      Ui.click("#export-end");
    }
  }

  @Test
  void whereToCopyIsChosenAmongTheOtherWorkspaces() throws Exception {
    List<Path> others = List.of(data("second"), data("third"));
    try (var console = start(data("data", "hello").toString(), directory)) {
      Ui.await("it is listed", () -> console.listed() == 1);
      for (Path other : others) {
        ConsoleWindow window = Ui.call(() -> console.console().openWindow());
        Ui.run(() -> window.open(other.toString()));
        ConsoleUnderTest.node(window, "#functions");
      }
      console.copy("hello");
      Scene chooser = Ui.node("#chooser-text").getScene();
      ConsoleUnderTest.type(chooser, "third");
      ConsoleUnderTest.press(chooser, KeyCode.ENTER);
      ConsoleUnderTest.dialog("Copy hello from data to third");
      awaitText("#move-begin", "Copy 1 function");
      Ui.click("#move-begin");
      awaitText("#move-result", "1 function was copied to third.");
      Ui.click("#move-end");
    }
  }

  @Test
  void aFunctionIsDuplicatedByTheMenuOfTheList() throws Exception {
    Path data = data("data", "hello");
    try (var store = store(data)) {
      store.update(
          "hello",
          new FunctionPatch(
              null, null, null, null, null, null, "team-1", Placement.DEDICATED, null),
          null);
    }
    try (var console = start(data.toString(), directory)) {
      Ui.await("it is listed", () -> console.listed() == 1);
      Ui.awaitPulse(console.scene());
      console.click("hello"); // Without a screen, the right button alone selects too late.
      console.robot().rightClickOn(console.node("hello", Node.class));
      Ui.click("Duplicate…");
      ConsoleUnderTest.dialog("New function like hello");
      assertThat(((TextField) Ui.node("#new-name")).getText()).isEqualTo("hello-2");
      ConsoleUnderTest.answer("New function like hello", "Create");
      console.node("#tab-hello-2", Node.class);
      try (var store = store(data)) {
        assertThat(store.get("hello-2").placement())
            .isEqualTo(new Placement("team-1", Placement.DEDICATED));
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsToldInTheDialog() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var console = start(null, directory)) {
      console.press(KeyCode.O, KeyCode.CONTROL, KeyCode.SHIFT);
      Scene asked = ConsoleUnderTest.dialog("Connect to a server").getScene();
      ConsoleUnderTest.type(asked, "127.0.0.1:" + port);
      ConsoleUnderTest.answer("Connect to a server", "Connect");
      awaitText(".problem", "127.0.0.1:" + port);
      ConsoleUnderTest.answer("Connect to a server", "Cancel");
    }
  }

  @Test
  void whatTakesLongToOpenIsToldAndCanBeGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var console = start("http://127.0.0.1:" + silent.getLocalPort(), directory)) {
      console.node("#waiting-cancel", Node.class);
      assertThat(console.showsText("Opening http://127.0.0.1:" + silent.getLocalPort())).isTrue();
      console.click("#waiting-cancel");
      Ui.await("it is given up", () -> console.lacks("#waiting-cancel"));
      assertThat(console.lacks("#open-directory")).isFalse();
    }
  }

  @Test
  void whatWasOpenedIsInTheWelcomeAgain() throws Exception {
    Path data = data("data", "hello");
    try (var console = start(data.toString(), directory)) {
      Ui.await("it is listed", () -> console.listed() == 1);
      console.menu("Close this workspace");
      console.node("#open-directory", Node.class);
      console.click(data.toString());
      Ui.await("it is listed again", () -> console.listed() == 1);
    }
  }
}
