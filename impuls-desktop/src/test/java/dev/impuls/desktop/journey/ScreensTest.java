package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Placement;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The screens of a workspace as a person reaches them, each with something it says. */
@Tag("slow")
class ScreensTest {
  @TempDir private Path directory;
  private Path data;
  private ConsoleUnderTest console;

  @BeforeEach
  void open() {
    data = directory.resolve("data");
    try (var store = store()) {
      store.create(TestWorkspace.draft("hello"));
      store.create(
          new FunctionDraft(
              "other",
              "about other",
              "nodejs22",
              "index.handler",
              "exports.handler = async () => 2;\n",
              128,
              5,
              Placement.DEFAULT,
              Map.of("GREETING", "good morning")));
      store.create(TestWorkspace.draft("third"));
    }
    console = new ConsoleUnderTest(directory.resolve("state"), data.toString(), directory);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private FileFunctionStore store() {
    return FileFunctionStore.open(new FileStoreSettings(data, false));
  }

  /** What a label or a button of the window says. */
  private String text(String query) throws Exception {
    Labeled label = console.node(query, Labeled.class);
    return Ui.call(label::getText);
  }

  /** What is written in a field of the window. */
  private String input(String query) throws Exception {
    TextInputControl field = console.node(query, TextInputControl.class);
    return Ui.call(field::getText);
  }

  private void awaitText(String text) throws Exception {
    Ui.await("the window says " + text, () -> console.showsText(text));
  }

  @Test
  void healthTellsOfTheStoreWheneverItsTabIsChosen() throws Exception {
    console.open("hello");
    console.click("#status-health");
    assertThat(text("#storage-functions")).isEqualTo("3");
    assertThat(console.showsText(data.toString())).isTrue();
    assertThat(text("#calls-none")).isEqualTo("No calls yet");
    console.click("#measure");
    assertThat(text("#sizes-total")).endsWith(" B");

    console.click("#tab-hello");
    Ui.await("the code shows", () -> console.lacks("#storage-functions"));
    try (var store = store()) {
      store.create(TestWorkspace.draft("fourth"));
    }
    console.click("#tab-health");
    Labeled functions = console.node("#storage-functions", Labeled.class);
    Ui.await("it asked again", () -> functions.getText().equals("4"));
  }

  @Test
  void recordsThatCannotBeReadAreToldWithTheirPlaces() throws Exception {
    Files.writeString(data.resolve("functions/metadata/broken.json"), "{");
    Ui.await("it is counted", () -> console.showsText("1 record cannot be read"));

    console.click("1 record cannot be read");

    console.node("#problems", Node.class);
    awaitText("functions/metadata/broken.json");
  }

  @Test
  void theListAndAFunctionAreShownWithItsSettingsAndItsEnvironment() throws Exception {
    Ui.await("all are listed", () -> console.listed() == 3);
    awaitText("3 functions");
    console.openByMouse("other");
    assertThat(console.editor().text()).contains("=> 2");

    // The description is here, and in the list where the mouse rests on the name.
    console.click("#part-settings");
    assertThat(input("#description")).isEqualTo("about other");
    assertThat(console.showsText("about other")).isTrue();
    assertThat(input("#memory")).isEqualTo("128");
    assertThat(input("#timeout")).isEqualTo("5");
    assertThat(input("#group")).isEmpty();
    assertThat(console.showsText("Shared")).isTrue();

    assertThat(text("#part-environment")).isEqualTo("Environment (1)");
    console.click("#part-environment");
    assertThat(input(".variable-name")).isEqualTo("GREETING");
    assertThat(console.lacks(".variable-value")).isTrue();
    console.click(".variable .toggle-button");
    assertThat(input(".variable-value")).isEqualTo("good morning");
  }

  @Test
  void aFunctionIsGivenAGroupAndAProcessOfItsOwn() throws Exception {
    console.open("hello");
    console.click("#part-settings");
    TextInputControl group = console.node("#group", TextInputControl.class);
    Ui.run(() -> group.setText("a b"));
    awaitText("must be 1 to 64 characters");
    Ui.run(() -> group.setText("team-1"));
    ComboBox<?> isolation = console.node("#isolation", ComboBox.class);
    Ui.run(() -> isolation.getSelectionModel().select(1));
    awaitText("Own process");
    assertThat(console.showsText("must be 1 to 64 characters")).isFalse();

    console.click("#save");

    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    try (var store = store()) {
      assertThat(store.get("hello").placement())
          .isEqualTo(new Placement("team-1", Placement.DEDICATED));
    }
  }

  @Test
  void anIsolationThatIsNoneIsShownAsItIs() throws Exception {
    Path metadata = data.resolve("functions/metadata/third.json");
    Files.writeString(
        metadata, Files.readString(metadata).replaceFirst("\\{", "{\"isolation\":\"exclusive\","));

    console.open("third");
    console.click("#part-settings");

    ComboBox<?> isolation = console.node("#isolation", ComboBox.class);
    assertThat(Ui.call(isolation::getValue)).isEqualTo("exclusive");
    awaitText("exclusive");
    assertThat(console.lacks(".unsaved-dot")).isTrue();
  }

  @Test
  void theCodeIsSearched() throws Exception {
    console.open("other");
    console.press(KeyCode.F, KeyCode.CONTROL);
    console.node("#code-find", Node.class);
    console.type("async");
    awaitText("1 of 1");

    console.press(KeyCode.H, KeyCode.CONTROL);
    console.node("#code-replace", Node.class);
    assertThat(input("#code-find")).isEqualTo("async");

    console.press(KeyCode.G, KeyCode.CONTROL);
    awaitText("Go to line");
    console.type("2");
    assertThat(input("#code-line")).isEqualTo("2");
    console.press(KeyCode.ENTER);
    Ui.await("it went there", () -> console.lacks("#code-line"));
  }

  @Test
  void aRunIsShownWithItsTextItsLogsAndItsPlaceAmongTheLastOnes() throws Exception {
    console.open("other");
    console.click("#run");
    Labeled status = console.node("#status", Labeled.class);
    Ui.await("it answered", () -> status.getText().equals("200 OK"));

    console.click("#body-text");
    assertThat(console.node("#result-text", CodeEditor.class).text()).isEqualTo("2");
    console.click("#tab-logs");
    awaitText("No logs");
    console.click("#tab-runs");
    assertThat(text(".run-status")).isEqualTo("200 OK");
    console.node("#durations", Node.class);

    console.click("#status-health");
    assertThat(text("#calls-total")).isEqualTo("1");
    assertThat(text("#calls-failed")).isEqualTo("0");
  }

  @Test
  void anEventIsKeptUnderAName() throws Exception {
    console.open("other");
    assertThat(text("#events")).isEqualTo("Unnamed");
    console.click("#events");
    Ui.click("Save as…");
    Scene asked = ConsoleUnderTest.dialog("Save the event").getScene();
    ConsoleUnderTest.type(asked, "morning");
    ConsoleUnderTest.answer("Save the event", "Save");
    Ui.await("it has the name", () -> text("#events").equals("morning"));
  }

  @Test
  void whatWasChangedElsewhereIsCompared() throws Exception {
    console.open("hello");
    console.edit("exports.handler = async () => 'mine';\n");
    try (var store = store()) {
      String theirs = "exports.handler = async () => 'theirs';\n";
      store.update(
          "hello", new FunctionPatch(null, null, null, theirs, null, null, null, null, null), null);
    }
    awaitText("hello was changed elsewhere");

    console.click("Compare");

    ConsoleUnderTest.dialog("hello: yours and theirs");
    Ui.node("Difference 1 of 1");
    assertThat(((Labeled) Ui.node("Theirs, saved elsewhere")).isVisible()).isTrue();
    ConsoleUnderTest.answer("hello: yours and theirs", "Decide later");
  }
}
