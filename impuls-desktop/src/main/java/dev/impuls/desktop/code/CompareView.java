package dev.impuls.desktop.code;

import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * Two texts side by side, to be read: lines that differ are marked, and both scroll together. F7
 * goes to the next difference and Shift+F7 to that before. For the UI thread; it compares beside
 * it.
 */
public final class CompareView extends BorderPane {
  private static final int ABOVE = 4;

  private final Texts texts = Texts.of(CompareView.class);
  private final CompareSide left;
  private final CompareSide right;
  private final Label count = new Label();
  private final Button previous =
      Icons.button(Feather.ARROW_UP, texts.get("compare.previous"), () -> step(-1));
  private final Button next =
      Icons.button(Feather.ARROW_DOWN, texts.get("compare.next"), () -> step(1));
  private final ReadOnlyIntegerWrapper differences = new ReadOnlyIntegerWrapper(-1);
  private List<Integer> starts = List.of();
  private int current = -1;
  private boolean following;

  /**
   * Begins to compare.
   *
   * @param language what both are written in
   * @param leftTitle what the text at the left is
   * @param rightTitle what the text at the right is
   */
  public CompareView(
      Language language, String leftTitle, String leftText, String rightTitle, String rightText) {
    left = new CompareSide(language, leftTitle, "compare-removed");
    right = new CompareSide(language, rightTitle, "compare-added");
    follow(left.area(), right.area());
    follow(right.area(), left.area());
    count.setText(texts.get("compare.working"));
    count.getStyleClass().add("code-count");
    previous.setDisable(true);
    next.setDisable(true);
    var bar = new HBox(previous, next, count);
    bar.getStyleClass().add("code-bar");
    getStyleClass().addAll("code-editor", "compare");
    setTop(bar);
    setCenter(new SplitPane(left, right));
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.F7) {
            step(event.isShiftDown() ? -1 : 1);
            event.consume();
          }
        });
    Thread.ofVirtual().name("impuls-compare").start(() -> compare(leftText, rightText));
  }

  private void compare(String leftText, String rightText) {
    List<String> leftLines = lines(leftText);
    List<String> rightLines = lines(rightText);
    Comparison comparison = Comparison.of(leftLines, rightLines);
    boolean same = leftText.equals(rightText);
    Platform.runLater(
        () -> {
          left.show(leftLines, comparison, Comparison.Row::left);
          right.show(rightLines, comparison, Comparison.Row::right);
          starts = comparison.differences();
          previous.setDisable(starts.isEmpty());
          next.setDisable(starts.isEmpty());
          tell(same);
          differences.set(starts.size());
          step(1);
        });
  }

  private static List<String> lines(String text) {
    var document = new Document();
    document.open(text);
    return document.lines().stream().map(Line::text).toList();
  }

  /** How many runs of lines differ; -1 while it is not known yet. */
  public ReadOnlyIntegerProperty differencesProperty() {
    return differences.getReadOnlyProperty();
  }

  private void follow(Area leader, Area follower) {
    leader.estimatedScrollYProperty().addListener((_, _, _) -> scroll(leader, follower));
    leader.estimatedScrollXProperty().addListener((_, _, _) -> scroll(leader, follower));
  }

  private void scroll(Area leader, Area follower) {
    if (!following) {
      following = true;
      follower.scrollYToPixel(leader.getEstimatedScrollY());
      follower.scrollXToPixel(leader.getEstimatedScrollX());
      following = false;
    }
  }

  /** Goes to the next difference, or that before; after the last comes the first. */
  private void step(int by) {
    if (starts.isEmpty()) {
      return;
    }
    current = Math.floorMod(current + by, starts.size());
    int row = starts.get(current);
    for (Area area : List.of(left.area(), right.area())) {
      area.moveTo(row, 0);
      area.showParagraphAtTop(Math.max(0, row - ABOVE));
    }
    tell(false);
  }

  private void tell(boolean same) {
    if (starts.isEmpty()) {
      count.setText(texts.get(same ? "compare.same" : "compare.ends"));
    } else {
      count.setText(texts.get("compare.position", current + 1, starts.size()));
    }
  }

  Area leftArea() {
    return left.area();
  }

  Area rightArea() {
    return right.area();
  }
}
