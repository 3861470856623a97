package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much, large, small, and foreign. */
@Tag("slow")
class ExtremesTest {
  private static final String LONG =
      "averylongnamethatnobodywouldgiveafunctionbutsomebodydoesitanyway";
  private static final String TEXTS =
      "مرحبا بالعالم — שלום עולם — 你好，世界 — Здравствуй, мир — नमस्ते — 👩‍🚀🇪🇺";

  @TempDir private Path directory;

  private FileFunctionStore store() {
    return FileFunctionStore.open(new FileStoreSettings(directory.resolve("data"), false));
  }

  private ConsoleUnderTest start() {
    return new ConsoleUnderTest(
        directory.resolve("state"), directory.resolve("data").toString(), directory);
  }

  @Test
  void textsInOtherScriptsAreShownAndKept() throws Exception {
    String code = "// " + TEXTS + "\nexports.handler = async () => '" + TEXTS + "';\n";
    try (var store = store()) {
      store.create(
          new FunctionDraft(
              LONG,
              TEXTS,
              "nodejs22",
              "index.handler",
              code,
              128,
              5,
              Placement.DEFAULT,
              Map.of("GREETING", TEXTS)));
    }
    try (var console = start()) {
      console.open(LONG);
      assertThat(Ui.call(() -> console.editor().text())).isEqualTo(code);
      Ui.picture(console.scene(), "scripts");
      console.click("#part-settings");
      Ui.picture(console.scene(), "settings");
      TextField memory = console.node("#memory", TextField.class);
      Ui.run(() -> memory.setText("1"));
      Ui.await("it is told", () -> console.showsText("must be from 16 to 10240"));
      Ui.picture(console.scene(), "settings-problem");
      console.click("#part-environment");
      Ui.picture(console.scene(), "environment");
      Ui.run(() -> memory.setText("64"));
      console.click("#save");
      Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    }
    try (var store = store()) {
      assertThat(store.get(LONG).description()).isEqualTo(TEXTS);
      assertThat(store.get(LONG).environment()).containsEntry("GREETING", TEXTS);
      assertThat(store.get(LONG).memoryMb()).isEqualTo(64);
    }
  }

  @Test
  void aNarrowWindowShowsTheListOrAFunction() throws Exception {
    try (var store = store()) {
      store.create(TestWorkspace.draft("hello"));
    }
    try (var console = start()) {
      Ui.run(
          () -> {
            console.window().stage().setWidth(320);
            console.window().stage().setHeight(640);
          });
      console.node("#functions", Node.class);
      Ui.picture(console.scene(), "narrow-list");
      console.open("hello");
      Ui.await("the list is away", () -> console.lacks("#functions"));
      Ui.picture(console.scene(), "narrow-function");
      for (String control : new String[] {"#save", "#run", "#back"}) {
        Node node = console.node(control, Node.class);
        assertThat(Ui.call(() -> node.localToScene(node.getBoundsInLocal()).getMaxX()))
            .as(control)
            .isLessThanOrEqualTo(320);
      }
      console.click("#back");
      console.node("#functions", Node.class);

      // No screen is that large here, so it is laid out without one.
      Scene narrow = console.scene();
      Scene wide =
          Ui.call(
              () -> {
                Parent root = narrow.getRoot();
                narrow.setRoot(new Group());
                var scene = new Scene(root, 3840, 2160);
                scene.getStylesheets().setAll(narrow.getStylesheets());
                return scene;
              });
      Ui.await(
          "both are there",
          () -> {
            wide.snapshot(null); // lays it out
            return width(wide, "#functions") > 200 && width(wide, "#run") > 20;
          });
      Ui.write(Ui.call(() -> wide.snapshot(null)), "wide");
    }
  }

  private static double width(Scene scene, String query) {
    return scene.getRoot().lookup(query) instanceof Region region ? region.getWidth() : 0;
  }

  @Test
  void aFunctionOfFourMebibytesCanBeEdited() throws Exception {
    String line = "  x = x + 1; // 0123456789 0123456789 0123456789 0123456\n";
    String code =
        "exports.handler = async () => { let x = 0;\n"
            + line.repeat((4 * 1024 * 1024 - 100) / line.length())
            + "  return x; };\n";
    try (var store = store()) {
      store.create(TestWorkspace.draft("large", code));
    }
    try (var console = start()) {
      console.open("large");
      Ui.await("it is shown", () -> console.editor().text().length() == code.length());
      console.edit(code.replace("return x;", "return 1;"));
      console.node(".unsaved-dot", Node.class);
      Ui.run(() -> ((Button) console.scene().getRoot().lookup("#save")).fire());
      Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    }
    try (var store = store()) {
      assertThat(store.get("large").code()).isEqualTo(code.replace("return x;", "return 1;"));
    }
  }

  @Test
  void manyFunctionsAreListedAndFound() throws Exception {
    Path functions = directory.resolve("data").resolve("functions");
    Path metadata = Files.createDirectories(functions.resolve("metadata"));
    for (int i = 0; i < 10_000; i++) { // By hand, as the store would wait for the disk each time.
      String name = "function-" + i;
      Path code = Files.createDirectories(functions.resolve("code").resolve(name));
      Files.writeString(code.resolve("function.js"), "exports.handler = async () => 1;");
      Files.writeString(
          metadata.resolve(name + ".json"),
          "{\"name\": \"%s\", \"runtime\": \"nodejs22\", \"handler\": \"index.handler\"}"
              .formatted(name));
    }
    try (var console = start()) {
      Ui.await("all are listed", () -> console.listed() == 10_000);
      console.press(KeyCode.L, KeyCode.CONTROL);
      console.type("1234");
      Ui.await("one is found", () -> console.listed() == 1);
      console.press(KeyCode.ENTER);
      console.node("#tab-function-1234", Node.class);
      console.node("#filter", TextField.class);
      Ui.run(() -> ((TextField) console.scene().getRoot().lookup("#filter")).clear());
      Ui.run(
          () ->
              ((TableView<?>) console.scene().getRoot().lookup("#functions"))
                  .getSelectionModel()
                  .selectAll());
      Ui.picture(console.scene(), "many");
    }
  }

  @Test
  void everythingCanBeDoneWithTheKeyboard() throws Exception {
    try (var store = store()) {
      store.create(TestWorkspace.draft("hello"));
    }
    try (var console = start()) {
      Ui.await("it is listed", () -> console.listed() == 1);
      console.press(KeyCode.N, KeyCode.CONTROL);
      Scene asked = ConsoleUnderTest.dialog("New function").getScene();
      ConsoleUnderTest.type(asked, "by-keyboard");
      Ui.picture(asked, "new-function");
      ConsoleUnderTest.press(asked, KeyCode.ENTER);
      console.node("#tab-by-keyboard", Node.class);

      console.press(KeyCode.P, KeyCode.CONTROL);
      Scene jump = Ui.node("#chooser-text").getScene();
      ConsoleUnderTest.type(jump, "hel");
      ConsoleUnderTest.press(jump, KeyCode.ENTER);
      console.node("#tab-hello", Node.class);
      Ui.await("its code has the keyboard", () -> hasFocus(console));

      console.type("// typed");
      console.node(".unsaved-dot", Node.class);
      console.press(KeyCode.S, KeyCode.CONTROL);
      Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
      console.press(KeyCode.P, KeyCode.CONTROL, KeyCode.SHIFT);
      Scene palette = Ui.node("#chooser-text").getScene();
      Ui.picture(palette, "palette");
      ConsoleUnderTest.type(palette, "health");
      ConsoleUnderTest.press(palette, KeyCode.ENTER);
      console.node("#tab-health", Node.class);
      console.press(KeyCode.W, KeyCode.CONTROL);
      Ui.await("it is closed", () -> console.lacks("#tab-health"));
      assertThat(unnamed(console)).isEmpty();
    }
    try (var store = store()) {
      assertThat(store.get("hello").code()).startsWith("// typed");
      assertThat(store.get("by-keyboard").handler()).isEqualTo("index.handler");
    }
  }

  private static boolean hasFocus(ConsoleUnderTest console) {
    for (Node node = console.scene().getFocusOwner(); node != null; node = node.getParent()) {
      if (node.equals(console.editor())) {
        return true;
      }
    }
    return false;
  }

  /** Buttons that have neither a text nor a name for screen readers. */
  private static List<String> unnamed(ConsoleUnderTest console) {
    return Ui.call(
        () ->
            console
                .robot()
                .from(console.scene().getRoot())
                .lookup((Node node) -> node instanceof Button)
                .queryAll()
                .stream()
                .map(Button.class::cast)
                .filter(Button::isFocusTraversable)
                .filter(Ui::shows)
                .filter(button -> button.getText() == null || button.getText().isBlank())
                .filter(button -> button.getAccessibleText() == null)
                .map(Button::toString)
                .toList());
  }
}
