package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.invoke.InvocationResult;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** How a run ended. */
final class ResultView extends BorderPane {
  private static final Texts T = Texts.of(ResultView.class);

  private static final double ROOM_TO_COPY = 48;

  private final RunModel model;
  private final RunTarget target;
  private final BodyView body;

  ResultView(RunModel model, RunTarget target, Work work, Notices notices) {
    this.model = model;
    this.target = target;
    this.body = new BodyView(target.name(), work, notices);
    getStyleClass().add("run-result");
    setMinWidth(0);
    model.runningProperty().subscribe(_ -> show());
    model.shownProperty().subscribe(_ -> show());
  }

  private void show() {
    Run run = model.shownProperty().get();
    if (model.runningProperty().get()) {
      setTop(null);
      setCenter(new Empty(T.get("result.running", target.name()), T.get("result.running.hint")));
    } else if (run == null) {
      setTop(null);
      setCenter(new Empty(T.get("result.empty"), T.get("result.empty.hint", target.name())));
    } else {
      setTop(summary(run));
      show(run.result());
    }
  }

  private void show(@Nullable InvocationResult result) {
    if (result == null) {
      setCenter(new Empty(T.get("result.cancelled"), T.get("result.cancelled.hint")));
    } else if (result.error() != null) {
      setCenter(new ErrorView(result.error(), target));
    } else {
      body.show(String.valueOf(result.body()), result.headers());
      setCenter(body);
    }
  }

  private static FlowPane summary(Run run) {
    PastRun about = run.about();
    var status = new Label(Words.status(about));
    status.setId("status");
    status.getStyleClass().addAll("run-status", Words.style(about));
    var summary = new FlowPane(status);
    summary.getStyleClass().add("run-summary");
    if (about.micros() > 0) {
      summary.getChildren().add(fact("duration", Words.duration(about.micros())));
    }
    InvocationResult result = run.result();
    if (result != null && result.memoryUsedMb() > 0) {
      summary.getChildren().add(fact("memory", T.get("result.memory", result.memoryUsedMb())));
    }
    if (about.coldStart()) {
      summary.getChildren().add(badge("cold", T.get("result.cold"), T.get("result.cold.hint")));
    }
    if (about.unsaved()) {
      summary
          .getChildren()
          .add(badge("unsaved", T.get("result.unsaved"), T.get("result.unsaved.hint")));
    }
    summary.getChildren().add(fact("time", Words.time(about.begun(), ZoneId.systemDefault())));
    summary.getChildren().add(requestId(about.requestId(), summary));
    return summary;
  }

  private static Label fact(String id, String text) {
    var label = new Label(text);
    label.setId("result-" + id);
    label.getStyleClass().add("run-fact");
    return label;
  }

  private static Label badge(String id, String text, String hint) {
    Label badge = fact(id, text);
    badge.getStyleClass().add("run-badge");
    badge.setTooltip(new Tooltip(hint));
    return badge;
  }

  private static HBox requestId(String id, FlowPane within) {
    var label = new Label(T.get("result.request", id));
    label.setId("request-id");
    label.getStyleClass().addAll("muted", "run-request");
    label.setMinWidth(0);
    label.setTooltip(new Tooltip(id));
    label.maxWidthProperty().bind(within.widthProperty().subtract(ROOM_TO_COPY));
    var copy = Icons.button(Feather.COPY, T.get("result.request.copy"), () -> Copy.text(id));
    copy.getStyleClass().add(Styles.SMALL);
    var row = new HBox(label, copy);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
