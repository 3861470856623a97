package dev.impuls.desktop.health;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.health.MinuteChart.Kind;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.FunctionCalls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How often functions were called, and how long that took. */
final class CallsPane extends VBox {
  private static final Texts T = Texts.of(CallsPane.class);
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double CHART = 420;

  private final boolean remote;
  private final Label total = number("calls-total");
  private final Label failed = number("calls-failed");
  private final Label failedPart = new Label();
  private final Label running = number("calls-running");
  private final Label since = Card.muted("");
  private final HBox numbers;
  private final Label nothing = new Label();
  private final Label nothingHint = Card.muted("");
  private final VBox empty;
  private final MinuteChart calls;
  private final MinuteChart durations;
  private final Columns charts;
  private final Rows<FunctionCalls> functions = new Rows<>(T.get("functions.title"), 10);
  private final Card functionsCard = new Card(T.get("functions.title"), functions);

  /**
   * @param remote whether a server counts, and not this console
   * @param gap between cards
   */
  CallsPane(boolean remote, double gap) {
    this.remote = remote;
    setSpacing(gap);
    numbers =
        new HBox(
            counted(total, new Label(T.get("calls.total"))),
            counted(failed, failedPart),
            counted(running, new Label(T.get("calls.running"))));
    numbers.getStyleClass().add("numbers-row");
    failed.getStyleClass().add("count");
    nothing.getStyleClass().add(Styles.TEXT_BOLD);
    nothing.setId("calls-none");
    empty = new VBox(Icons.of(Feather.ACTIVITY), nothing, nothingHint);
    empty.getStyleClass().add("nothing");
    var card = new Card(T.get("calls.title"), numbers, empty);
    since.setWrapText(false);
    card.beside(since);

    calls =
        new MinuteChart(
            new Kind(
                "calls-chart",
                T.get("chart.calls"),
                T.get("chart.calls.all"),
                T.get("chart.calls.failed"),
                true,
                minute -> minute.calls().count(),
                minute -> minute.calls().failed(),
                value -> Shown.number(Math.round(value)),
                CallsPane::aboutCalls));
    durations =
        new MinuteChart(
            new Kind(
                "durations-chart",
                T.get("chart.durations"),
                T.get("chart.durations.p95"),
                T.get("chart.durations.median"),
                false,
                minute -> minute.calls().p95().toNanos() / NANOS_PER_MILLI,
                minute -> minute.calls().median().toNanos() / NANOS_PER_MILLI,
                Shown::millis,
                CallsPane::aboutDurations));
    charts = new Columns(CHART, gap, calls, durations);
    functions.setId("functions");
    functions
        .wide(T.get("functions.name"), FunctionCalls::name)
        .number(T.get("functions.calls"), 80, each -> Shown.number(each.calls().count()))
        .number(
            T.get("functions.failed"),
            80,
            each -> Shown.number(each.calls().failed()),
            each -> each.calls().failed() > 0)
        .number(T.get("functions.median"), 90, each -> Shown.duration(each.calls().median()))
        .number(T.get("functions.p95"), 90, each -> Shown.duration(each.calls().p95()))
        .number(T.get("functions.max"), 90, each -> Shown.duration(each.calls().max()));
    getChildren().addAll(card, charts, functionsCard);
  }

  private static Label number(String id) {
    var label = new Label();
    label.setId(id);
    label.getStyleClass().add(Styles.TITLE_2);
    return label;
  }

  private static VBox counted(Label number, Label what) {
    what.getStyleClass().add("muted");
    number.setLabelFor(what);
    return new VBox(number, what);
  }

  private static String aboutCalls(Minute minute) {
    return T.get(
        "chart.calls.minute",
        Shown.shortTime(minute.start()),
        minute.calls().count(),
        minute.calls().failed());
  }

  private static String aboutDurations(Minute minute) {
    Calls of = minute.calls();
    return of.max().isZero()
        ? T.get("chart.durations.none", Shown.shortTime(minute.start()))
        : T.get(
            "chart.durations.minute",
            Shown.shortTime(minute.start()),
            Shown.duration(of.median()),
            Shown.duration(of.p95()),
            Shown.duration(of.max()));
  }

  /** Says that nobody counts. */
  void showNone() {
    nothing.setText(T.get("calls.uncounted"));
    nothingHint.setText(T.get("calls.uncounted.hint"));
    show(false, false);
  }

  void show(InvocationStatistics statistics) {
    boolean any = statistics.calls() > 0 || statistics.running() > 0;
    boolean lately = statistics.minutes().stream().anyMatch(each -> each.calls().count() > 0);
    nothing.setText(any ? T.get("calls.none-lately") : T.get("calls.none"));
    nothingHint.setText(
        any ? "" : T.get(remote ? "calls.none.hint.server" : "calls.none.hint.directory"));
    since.setText(
        T.get(
            remote ? "calls.since.server" : "calls.since.directory",
            Shown.dayAndTime(statistics.since())));
    show(any, lately);
    total.setText(Shown.number(statistics.calls()));
    failed.setText(Shown.number(statistics.failed()));
    failed.pseudoClassStateChanged(BAD, statistics.failed() > 0);
    failedPart.setText(
        statistics.failed() == 0
            ? T.get("calls.failed")
            : T.get("calls.failed.part", Shown.percent(statistics.failed(), statistics.calls())));
    running.setText(Shown.number(statistics.running()));
    if (lately) {
      List<Minute> minutes = statistics.minutes();
      calls.show(minutes, summary(minutes));
      durations.show(minutes, T.get("chart.durations"));
      functions.show(statistics.functions());
    }
  }

  private static String summary(List<Minute> minutes) {
    long sum = minutes.stream().mapToLong(minute -> minute.calls().count()).sum();
    long failures = minutes.stream().mapToLong(minute -> minute.calls().failed()).sum();
    return T.get("chart.calls.summary", sum, failures);
  }

  private void show(boolean any, boolean lately) {
    Card.show(numbers, any);
    Card.show(empty, !lately);
    Card.show(nothingHint, !nothingHint.getText().isEmpty());
    Card.show(charts, lately);
    Card.show(functionsCard, lately);
  }
}
