package dev.impuls.desktop.health;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Side;
import javafx.scene.chart.AreaChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.chart.XYChart.Data;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import javafx.util.StringConverter;

/**
 * The last minutes as bars, each with a second one, which is no higher, before it. Drawn as areas:
 * charts of bars name every bar at the axis.
 */
final class MinuteChart extends Card {
  private static final Texts T = Texts.of(MinuteChart.class);
  private static final int MINUTES = 60;
  private static final int TICK_MINUTES = 15;
  private static final double GAP = 0.12;
  private static final double HEIGHT = 190;
  private static final Duration TOOLTIP_AFTER = Duration.millis(150);

  private final NumberAxis time = new NumberAxis(-MINUTES, 0, TICK_MINUTES);
  private final NumberAxis values = new NumberAxis();
  private final AreaChart<Number, Number> chart = new AreaChart<>(time, values);
  private final XYChart.Series<Number, Number> back = new XYChart.Series<>();
  private final XYChart.Series<Number, Number> front = new XYChart.Series<>();
  private final Tooltip tooltip = new Tooltip();
  private final Kind kind;
  private List<Minute> shown = List.of();

  /**
   * What it shows.
   *
   * @param style class of the chart, which has the colours
   * @param whole whether values are whole numbers
   * @param value a value in words
   * @param about a minute in words
   */
  record Kind(
      String style,
      String title,
      String backName,
      String frontName,
      boolean whole,
      ToDoubleFunction<Minute> back,
      ToDoubleFunction<Minute> front,
      Function<Double, String> value,
      Function<Minute, String> about) {}

  MinuteChart(Kind kind) {
    super(kind.title());
    this.kind = kind;
    beside(legend("back", kind.backName()), legend("front", kind.frontName()));
    getStyleClass().addAll("minute-chart", kind.style());
    back.setName(kind.backName());
    front.setName(kind.frontName());

    time.setTickLabelFormatter(converter(MinuteChart::ago));
    time.setMinorTickVisible(false);
    values.setTickLabelFormatter(converter(value -> kind.value().apply(value.doubleValue())));
    values.setMinorTickVisible(false);
    values.setAutoRanging(false);
    values.setSide(Side.LEFT);

    chart.setAnimated(false);
    chart.setCreateSymbols(false);
    chart.setLegendVisible(false);
    chart.setVerticalGridLinesVisible(false);
    chart.setVerticalZeroLineVisible(false);
    chart.getData().add(back);
    chart.getData().add(front);
    chart.setMinHeight(HEIGHT);
    chart.setPrefHeight(HEIGHT);
    chart.setMinWidth(0);
    tooltip.setShowDelay(TOOLTIP_AFTER);
    chart.setOnMouseMoved(this::pointAt);
    chart.setOnMouseExited(_ -> Tooltip.uninstall(chart, tooltip));
    getChildren().add(chart);
  }

  private static HBox legend(String style, String text) {
    var sample = new Region();
    sample.getStyleClass().addAll("sample", style);
    var legend = new HBox(sample, new Label(text));
    legend.getStyleClass().add("legend");
    legend.setMinWidth(USE_PREF_SIZE);
    return legend;
  }

  private static StringConverter<Number> converter(Function<Number, String> words) {
    return new StringConverter<>() {
      @Override
      public String toString(Number value) {
        return words.apply(value);
      }

      @Override
      public Number fromString(String text) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static String ago(Number minutes) {
    return minutes.intValue() == 0 ? T.get("chart.now") : T.get("chart.ago", -minutes.intValue());
  }

  /**
   * Shows these.
   *
   * @param summary the whole in words
   */
  void show(List<Minute> minutes, String summary) {
    if (minutes.equals(shown)) {
      return;
    }
    shown = minutes;
    chart.setAccessibleText(summary);
    double most = minutes.stream().mapToDouble(kind.back()).max().orElse(0);
    double step = step(most / 4);
    values.setTickUnit(step);
    values.setUpperBound(Math.max(step, Math.ceil(most / step) * step));
    back.getData().setAll(bars(minutes, kind.back()));
    front.getData().setAll(bars(minutes, kind.front()));
  }

  /** The least of 1, 2, 5, 10 … and their tenths and so on that is no less. */
  private double step(double least) {
    double step = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
    for (int factor : new int[] {1, 2, 5, 10}) {
      if (step * factor >= least) {
        step *= factor;
        break;
      }
    }
    return kind.whole() ? Math.max(1, step) : step;
  }

  private static List<Data<Number, Number>> bars(
      List<Minute> minutes, ToDoubleFunction<Minute> value) {
    var points = new ArrayList<Data<Number, Number>>();
    points.add(new Data<>(-MINUTES, 0));
    for (int i = 0; i < minutes.size(); i++) {
      double height = value.applyAsDouble(minutes.get(i));
      if (height > 0) {
        double left = i - minutes.size() + GAP;
        double right = i - minutes.size() + 1 - GAP;
        points.add(new Data<>(left, 0));
        points.add(new Data<>(left, height));
        points.add(new Data<>(right, height));
        points.add(new Data<>(right, 0));
      }
    }
    points.add(new Data<>(0, 0));
    return points;
  }

  private void pointAt(MouseEvent event) {
    double x = time.sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
    int index = (int) Math.floor(time.getValueForDisplay(x).doubleValue()) + shown.size();
    if (index >= 0 && index < shown.size()) {
      tooltip.setText(kind.about().apply(shown.get(index)));
      Tooltip.install(chart, tooltip);
    } else {
      Tooltip.uninstall(chart, tooltip);
    }
  }
}
