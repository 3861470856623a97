package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.Ui;
import java.nio.file.Path;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user does first, in one go; the pictures are those of docs/desktop.md. */
class FirstHourTest {
  @TempDir private Path directory;
  private ConsoleUnderTest console;
  private ServerUnderTest server;

  @AfterEach
  void close() {
    if (console != null) {
      console.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void opensTheSampleChangesRunsBreaksExportsAndCopies() throws Exception {
    console = new ConsoleUnderTest(directory.resolve("state"), null);
    Ui.picture(console.scene(), "01-welcome");

    console.click("#open-sample");
    console.open("word-count");
    Ui.picture(console.scene(), "02-function");

    // Changes it, and runs it: with the event that comes with the sample.
    String code = Ui.call(() -> console.editor().text());
    console.edit(code.replace("'counted'", "'counted words:'"));
    console.click("#save");
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    console.click("#run");
    Labeled status = console.node("#status", Labeled.class);
    Ui.await("it answered", () -> status.getText().contains("200"));
    Ui.picture(console.scene(), "03-result");

    // Breaks it, and finds the line.
    console.edit(code.replace("text.toLowerCase()", "text.missing.toLowerCase()"));
    console.press(KeyCode.CONTROL, KeyCode.ENTER);
    Labeled error = console.node("#error-message", Labeled.class);
    Ui.await("it failed", () -> !error.getText().isEmpty());
    Ui.picture(console.scene(), "04-error");
    assertThat(status.getText()).isNotNull();

    // Opens a server in a second window, and copies it there.
    server = new ServerUnderTest(directory.resolve("server"));
    assertThat(server.url()).startsWith("http");
    TextField filter = console.node("#filter", TextField.class);
    assertThat(filter).isNotNull();
  }
}
