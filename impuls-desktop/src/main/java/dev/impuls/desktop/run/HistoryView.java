package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The last runs of a function. */
final class HistoryView extends BorderPane {
  private static final Texts T = Texts.of(HistoryView.class);

  private final RunModel model;
  private final Actions actions;
  private final ListView<PastRun> list;

  /** What can be done with a run. */
  interface Actions {
    /** Shows its result, if that is still known. */
    void open(PastRun run);

    /** Runs the function with its event once more. */
    void runAgain(PastRun run);

    /** Puts its event into the editor. */
    void useEvent(PastRun run);
  }

  HistoryView(RunModel model, Actions actions) {
    this.model = model;
    this.actions = actions;
    list = new ListView<>(model.history().runs());
    list.setId("runs");
    list.getStyleClass().add("run-list");
    list.setAccessibleText(T.get("runs.title"));
    list.setCellFactory(_ -> new Cell());
    list.setPlaceholder(new Empty(T.get("runs.empty"), T.get("runs.empty.hint")));
    list.setOnKeyPressed(
        event -> {
          PastRun selected = list.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.ENTER && selected != null && !event.isShortcutDown()) {
            actions.open(selected);
            event.consume();
          }
        });
    setTop(new DurationChart(model.history().runs(), this::select));
    setCenter(list);
  }

  private void select(PastRun run) {
    list.getSelectionModel().select(run);
    list.scrollTo(run);
    actions.open(run);
  }

  private final class Cell extends ListCell<PastRun> {
    private final Label status = new Label();
    private final Label duration = new Label();
    private final Label about = new Label();
    private final Label event = new Label();
    private final Button again =
        Icons.button(Feather.ROTATE_CW, T.get("runs.again"), () -> actions.runAgain(getItem()));
    private final MenuItem open = item(T.get("runs.open"), () -> actions.open(getItem()));
    private final MenuItem repeat = item(T.get("runs.again"), () -> actions.runAgain(getItem()));
    private final MenuItem use = item(T.get("runs.use"), () -> actions.useEvent(getItem()));
    private final ContextMenu menu = new ContextMenu(open, repeat, use);
    private final HBox row;

    Cell() {
      again.getStyleClass().add("run-again");
      duration.getStyleClass().add("run-duration");
      duration.setMinWidth(USE_PREF_SIZE);
      about.getStyleClass().add("muted");
      about.setMinWidth(0);
      event.getStyleClass().addAll("code", "muted", "run-event-text");
      event.setMinWidth(0);
      status.setMinWidth(USE_PREF_SIZE);
      var head = new HBox(status, duration, about);
      head.getStyleClass().add("run-row-head");
      head.setAlignment(Pos.CENTER_LEFT);
      var texts = new VBox(head, event);
      texts.setMinWidth(0);
      HBox.setHgrow(texts, Priority.ALWAYS);
      row = new HBox(texts, again);
      row.setAlignment(Pos.CENTER_LEFT);
      row.getStyleClass().add("run-row");
      setPrefWidth(0);
      setOnMouseClicked(
          click -> {
            if (click.getClickCount() == 2 && getItem() != null) {
              actions.open(getItem());
            }
          });
    }

    private static MenuItem item(String text, Runnable action) {
      var item = new MenuItem(text);
      item.setOnAction(_ -> action.run());
      return item;
    }

    @Override
    protected void updateItem(@Nullable PastRun run, boolean empty) {
      super.updateItem(run, empty);
      if (empty || run == null) {
        setGraphic(null);
        setContextMenu(null);
        setAccessibleText(null);
        return;
      }
      status.setText(Words.status(run));
      status.getStyleClass().setAll("label", "run-status", Words.style(run));
      duration.setText(run.micros() == 0 ? "" : Words.duration(run.micros()));
      duration.setManaged(run.micros() > 0);
      about.setText(about(run));
      event.setText(line(run));
      again.disableProperty().unbind();
      if (run.eventCut()) {
        again.setDisable(true);
        again.getTooltip().setText(T.get("runs.cut"));
      } else {
        again.disableProperty().bind(model.runningProperty());
        again.getTooltip().setText(T.get("runs.again"));
      }
      open.setDisable(model.find(run).isEmpty());
      repeat.setDisable(run.eventCut());
      use.setDisable(run.eventCut());
      setContextMenu(menu);
      setGraphic(row);
      setAccessibleText(status.getText() + ", " + duration.getText() + ", " + about.getText());
    }

    private static String about(PastRun run) {
      var words = new StringBuilder(Words.time(run.begun(), ZoneId.systemDefault()));
      if (run.coldStart()) {
        words.append(" · ").append(T.get("result.cold"));
      }
      if (run.unsaved()) {
        words.append(" · ").append(T.get("result.unsaved"));
      }
      return words.toString();
    }

    private static String line(PastRun run) {
      String event = run.event();
      String beginning = event.substring(0, Math.min(300, event.length()));
      return beginning.strip().replaceAll("\\s+", " ");
    }
  }
}
