package dev.impuls.desktop.code;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/** Find, and replace. */
final class FindBar extends GridPane {
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("error");

  private final Texts texts;
  private final Buffer buffer;
  private final Area area;
  private final Finder finder;
  private final TextField find = new TextField();
  private final TextField replace = new TextField();
  private final ToggleButton matchCase;
  private final ToggleButton wholeWord;
  private final ToggleButton regex;
  private final Label count = new Label();
  private final HBox replaceButtons;
  private Spot from = Spot.START;

  FindBar(Texts texts, Buffer buffer, Area area, Finder finder, Runnable close) {
    this.texts = texts;
    this.buffer = buffer;
    this.area = area;
    this.finder = finder;
    matchCase = toggle("Aa", "find.case");
    wholeWord = toggle("W", "find.word");
    regex = toggle(".*", "find.regex");
    field(find, "find.find", "code-find");
    field(replace, "find.replace", "code-replace");
    count.getStyleClass().add("code-count");
    count.setMinWidth(USE_PREF_SIZE);
    find.textProperty().addListener((_, _, _) -> look());
    find.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            step(event.isShiftDown() ? -1 : 1);
            event.consume();
          }
        });
    replace.setOnAction(_ -> replaceOne());
    replaceButtons =
        new HBox(
            4,
            button("find.replace.one", this::replaceOne),
            button("find.replace.all", this::replaceAll));
    var findButtons =
        new HBox(
            4,
            new HBox(matchCase, wholeWord, regex),
            Icons.button(Feather.ARROW_UP, texts.get("find.previous"), () -> step(-1)),
            Icons.button(Feather.ARROW_DOWN, texts.get("find.next"), () -> step(1)),
            count);
    findButtons.getStyleClass().add("code-bar-buttons");
    getStyleClass().add("code-bar");
    addRow(0, find, findButtons, Icons.button(Feather.X, texts.get("bar.close"), close));
    addRow(1, replace, replaceButtons);
    setHgrow(findButtons, Priority.ALWAYS);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.F3) {
            step(event.isShiftDown() ? -1 : 1);
            event.consume();
          }
        });
    finder.result().subscribe(_ -> tell());
    area.selectionProperty().addListener((_, _, _) -> tell());
  }

  private void field(TextField field, String name, String id) {
    field.setId(id);
    field.setPromptText(texts.get(name));
    field.setAccessibleText(texts.get(name));
    field.setPrefColumnCount(24);
    field.getStyleClass().add("code");
  }

  private ToggleButton toggle(String text, String name) {
    var toggle = new ToggleButton(text);
    Icons.name(toggle, texts.get(name));
    toggle.setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
    toggle.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
    toggle.selectedProperty().addListener((_, _, _) -> look());
    return toggle;
  }

  private Button button(String name, Runnable action) {
    var button = new Button(texts.get(name));
    button.setOnAction(_ -> action.run());
    button.setMinWidth(USE_PREF_SIZE);
    return button;
  }

  /** Begins to look, for what is selected if that is in one line. */
  void start(boolean withReplace) {
    replace.setVisible(withReplace);
    replace.setManaged(withReplace);
    replaceButtons.setVisible(withReplace);
    replaceButtons.setManaged(withReplace);
    from = area.selectionStart();
    String selected = area.getSelectedText();
    if (!selected.isEmpty() && selected.indexOf('\n') < 0 && !regex.isSelected()) {
      find.setText(selected);
    }
    look();
    find.requestFocus();
    find.selectAll();
  }

  /** Does not look any more. */
  void stop() {
    finder.setQuery(new Query("", false, false, false));
  }

  private void look() {
    finder.setQuery(
        new Query(
            find.getText(), matchCase.isSelected(), wholeWord.isSelected(), regex.isSelected()));
    finder.whenFound(
        matches -> {
          if (!matches.all().isEmpty()) {
            int next = matches.firstFrom(from);
            show(matches.all().get(next % matches.all().size()));
          }
        });
  }

  /** Selects the next one, or that before; after the last comes the first. */
  void step(int by) {
    finder.whenFound(
        matches -> {
          List<Match> all = matches.all();
          if (!all.isEmpty()) {
            Spot start = area.selectionStart();
            int next = matches.firstFrom(start);
            boolean here = matches.indexOf(start, area.selectionEnd()) == next;
            int index = by > 0 ? next + (here ? 1 : 0) : next - 1;
            from = show(all.get(Math.floorMod(index, all.size())));
          }
        });
  }

  private Spot show(Match match) {
    area.select(match.from(), match.to());
    area.requestFollowCaret();
    return match.from();
  }

  private void replaceOne() {
    if (!area.isEditable()) {
      return;
    }
    finder.whenFound(
        matches -> {
          int index = matches.indexOf(area.selectionStart(), area.selectionEnd());
          if (index < 0) {
            step(1);
            return;
          }
          Match match = matches.all().get(index);
          finder.replaceOne(
              match,
              replace.getText(),
              text -> {
                buffer.history().seal();
                area.edit(match.from(), match.to(), Lines.of(text, buffer.document().lineEnd()));
                buffer.history().seal();
                step(1);
              });
        });
  }

  private void replaceAll() {
    if (!area.isEditable()) {
      return;
    }
    finder.whenFound(
        matches -> {
          if (matches.all().isEmpty()) {
            return;
          }
          finder.replaceAll(
              replace.getText(),
              all -> {
                buffer.history().seal();
                area.edit(all.from(), all.to(), all.lines());
                buffer.history().seal();
              });
        });
  }

  private void tell() {
    Finder.Result result = finder.result().get();
    int size = result.matches().all().size();
    String problem = result.problem();
    boolean failed =
        problem != null || (result.current() && size == 0 && !find.getText().isEmpty());
    find.pseudoClassStateChanged(FAILED, failed);
    count.pseudoClassStateChanged(FAILED, failed);
    if (problem != null) {
      count.setText(problem);
    } else if (!result.current() || find.getText().isEmpty()) {
      count.setText("");
    } else if (size == 0) {
      count.setText(texts.get("find.none"));
    } else if (result.matches().more()) {
      int index = result.matches().indexOf(area.selectionStart(), area.selectionEnd());
      count.setText(texts.get("find.many", index + 1, size));
    } else {
      int index = result.matches().indexOf(area.selectionStart(), area.selectionEnd());
      count.setText(
          index < 0 ? texts.get("find.count", size) : texts.get("find.position", index + 1, size));
    }
    find.setAccessibleHelp(count.getText());
  }
}
