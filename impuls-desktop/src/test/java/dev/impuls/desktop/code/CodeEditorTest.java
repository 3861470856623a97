package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeEditorTest {
  private static final FxRobot ROBOT = new FxRobot();
  private static final int MEBI = 1024 * 1024;

  private CodeEditor editor;
  private Button after;
  private Stage stage;

  @BeforeAll
  void show() {
    editor = Ui.call(() -> new CodeEditor(Language.JAVASCRIPT));
    after = Ui.call(() -> new Button("After"));
    after.setOpacity(0);
    after.setManaged(false);
    stage = Ui.show(() -> new Scene(new StackPane(), 900, 560));
    Ui.run(
        () -> {
          VBox.setVgrow(editor, Priority.ALWAYS);
          ((StackPane) stage.getScene().getRoot()).getChildren().add(new VBox(editor, after));
        });
  }

  @AfterAll
  void close() {
    Ui.run(stage::close);
  }

  @BeforeEach
  void open() {
    Ui.run(editor::closeBar);
    open("");
  }

  private void open(String text) {
    Ui.run(
        () -> {
          editor.readOnlyProperty().set(false);
          editor.setLanguage(Language.JAVASCRIPT);
          editor.open(text);
          after.requestFocus();
          editor.requestFocus();
        });
  }

  private String text() {
    return Ui.call(editor::text);
  }

  private boolean isChanged() {
    return Ui.call(() -> editor.changedProperty().get());
  }

  private Spot caret() {
    return Ui.call(() -> editor.area().caret());
  }

  private String selected() {
    return Ui.call(() -> editor.area().getSelectedText());
  }

  private static void press(KeyCode... keys) {
    Ui.run(
        () -> {
          var robot = new Robot();
          for (KeyCode key : keys) {
            robot.keyPress(key);
          }
          for (KeyCode key : List.of(keys).reversed()) {
            robot.keyRelease(key);
          }
        });
  }

  private static void type(String text) {
    ROBOT.write(text, 0);
  }

  private void goTo(int line, int column) {
    Ui.run(() -> editor.goTo(line, column));
  }

  private void select(int fromLine, int fromColumn, int toLine, int toColumn) {
    Ui.run(() -> editor.area().select(new Spot(fromLine, fromColumn), new Spot(toLine, toColumn)));
  }

  private List<String> styles(int line, int column) {
    return Ui.call(() -> stylesNow(line, column));
  }

  private List<String> stylesNow(int line, int column) {
    return List.copyOf(editor.area().getStyleOfChar(line, column));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n",
        "\r\n\r\n",
        "\uFEFFa\r\nb\rc\nd\te",
        "no end",
        "שלום עולם\nمرحبا بالعالم\n漢字かな\n👩‍👩‍👧😀\n",
        "\u0001\u0007\u001B\u007F\u0085\u2028\u000B\f"
      })
  void whatIsOpenedIsThereAsItWas(String text) {
    open(text);
    Ui.awaitPulse(stage.getScene());

    assertThat(text()).isEqualTo(text);
    assertThat(isChanged()).isFalse();
    assertThat(caret()).isEqualTo(Spot.START);

    type("x");
    assertThat(isChanged()).isTrue();
    press(KeyCode.BACK_SPACE);
    assertThat(text()).isEqualTo(text);
    assertThat(isChanged()).isFalse();
  }

  @Test
  void whatIsTypedIsUndoneAndRedone() {
    open("a\r\nb");
    goTo(1, 2);

    type("xy z");
    press(KeyCode.ENTER);

    assertThat(text()).isEqualTo("axy z\r\n\r\nb");
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo("a\r\nb");
    assertThat(isChanged()).isFalse();
    assertThat(Ui.call(() -> editor.canUndoProperty().get())).isFalse();
    press(KeyCode.CONTROL, KeyCode.Y);
    assertThat(text()).isEqualTo("axy \r\nb");
    assertThat(Ui.call(() -> editor.canRedoProperty().get())).isTrue();
  }

  @Test
  void whatWasSavedIsNotChanged() {
    open("a");
    type("b");
    Ui.run(editor::markSaved);
    assertThat(isChanged()).isFalse();

    type("c");
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo("ba");
    assertThat(isChanged()).isFalse();
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(isChanged()).isTrue();
  }

  @Test
  void anotherTextIsOneEditAndTheCaretStays() {
    open("one\ntwo\nthree\nfour\n");
    goTo(3, 3);
    long edits = Ui.call(() -> editor.editsProperty().get());

    Ui.run(() -> editor.replaceText("\uFEFFzero\none\nTWO\nthree\nfour\n"));

    assertThat(caret()).isEqualTo(new Spot(3, 2));
    assertThat(isChanged()).isTrue();
    assertThat(Ui.call(() -> editor.editsProperty().get())).isEqualTo(edits + 1);
    Ui.run(editor::undo);
    assertThat(text()).isEqualTo("one\ntwo\nthree\nfour\n");
    assertThat(isChanged()).isFalse();
  }

  @Test
  void linesAreIndentedAsTheyAreTyped() {
    open("\tif (a) {\n\t\tb;\n\t}\n");
    Ui.run(() -> editor.setLanguage(Language.JAVASCRIPT));
    goTo(1, 10);
    press(KeyCode.ENTER);
    type("{");
    press(KeyCode.ENTER);
    type("}");

    assertThat(text()).isEqualTo("\tif (a) {\n\t\t{\n\t\t}\n\t\tb;\n\t}\n");

    open("f({})");
    goTo(1, 4);
    press(KeyCode.ENTER);
    assertThat(text()).isEqualTo("f({\n  \n})");
    assertThat(caret()).isEqualTo(new Spot(1, 2));

    Ui.run(() -> editor.setLanguage(Language.PYTHON));
    Ui.run(() -> editor.open("def f():"));
    goTo(1, 9);
    press(KeyCode.ENTER);
    assertThat(text()).isEqualTo("def f():\n    ");
  }

  @Test
  void tabIndentsUntilEscapeIsPressed() {
    open("a\n  b\nc");
    select(0, 1, 1, 3);
    press(KeyCode.TAB);
    assertThat(text()).isEqualTo("  a\n    b\nc");
    press(KeyCode.SHIFT, KeyCode.TAB);
    press(KeyCode.SHIFT, KeyCode.TAB);
    assertThat(text()).isEqualTo("a\nb\nc");
    goTo(3, 2);
    press(KeyCode.TAB);
    assertThat(text()).isEqualTo("a\nb\nc ");

    press(KeyCode.ESCAPE);
    press(KeyCode.TAB);
    assertThat(Ui.call(after::isFocused)).isTrue();
    assertThat(text()).isEqualTo("a\nb\nc ");
  }

  @Test
  void linesBecomeCommentsAndMove() {
    open("a\n  b\n\nc");
    select(0, 0, 1, 1);
    press(KeyCode.CONTROL, KeyCode.SLASH);
    assertThat(text()).isEqualTo("// a\n//   b\n\nc");
    press(KeyCode.CONTROL, KeyCode.SLASH);
    assertThat(text()).isEqualTo("a\n  b\n\nc");

    open("a\r\nb\nc");
    goTo(3, 2);
    press(KeyCode.ALT, KeyCode.UP);
    assertThat(text()).isEqualTo("a\r\nc\nb");
    assertThat(caret()).isEqualTo(new Spot(1, 1));
    press(KeyCode.ALT, KeyCode.UP);
    press(KeyCode.ALT, KeyCode.UP);
    assertThat(text()).isEqualTo("c\r\na\nb");
    press(KeyCode.SHIFT, KeyCode.ALT, KeyCode.DOWN);
    assertThat(text()).isEqualTo("c\nc\r\na\nb");
  }

  @Test
  void charactersOfSeveralCodePointsAreOne() {
    open("a👩‍👩‍👧b");
    press(KeyCode.RIGHT);
    press(KeyCode.RIGHT);
    type("x");
    assertThat(text()).isEqualTo("a👩‍👩‍👧xb");
    press(KeyCode.LEFT);
    press(KeyCode.BACK_SPACE);
    assertThat(text()).isEqualTo("axb");
    press(KeyCode.HOME);
    press(KeyCode.DELETE);
    assertThat(text()).isEqualTo("xb");
  }

  @Test
  void copiesAndPastesWithHowLinesEnd() {
    open("a\r\nb\r\n");
    press(KeyCode.CONTROL, KeyCode.A);
    press(KeyCode.CONTROL, KeyCode.C);
    assertThat(Ui.call(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("a\r\nb\r\n");
    press(KeyCode.CONTROL, KeyCode.X);
    assertThat(text()).isEmpty();
    press(KeyCode.CONTROL, KeyCode.V);
    assertThat(text()).isEqualTo("a\nb\n");
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void hasAContextMenu() throws Exception {
    open("ab");
    ROBOT.rightClickOn(editor.area());
    Ui.click("Select all");
    ROBOT.rightClickOn(editor.area());
    Ui.click("Cut");
    Ui.await("it is cut", () -> editor.text().isEmpty());
    ROBOT.rightClickOn(editor.area());
    Ui.click("Undo");
    Ui.await("it is back", () -> editor.text().equals("ab"));
  }

  @Test
  void readsOnly() {
    open("abc");
    Ui.run(() -> editor.readOnlyProperty().set(true));
    type("x)");
    press(KeyCode.ENTER);
    press(KeyCode.CONTROL, KeyCode.SLASH);
    press(KeyCode.TAB);

    assertThat(text()).isEqualTo("abc");
    assertThat(Ui.call(after::isFocused)).isTrue();
  }

  @Test
  void highlightsAndGoesOnAfterEdits() throws Exception {
    open("const a = 1;\n" + "let b;\n".repeat(500));
    assertThat(styles(0, 1)).containsExactly("code-keyword");
    assertThat(styles(30, 1)).containsExactly("code-keyword");
    goTo(500, 1);
    Ui.await("far lines are highlighted", () -> !stylesNow(499, 0).isEmpty());
    goTo(1, 1);

    type("/*");

    Ui.await("a comment begins", () -> stylesNow(9, 1).equals(List.of("code-comment")));
    goTo(500, 1);
    Ui.await("and goes on", () -> stylesNow(499, 1).equals(List.of("code-comment")));
    Ui.run(editor::undo);
    Ui.await("and is undone", () -> stylesNow(9, 1).equals(List.of("code-keyword")));
  }

  @Test
  void marksTheBracketsAtTheCaret() throws Exception {
    open("f(')', [\n1])");
    goTo(1, 2);
    Ui.await("both are marked", () -> stylesNow(1, 2).contains("code-pair"));
    assertThat(styles(0, 1)).contains("code-pair");
    goTo(1, 1);
    Ui.await("none is", () -> !stylesNow(1, 2).contains("code-pair"));
  }

  @Test
  void marksProblemsAndTheyMove() throws Exception {
    open("{\n  a\n}");
    Ui.run(() -> editor.showProblem(2, "A name in quotes is missing"));
    Node mark = Ui.node(".code-problem-line");

    assertThat(Ui.call(() -> ((Label) mark).getTooltip().getText()))
        .isEqualTo("A name in quotes is missing");
    assertThat(Ui.call(() -> editor.area().getAccessibleHelp())).contains("in quotes");
    assertThat(styles(1, 2)).contains("code-problem");
    Ui.run(() -> editor.area().setMouseOverTextDelay(Duration.ofMillis(1)));
    ROBOT.moveTo(mark).moveBy(50, 0);
    Ui.await("it is told", () -> tooltips().contains("A name in quotes is missing"));
    type(" ");
    press(KeyCode.ENTER);
    Ui.await("it moved", () -> stylesNow(2, 2).contains("code-problem"));

    Ui.run(editor::clearProblems);
    assertThat(Ui.isGone(".code-problem-line")).isTrue();
    assertThat(styles(2, 2)).doesNotContain("code-problem");
  }

  private static List<String> tooltips() {
    return Window.getWindows().stream()
        .filter(Tooltip.class::isInstance)
        .map(window -> ((Tooltip) window).getText())
        .toList();
  }

  @Test
  void goesToALine() throws Exception {
    open("line\n".repeat(300));
    press(KeyCode.CONTROL, KeyCode.G);
    Ui.node("#code-line");
    type("250:3");
    press(KeyCode.ENTER);

    assertThat(caret()).isEqualTo(new Spot(249, 2));
    assertThat(Ui.isGone("#code-line")).isTrue();
    assertThat(Ui.call(() -> editor.area().isFocused())).isTrue();
    Ui.await("it shows", () -> editor.area().lastVisibleParToAllParIndex() >= 249);
  }

  private void find(String text, String count) throws Exception {
    type(text);
    awaitCount(count);
  }

  private static void awaitCount(String text) throws Exception {
    Label count = (Label) Ui.node(".code-count");
    Ui.await("it says " + text, () -> count.getText().equals(text));
  }

  @Test
  void findsAndGoesFromOneToTheNext() throws Exception {
    open("Foo foo\nfood (foo)\n");
    press(KeyCode.CONTROL, KeyCode.F);
    find("foo", "1 of 4");
    press(KeyCode.ENTER);
    awaitCount("2 of 4");
    press(KeyCode.SHIFT, KeyCode.ENTER);
    press(KeyCode.SHIFT, KeyCode.F3);
    awaitCount("4 of 4");
    assertThat(styles(1, 0)).contains("code-match");

    Ui.run(() -> toggle("Aa").setSelected(true));
    awaitCount("3 of 3");
    Ui.run(() -> toggle("W").setSelected(true));
    awaitCount("2 of 2");
    Ui.picture(stage.getScene(), "code-find");
    Ui.run(() -> toggle("Aa").setSelected(false));
    Ui.run(() -> toggle("W").setSelected(false));
    press(KeyCode.ESCAPE);
    assertThat(Ui.isGone("#code-find")).isTrue();
    assertThat(selected()).isEqualTo("foo");
  }

  private ToggleButton toggle(String text) {
    return ROBOT
        .lookup(".toggle-button")
        .match((ToggleButton button) -> button.getText().equals(text))
        .query();
  }

  @Test
  void tellsWhatCannotBeSearched() throws Exception {
    open("a".repeat(3_000));
    press(KeyCode.CONTROL, KeyCode.F);
    Ui.run(() -> toggle(".*").setSelected(true));
    find("(", "Not a regular expression: Unclosed group");
    press(KeyCode.CONTROL, KeyCode.A);
    find(".*.*.*.*b", "This takes too long here. Look for something simpler.");
    Ui.run(() -> toggle(".*").setSelected(false));
    awaitCount("No matches");
  }

  @Test
  void replacesOneAndAll() throws Exception {
    open("a1\r\na2\na3 b");
    press(KeyCode.CONTROL, KeyCode.H);
    Ui.run(() -> toggle(".*").setSelected(true));
    find("a(\\d)", "1 of 3");
    Ui.click("#code-replace");
    type("$1x");
    press(KeyCode.ENTER);
    Ui.await("one is replaced", () -> editor.text().equals("1x\r\na2\na3 b"));
    awaitCount("1 of 2");
    Ui.picture(stage.getScene(), "code-replace");
    Ui.click("Replace all");
    Ui.await("all are replaced", () -> editor.text().equals("1x\r\n2x\n3x b"));
    awaitCount("No matches");
    Ui.run(() -> toggle(".*").setSelected(false));
    press(KeyCode.ESCAPE);
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo("1x\r\na2\na3 b");
  }

  @Test
  void aLineOfAMebibyteIsShownInPartsAndStaysOne() {
    String line = "const x = '" + "0123456789".repeat(MEBI / 10) + "';";
    open(line + "\nlast");
    goTo(1, 1_001);
    press(KeyCode.BACK_SPACE);
    press(KeyCode.DELETE);
    type("ab");

    assertThat(text()).isEqualTo(line.substring(0, 999) + "ab" + line.substring(1_001) + "\nlast");
    goTo(2, 1);
    assertThat(Ui.call(() -> editor.area().getText(editor.area().getCurrentParagraph())))
        .isEqualTo("last");
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo(line + "\nlast");
    assertThat(isChanged()).isFalse();
  }

  @Test
  void aLineInPartsIsIndentedCommentedAndDuplicatedAsOne() {
    String line = "const x = '" + "0 + 1 - 2 ".repeat(1_500) + "';";
    open(line + "\nlast");
    for (int from : new int[] {0, 2}) { // In its first part, and in another.
      select(from, 1, from + 1, 3);
      press(KeyCode.TAB);
      assertThat(text()).isEqualTo("  " + line + "\nlast");
      press(KeyCode.SHIFT, KeyCode.TAB);
      assertThat(text()).isEqualTo(line + "\nlast");
      press(KeyCode.CONTROL, KeyCode.SLASH);
      assertThat(text()).isEqualTo("// " + line + "\nlast");
      press(KeyCode.CONTROL, KeyCode.SLASH);
      assertThat(text()).isEqualTo(line + "\nlast");
    }

    select(1, 3, 1, 3);
    press(KeyCode.SHIFT, KeyCode.ALT, KeyCode.DOWN);
    assertThat(text()).isEqualTo(line + "\n" + line + "\nlast");
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo(line + "\nlast");

    open("  " + line);
    select(2, 5, 2, 5);
    press(KeyCode.ENTER);
    String[] halves = text().split("\n", -1);
    assertThat(halves).hasSize(2);
    assertThat(halves[1]).startsWith("  ");
    assertThat(halves[0] + halves[1].substring(2)).isEqualTo("  " + line);
  }

  @Test
  void isNamedForScreenReaders() {
    assertThat(Ui.call(() -> editor.area().queryAccessibleAttribute(AccessibleAttribute.TEXT)))
        .isEqualTo("");
    open("ab\ncd");
    goTo(2, 2);
    assertThat(Ui.call(() -> editor.area().queryAccessibleAttribute(AccessibleAttribute.TEXT)))
        .isEqualTo("ab\ncd");
    assertThat(
            Ui.call(() -> editor.area().queryAccessibleAttribute(AccessibleAttribute.CARET_OFFSET)))
        .isEqualTo(4);
  }

  @Test
  void looksLikeCode() throws Exception {
    open(sample());
    Ui.run(() -> editor.showProblem(9, "Unexpected token"));
    goTo(4, 51);

    Ui.picture(stage.getScene(), "code-editor");
  }

  static String sample() throws Exception {
    try (InputStream file = CodeEditorTest.class.getResourceAsStream("sample.js")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
