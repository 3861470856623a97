package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.Ui;
import java.nio.file.Path;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user does first, in one go; the pictures are those of docs/desktop.md. */
class FirstHourTest {
  @TempDir private Path directory;

  @Test
  void opensTheSampleChangesRunsBreaksExportsAndCopies() throws Exception {
    try (var console = new ConsoleUnderTest(directory.resolve("state"), null)) {
      Ui.picture(console.scene(), "01-welcome");
      console.click("#open-sample");
      console.open("word-count");
      Ui.picture(console.scene(), "02-function");

      String code = Ui.call(() -> console.editor().text());
      changesAndRuns(console, code);
      breaksAndFindsTheLine(console, code);
    }
  }

  private static void changesAndRuns(ConsoleUnderTest console, String code) throws Exception {
    console.edit(code.replace("'counted'", "'counted words:'"));
    console.click("#save");
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    console.click("#run");
    Labeled status = console.node("#status", Labeled.class);
    Ui.await("it answered", () -> status.getText().contains("200"));
    Ui.picture(console.scene(), "03-result");
  }

  private static void breaksAndFindsTheLine(ConsoleUnderTest console, String code)
      throws Exception {
    console.edit(code.replace("text.toLowerCase()", "text.missing.toLowerCase()"));
    console.press(KeyCode.CONTROL, KeyCode.ENTER);
    Labeled error = console.node("#error-message", Labeled.class);
    Ui.await("it failed", () -> !error.getText().isEmpty());
    assertThat(Ui.call(error::getText)).isNotBlank();
    Ui.picture(console.scene(), "04-error");
  }
}
