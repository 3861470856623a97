package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

class CompareViewTest {
  private static final FxRobot ROBOT = new FxRobot();

  private final Stage stage = Ui.show(() -> new Scene(new StackPane(), 1000, 560));

  @AfterEach
  void close() {
    Ui.run(stage::close);
  }

  private CompareView show(String left, String right) throws Exception {
    CompareView view =
        Ui.call(
            () -> {
              var made =
                  new CompareView(Language.JAVASCRIPT, "Yours", left, "On the server", right);
              ((StackPane) stage.getScene().getRoot()).getChildren().setAll(made);
              return made;
            });
    Ui.await("it is compared", () -> view.differencesProperty().get() >= 0);
    return view;
  }

  private static String count() throws Exception {
    Label count = (Label) Ui.node(".code-count");
    return Ui.call(count::getText);
  }

  @Test
  void goesFromDifferenceToDifferenceOnBothSides() throws Exception {
    String sample = CodeEditorTest.sample();
    String other =
        sample
            .replace("1_000", "2_000")
            .replace("    static instances = 0;\n", "")
            .replace("  return {", "  context.done();\n  context.log('done');\n  return {");
    CompareView view = show(sample + "x\n".repeat(300) + "end", other + "x\n".repeat(300) + "END");

    assertThat(view.differencesProperty().get()).isEqualTo(4);
    assertThat(count()).isEqualTo("Difference 1 of 4");
    Ui.awaitPulse(stage.getScene());
    assertThat(Ui.call(() -> view.leftArea().getParagraph(4).getParagraphStyle()))
        .containsExactly("compare-removed");
    assertThat(Ui.call(() -> view.rightArea().getParagraph(14).getParagraphStyle()))
        .containsExactly("compare-nothing");
    assertThat(Ui.call(() -> view.leftArea().getParagraphs().size()))
        .isEqualTo(Ui.call(() -> view.rightArea().getParagraphs().size()));
    Ui.picture(stage.getScene(), "compare");

    Ui.run(() -> view.leftArea().requestFocus());
    ROBOT.push(KeyCode.SHIFT, KeyCode.F7);
    assertThat(count()).isEqualTo("Difference 4 of 4");
    Ui.await(
        "both sides show the end",
        () ->
            view.leftArea().firstVisibleParToAllParIndex() > 200
                && view.rightArea().firstVisibleParToAllParIndex()
                    == view.leftArea().firstVisibleParToAllParIndex());
    Ui.run(() -> view.leftArea().scrollYToPixel(900));
    Ui.await(
        "both sides scroll",
        () ->
            view.leftArea().firstVisibleParToAllParIndex() < 100
                && view.rightArea().firstVisibleParToAllParIndex()
                    == view.leftArea().firstVisibleParToAllParIndex());
    ROBOT.write("x");
    assertThat(Ui.call(() -> view.leftArea().getText())).doesNotContain("xx");
  }

  @Test
  void saysWhenNothingDiffers() throws Exception {
    assertThat(show("a\nb", "a\nb").differencesProperty().get()).isZero();
    assertThat(count()).isEqualTo("Both are the same");
    show("a\r\nb", "a\nb");
    assertThat(count()).isEqualTo("Only line ends or a byte order mark differ");
    show("", "");
    assertThat(count()).isEqualTo("Both are the same");
  }
}
