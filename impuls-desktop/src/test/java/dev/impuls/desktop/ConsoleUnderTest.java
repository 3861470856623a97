package dev.impuls.desktop;

import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.window.Console;
import dev.impuls.desktop.window.ConsoleWindow;
import dev.impuls.desktop.workspace.ApiKeys;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuBar;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;

/** A whole console on real windows, as a person uses it. */
public final class ConsoleUnderTest implements AutoCloseable {
  private final FxRobot robot = new FxRobot();
  private final Console console;

  /**
   * Starts one.
   *
   * @param chosen whatever file or directory it asks for
   */
  public ConsoleUnderTest(Path state, @Nullable String address, Path chosen) {
    Ui.theme();
    console =
        Ui.call(
            () -> {
              var made =
                  new Console(
                      new StateDirectory(state),
                      ApiKeys.inMemory(),
                      InvokerSettings.usual()
                          .withWorkers(
                              WorkerSettings.usual(JsRuntime.ofThisJava(null)).withWorkers(1)),
                      new ChosenFile(chosen),
                      Ui.theme(),
                      Clock.systemUTC());
              made.start(new Stage(), address);
              return made;
            });
  }

  /** The console itself; for the UI thread. */
  public Console console() {
    return console;
  }

  /** Its first window. */
  public ConsoleWindow window() {
    return Ui.call(() -> console.windows().getFirst());
  }

  /** What its first window shows. */
  public Scene scene() {
    return Ui.call(() -> console.windows().getFirst().stage().getScene());
  }

  /** A node of its first window, once it shows. */
  public <T extends Node> T node(String query, Class<T> type) throws Exception {
    return node(query, type, Duration.ofSeconds(30));
  }

  /** The same with another patience. */
  public <T extends Node> T node(String query, Class<T> type, Duration patience) throws Exception {
    try {
      Await.until("there is " + query, patience, () -> !lacks(query));
    } catch (AssertionError e) {
      Ui.picture(scene(), "failed");
      throw e;
    }
    return type.cast(Ui.call(() -> shown(scene(), query).orElseThrow()));
  }

  /** A node of a window, once it shows. */
  public static Node node(ConsoleWindow window, String query) throws Exception {
    Scene scene = Ui.call(() -> window.stage().getScene());
    Ui.await("there is " + query, () -> shown(scene, query).isPresent());
    return Ui.call(() -> shown(scene, query).orElseThrow());
  }

  private static Optional<Node> shown(Scene scene, String query) {
    return new FxRobot()
        .from(scene.getRoot()).lookup(query).queryAll().stream().filter(Ui::shows).findFirst();
  }

  /** Whether its first window shows a text. */
  public boolean showsText(String text) {
    return Ui.call(
        () ->
            robot.from(scene().getRoot()).lookup((Node node) -> has(node, text)).queryAll().stream()
                .anyMatch(Ui::shows));
  }

  private static boolean has(Node node, String text) {
    return switch (node) {
      case Labeled labeled -> labeled.getText() != null && labeled.getText().contains(text);
      case Text drawn -> drawn.getText().contains(text);
      case TextInputControl input -> input.getText() != null && input.getText().contains(text);
      default -> false;
    };
  }

  /** Whether its first window shows no such node. */
  public boolean lacks(String query) {
    return Ui.call(() -> shown(scene(), query).isEmpty());
  }

  /** Presses the mouse on a node of its first window. */
  public void click(String query) throws Exception {
    robot.clickOn(node(query, Node.class));
  }

  /** Presses a button of its first window, whichever window is in front. */
  public void fire(String query) throws Exception {
    ButtonBase button = node(query, ButtonBase.class);
    Ui.run(button::fire);
  }

  /** Presses a key in its first window, with others held. */
  public void press(KeyCode key, KeyCode... held) {
    press(scene(), key, held);
  }

  /**
   * Presses a key where the keyboard is in a scene. Without a screen, windows lie upon each other,
   * and a robot would press in whichever is on top.
   */
  public static void press(Scene scene, KeyCode key, KeyCode... held) {
    var with = Set.of(held);
    for (var kind : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      Ui.run(
          () ->
              Event.fireEvent(
                  focused(scene),
                  new KeyEvent(
                      kind,
                      KeyEvent.CHAR_UNDEFINED,
                      key.getName(),
                      key,
                      with.contains(KeyCode.SHIFT),
                      with.contains(KeyCode.CONTROL),
                      with.contains(KeyCode.ALT),
                      false)));
    }
  }

  private static EventTarget focused(Scene scene) {
    return scene.getFocusOwner() == null ? scene : scene.getFocusOwner();
  }

  /** Types a text in its first window, where the keyboard is. */
  public void type(String text) {
    type(scene(), text);
  }

  /** Types a text where the keyboard is in a scene. */
  public static void type(Scene scene, String text) {
    text.chars()
        .forEach(
            c ->
                Ui.run(
                    () ->
                        Event.fireEvent(
                            focused(scene),
                            new KeyEvent(
                                KeyEvent.KEY_TYPED,
                                Character.toString(c),
                                "",
                                KeyCode.UNDEFINED,
                                false,
                                false,
                                false,
                                false))));
  }

  public FxRobot robot() {
    return robot;
  }

  /** Opens a function by a double click in the list. */
  public void openByMouse(String name) throws Exception {
    select(name);
    Ui.awaitPulse(scene());
    robot.doubleClickOn(
        robot.from(scene().getRoot()).lookup(".table-cell").queryAll().stream()
            .filter(cell -> cell instanceof Labeled l && name.equals(l.getText()))
            .findFirst()
            .orElseThrow());
    awaitCode(name);
  }

  /** Opens a function with the keyboard. */
  public void open(String name) throws Exception {
    select(name);
    Ui.run(() -> table().requestFocus());
    press(KeyCode.ENTER);
    awaitCode(name);
  }

  /** A tab may be there before what is in it. */
  public void awaitCode(String name) throws Exception {
    node("#tab-" + name, Node.class);
    node(".edit .code-editor", CodeEditor.class);
  }

  private void select(String name) throws Exception {
    Ui.await("there is " + name, () -> row(name) >= 0);
    Ui.run(
        () -> {
          table().getSelectionModel().clearAndSelect(row(name));
          table().scrollTo(Math.max(0, row(name) - 2));
        });
  }

  /** Selects a function in the list, and asks for it to be copied to another workspace. */
  public void copy(String name) throws Exception {
    select(name);
    menu("Copy the selected functions to another workspace…");
  }

  /** Chooses an item of its first window's menus, whichever window has the keyboard. */
  public void menu(String text) {
    Ui.run(
        () -> {
          MenuBar bar = (MenuBar) scene().getRoot().lookup(".menu-bar");
          bar.getMenus().stream()
              .flatMap(menu -> menu.getItems().stream())
              .filter(item -> text.equals(item.getText()))
              .findFirst()
              .orElseThrow()
              .fire();
        });
  }

  private TableView<?> table() {
    return (TableView<?>) scene().getRoot().lookup("#functions");
  }

  private int row(String name) {
    TableView<?> table = table();
    if (table == null) {
      return -1;
    }
    for (int i = 0; i < table.getItems().size(); i++) {
      if (table.getItems().get(i) instanceof FunctionSummary summary
          && summary.name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** How many functions its list shows. */
  public int listed() {
    return Ui.call(() -> table() == null ? -1 : table().getItems().size());
  }

  /** The code that is shown. */
  public CodeEditor editor() {
    return Ui.call(
        () ->
            robot.from(scene().getRoot()).lookup(CodeEditor.class::isInstance).queryAll().stream()
                .filter(Ui::shows)
                .map(CodeEditor.class::cast)
                .findFirst()
                .orElseThrow());
  }

  /** Puts a text in the place of the code that is shown, as an edit. */
  public void edit(String text) {
    CodeEditor editor = editor();
    Ui.run(() -> editor.replaceText(text));
  }

  /** A dialog that is open, by its title. */
  public static Window dialog(String title) throws Exception {
    Ui.await("there is the dialog " + title, () -> titled(title).isPresent());
    return Ui.call(() -> titled(title).orElseThrow());
  }

  /** Presses a button of a dialog, once that is open. */
  public static void answer(String title, String button) throws Exception {
    Window dialog = dialog(title);
    Ui.await("there is " + button, () -> shown(dialog.getScene(), button).isPresent());
    new FxRobot().clickOn(Ui.call(() -> shown(dialog.getScene(), button).orElseThrow()));
  }

  private static Optional<Window> titled(String title) {
    return Window.getWindows().stream()
        .filter(
            window ->
                window instanceof Stage stage
                    && stage.isShowing()
                    && title.equals(stage.getTitle()))
        .findFirst();
  }

  @Override
  public void close() {
    Ui.run(console::close);
  }
}
