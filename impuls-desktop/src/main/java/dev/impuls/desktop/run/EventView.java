package dev.impuls.desktop.run;

import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.code.Language;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/** The event of a function: its JSON, and the events that have a name. */
final class EventView extends VBox {
  private static final Texts T = Texts.of(EventView.class);
  private static final Duration UNTIL_CHECKED = Duration.millis(250);
  private static final double LEAST_HEIGHT = 60;
  private static final Duration UNTIL_KEPT = Duration.seconds(2);

  private final RunModel model;
  private final Work work;
  private final Notices notices;
  private final CodeEditor editor = new CodeEditor(Language.JSON);
  private final Label problem = new Label();
  private final Button format;
  private final PauseTransition checking = new PauseTransition(UNTIL_CHECKED);
  private final PauseTransition keeping = new PauseTransition(UNTIL_KEPT);
  private boolean loaded;

  EventView(RunModel model, Work work, Notices notices) {
    this.model = model;
    this.work = work;
    this.notices = notices;
    getStyleClass().add("run-event");
    setMinWidth(0);

    editor.setId("event");
    editor.getStyleClass().add("run-editor");
    editor.setMinHeight(LEAST_HEIGHT);
    editor.editsProperty().addListener((_, _, _) -> edited());
    checking.setOnFinished(_ -> check());
    keeping.setOnFinished(_ -> keep());
    VBox.setVgrow(editor, Priority.ALWAYS);

    problem.setId("event-problem");
    problem.getStyleClass().add("run-problem");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());

    format = Icons.button(Feather.ALIGN_LEFT, T.get("event.format"), this::format);
    format.setId("event-format");
    var menu = new EventMenu(model.events(), notices, this::text, this::show);
    HBox.setHgrow(menu, Priority.ALWAYS);
    var title = new Label(T.get("event.title"));
    title.getStyleClass().add("run-heading");
    title.setMinWidth(USE_PREF_SIZE);
    title.setLabelFor(menu);
    var bar = new HBox(title, menu, format);
    bar.getStyleClass().add("run-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(bar, editor, problem);

    model.loadedProperty().subscribe(this::loaded);
  }

  private void loaded(boolean now) {
    // Nothing is taken from who was quicker than the disk.
    if (now && text().isEmpty()) {
      editor.open(model.events().last());
      check();
    }
    loaded = now;
  }

  private void edited() {
    checking.playFromStart();
    keeping.playFromStart();
  }

  String text() {
    return editor.text();
  }

  void show(String text) {
    editor.replaceText(text);
    check();
  }

  /** Keeps the text as the last one. */
  void keep() {
    keeping.stop();
    if (loaded) {
      model.events().remember(text());
    }
  }

  /** Says at once what is wrong with the text. */
  void check() {
    checking.stop();
    long checked = edits();
    model
        .check()
        .check(
            text(),
            found -> {
              if (checked == edits()) {
                mark(found);
              }
            });
  }

  private long edits() {
    return editor.editsProperty().get();
  }

  private void mark(Optional<Json.Problem> found) {
    editor.clearProblems();
    found.ifPresent(p -> editor.showProblem(p.line(), p.message()));
    boolean blank = text().isBlank();
    problem.setText(
        found
            .map(p -> T.get("event.problem", p.line(), p.column(), p.message()))
            .orElse(blank ? T.get("event.blank") : ""));
    problem.getStyleClass().setAll("label", "run-problem", found.isPresent() ? "problem" : "muted");
    format.setDisable(found.isPresent() || blank);
  }

  private void format() {
    String before = text();
    long formatted = edits();
    var _ =
        work.<String>start(
            T.get("work.format"),
            _ -> Json.format(before, Integer.MAX_VALUE).text(),
            text -> {
              if (formatted == edits() && !text.equals(before)) {
                show(text);
              }
            },
            why -> notices.failed(T.get("event.format.failed"), why));
  }
}
