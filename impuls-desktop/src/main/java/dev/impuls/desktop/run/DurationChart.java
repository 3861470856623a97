package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** How long the last runs took: a bar each, the latest at the right, failed ones in red. */
final class DurationChart extends Region {
  private static final Texts T = Texts.of(DurationChart.class);
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
  private static final PseudoClass CANCELLED = PseudoClass.getPseudoClass("cancelled");
  private static final double HEIGHT = 72;
  private static final double LEAST = 3;
  private static final double GAP = 2;
  private static final double WIDEST = 14;

  private final ObservableList<PastRun> runs;
  private final Consumer<PastRun> open;
  private final Label longest = new Label();
  private final List<Region> bars = new ArrayList<>();

  DurationChart(ObservableList<PastRun> runs, Consumer<PastRun> open) {
    this.runs = runs;
    this.open = open;
    setId("durations");
    getStyleClass().add("duration-chart");
    longest.getStyleClass().addAll("muted", "chart-label");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    runs.addListener((ListChangeListener<PastRun>) _ -> fill());
    fill();
  }

  private void fill() {
    getChildren().clear();
    bars.clear();
    longest.setText(T.get("runs.longest", Words.duration(most())));
    getChildren().add(longest);
    for (PastRun run : runs) {
      var bar = new Region();
      bar.getStyleClass().add("bar");
      bar.pseudoClassStateChanged(FAILED, Words.style(run).equals("danger"));
      bar.pseudoClassStateChanged(CANCELLED, run.isCancelled());
      bar.setOnMouseClicked(_ -> open.accept(run));
      Tooltip.install(bar, new Tooltip(words(run)));
      bars.add(bar);
      getChildren().add(bar);
    }
    setAccessibleText(T.get("runs.chart", runs.size(), Words.duration(most())));
    setVisible(!runs.isEmpty());
    setManaged(!runs.isEmpty());
  }

  private long most() {
    return runs.stream().mapToLong(PastRun::micros).max().orElse(0);
  }

  private static String words(PastRun run) {
    return Words.time(run.begun(), ZoneId.systemDefault())
        + "\n"
        + Words.status(run)
        + ", "
        + Words.duration(run.micros());
  }

  @Override
  protected void layoutChildren() {
    double top = snappedTopInset();
    double labelHeight = longest.prefHeight(-1);
    double right = getWidth() - snappedRightInset();
    longest.resizeRelocate(snappedLeftInset(), top, longest.prefWidth(-1), labelHeight);
    double bottom = getHeight() - snappedBottomInset();
    double room = bottom - top - labelHeight - GAP;
    double step =
        Math.min(WIDEST + GAP, (right - snappedLeftInset()) / Math.max(1, RunHistory.MOST));
    double most = Math.max(1, most());
    for (int i = 0; i < bars.size(); i++) {
      double height = Math.max(LEAST, room * runs.get(i).micros() / most);
      double x = right - (i + 1) * step + GAP;
      bars.get(i)
          .resizeRelocate(
              snapPositionX(x),
              snapPositionY(bottom - height),
              snapSizeX(Math.max(2, step - GAP)),
              snapSizeY(height));
    }
  }
}
