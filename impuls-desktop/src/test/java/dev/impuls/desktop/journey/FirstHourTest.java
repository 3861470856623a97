package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.window.ConsoleWindow;
import dev.impuls.store.FunctionStore;
import dev.impuls.transfer.FileStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a new user does first, in one go; the pictures are those of docs/desktop.md. */
@Tag("slow")
class FirstHourTest {
  /** For the first call of a function, whose process has to start. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Shown in the pictures, so it is of no particular machine. */
  private final Path directory =
      Path.of(System.getProperty("java.io.tmpdir")).resolve("impuls-first-hour");

  @BeforeEach
  @AfterEach
  void tidy() throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void opensTheSampleChangesRunsBreaksExportsAndCopies() throws Exception {
    Path exported = directory.resolve("exported.json");
    try (var console = new ConsoleUnderTest(directory.resolve("state"), null, exported)) {
      Ui.picture(console.scene(), "01-welcome");
      console.click("#open-sample");
      console.openByMouse("word-count");
      Ui.picture(console.scene(), "02-function");

      String code = Ui.call(() -> console.editor().text());
      changesAndRuns(console, code);
      breaksAndFindsTheLine(console, code);
      exports(console, exported);
      opensAServerAndCopies(console);
    }
  }

  private static void changesAndRuns(ConsoleUnderTest console, String code) throws Exception {
    console.edit(code.replace("'counted'", "'counted words:'"));
    console.node(".unsaved-dot", Node.class);
    console.click("#save");
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));

    console.click("#run");
    Labeled status = console.node("#status", Labeled.class, PATIENCE);
    Ui.await("it answered", () -> status.getText().matches("(?s).*\\d{3}.*"));
    assertThat(status.getText()).contains("200");
    Ui.picture(console.scene(), "03-result");
    console.click("#tab-logs");
    Ui.await("its log is there", () -> console.showsText("counted words:"));
  }

  private static void breaksAndFindsTheLine(ConsoleUnderTest console, String code)
      throws Exception {
    console.edit(code.replace("text.toLowerCase()", "text.missing.toLowerCase()"));
    console.press(KeyCode.ENTER, KeyCode.CONTROL);
    Labeled error = console.node("#error-message", Labeled.class, PATIENCE);
    assertThat(Ui.call(error::getText)).contains("toLowerCase");
    Ui.await("its line is marked", () -> !console.lacks(".code-problem-line"));
    Ui.picture(console.scene(), "04-error");
    console.edit(code);
    console.press(KeyCode.S, KeyCode.CONTROL);
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
  }

  private static void exports(ConsoleUnderTest console, Path exported) throws Exception {
    console.press(KeyCode.E, KeyCode.CONTROL);
    Ui.picture(scene("#export-begin"), "05-export");
    Ui.click("#export-begin");
    Ui.await("it is exported", () -> Files.exists(exported));
    try (var file = FileStore.open(exported)) {
      assertThat(file.status().functions()).isEqualTo(5);
    }
    Ui.click("#export-end");
  }

  private static Scene scene(String query) throws Exception {
    return Ui.node(query).getScene();
  }

  private void opensAServerAndCopies(ConsoleUnderTest console) throws Exception {
    try (var server = new ServerUnderTest(directory.resolve("server"))) {
      ConsoleWindow second = Ui.call(() -> console.console().openWindow());
      Ui.run(() -> second.stage().setTitle("second"));
      console.robot().clickOn(ConsoleUnderTest.node(second, "#connect"));
      TextField url = (TextField) Ui.node("#server-url");
      Ui.run(() -> url.setText(server.url()));
      Ui.click("Connect");
      ConsoleUnderTest.node(second, "#functions");

      console.copy("word-count");
      Ui.node("#move-begin");
      Ui.await("it is looked at", () -> !Ui.node("#move-begin").isDisabled());
      Ui.picture(scene("#move-begin"), "06-copy");
      Ui.click("#move-begin");
      Ui.await("it is there", () -> has(server, "word-count"));
      Ui.click("#move-end");
      Ui.await("the server's list shows it", () -> second.stage().getScene() != null);
    }
  }

  private static boolean has(ServerUnderTest server, String name) {
    try (FunctionStore store = RemoteFunctionStore.open(URI.create(server.url()))) {
      return store.status().functions() == 1 && store.get(name).name().equals(name);
    }
  }
}
