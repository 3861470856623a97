package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/** What a run logs. */
final class LogView extends BorderPane {
  private static final Texts T = Texts.of(LogView.class);
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final FilteredList<LogRecord> shown;
  private final ListView<LogRecord> list;
  private final ChoiceBox<Level> level = new ChoiceBox<>();
  private final TextField text = new TextField();
  private boolean following = true;

  /** Whether the end is about to be shown. */
  private boolean moving;

  LogView(ObservableList<LogRecord> logs) {
    shown = new FilteredList<>(logs);
    list = new ListView<>(shown);
    list.setId("logs");
    list.getStyleClass().add("log-list");
    list.setAccessibleText(T.get("logs.title"));
    list.setCellFactory(_ -> new LogCell());
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setPlaceholder(new Empty(T.get("logs.empty"), T.get("logs.empty.hint")));
    list.setOnKeyPressed(
        event -> {
          if (COPY.match(event)) {
            copy();
            event.consume();
          }
        });
    shown.addListener((ListChangeListener<LogRecord>) _ -> follow());
    list.addEventFilter(ScrollEvent.ANY, _ -> Platform.runLater(this::scrolled));
    list.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> Platform.runLater(this::scrolled));
    list.addEventFilter(KeyEvent.KEY_RELEASED, _ -> Platform.runLater(this::scrolled));

    level.setId("log-level");
    level.setAccessibleText(T.get("logs.level"));
    level.getItems().setAll(Level.values());
    level.setConverter(new LevelNames());
    level.setValue(Level.DEBUG);
    level.valueProperty().addListener((_, _, _) -> filter());
    level.setMinWidth(USE_PREF_SIZE);
    text.setId("log-text");
    text.setPromptText(T.get("logs.filter"));
    text.setAccessibleText(T.get("logs.filter"));
    text.textProperty().addListener((_, _, _) -> filter());
    text.setMinWidth(40);
    HBox.setHgrow(text, Priority.ALWAYS);
    var bar = new HBox(level, text, Icons.button(Feather.COPY, T.get("logs.copy"), this::copy));
    bar.getStyleClass().addAll("run-bar", "log-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    setTop(bar);
    setCenter(list);
  }

  private static final class LevelNames extends StringConverter<Level> {
    @Override
    public String toString(Level level) {
      return T.get("logs.from." + level.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Level fromString(String name) {
      throw new UnsupportedOperationException(name);
    }
  }

  private void filter() {
    shown.setPredicate(new LogFilter(level.getValue(), text.getText()));
  }

  /**
   * Shows the end, unless somebody has scrolled away from it. To be called when this shows, too:
   * what is not to be seen is not laid out, and so does not scroll.
   */
  void follow() {
    if (shown.isEmpty()) {
      following = true;
    } else if (following) {
      moving = true;
      Platform.runLater(this::showLast);
    }
  }

  private void showLast() {
    moving = false;
    if (!shown.isEmpty()) {
      list.layout(); // Only then it knows how many there are.
      list.scrollTo(shown.size() - 1);
    }
  }

  /** Who has scrolled up wants to read. */
  private void scrolled() {
    if (!moving && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      list.layout(); // Only then it knows what is to be seen now.
      flow.layout();
      IndexedCell<?> last = flow.getLastVisibleCell();
      following = last == null || last.getIndex() >= shown.size() - 1;
    }
  }

  private void copy() {
    List<LogRecord> selected = list.getSelectionModel().getSelectedItems();
    Copy.text(LogFilter.text(selected.isEmpty() ? shown : List.copyOf(selected)));
  }
}
