package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import java.util.Objects;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testfx.api.FxRobot;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeEditorTest {
  private static final FxRobot ROBOT = new FxRobot();

  private CodeEditor editor;
  private Stage stage;

  @BeforeAll
  void show() {
    editor = Ui.call(() -> new CodeEditor(Language.JAVASCRIPT));
    stage = Ui.show(() -> new Scene(editor, 900, 560));
  }

  @AfterAll
  void close() {
    Ui.run(stage::close);
  }

  @BeforeEach
  void open() {
    open("");
  }

  private void open(String text) {
    Ui.run(
        () -> {
          editor.readOnlyProperty().set(false);
          editor.setLanguage(Language.JAVASCRIPT);
          editor.open(text);
          editor.requestFocus();
        });
  }

  private String text() {
    return Ui.call(editor::text);
  }

  private boolean isChanged() {
    return Ui.call(() -> editor.changedProperty().get());
  }

  private static void press(KeyCode... keys) {
    ROBOT.push(keys);
  }

  private void goTo(int line, int column) {
    Ui.run(() -> editor.goTo(line, column));
  }

  @Test
  void whatIsTypedIsUndoneAndRedone() {
    open("a\r\nb");
    goTo(1, 2);

    ROBOT.write("xy z");
    press(KeyCode.ENTER);

    assertThat(text()).isEqualTo("axy z\r\n\r\nb");
    assertThat(isChanged()).isTrue();
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(text()).isEqualTo("a\r\nb");
    assertThat(isChanged()).isFalse();
    assertThat(Ui.call(() -> editor.canUndoProperty().get())).isFalse();
    press(KeyCode.CONTROL, KeyCode.Y);
    assertThat(text()).isEqualTo("axy \r\nb");
  }

  @Test
  void looksLikeCode() throws Exception {
    String code =
        new String(
            Objects.requireNonNull(CodeEditorTest.class.getResourceAsStream("sample.js"))
                .readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    open(code);
    Ui.run(() -> editor.showProblem(9, "Unexpected token"));
    goTo(4, 40);

    Ui.picture(stage.getScene(), "code-editor");
  }
}
