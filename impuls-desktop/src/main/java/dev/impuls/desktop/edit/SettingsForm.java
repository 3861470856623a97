package dev.impuls.desktop.edit;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.Placement;
import dev.impuls.function.Runtimes;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The settings of a function, each with its problem beside it while it is typed. */
final class SettingsForm extends ScrollPane {
  private static final Texts T = Texts.of(SettingsForm.class);
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withZone(ZoneId.systemDefault());

  private final VBox rows = new VBox();
  private final ObservableValue<Map<String, String>> problems;

  SettingsForm(
      Fields fields,
      ObservableValue<Map<String, String>> problems,
      ObservableValue<Function> saved,
      ObservableValue<Boolean> writable) {
    this.problems = problems;
    getStyleClass().add("settings");
    rows.getStyleClass().add("settings-rows");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setContent(rows);

    var description = new TextArea();
    description.setId("description");
    description.setWrapText(true);
    description.setPrefRowCount(2);
    description.textProperty().bindBidirectional(fields.description());
    add("description", description, null);

    var runtime = new ComboBox<String>();
    runtime.setId("runtime");
    runtime.setEditable(true);
    runtime.getItems().setAll(Runtimes.BUILT_IN.reversed());
    runtime.getEditor().textProperty().bindBidirectional(fields.runtime());
    add("runtime", runtime, null);

    var handler = new TextField();
    handler.setId("handler");
    handler.getStyleClass().add("code");
    handler.textProperty().bindBidirectional(fields.handler());
    add("handler", handler, null);

    var memory = new TextField();
    memory.setId("memory");
    memory.setPrefColumnCount(7);
    memory.textProperty().bindBidirectional(fields.memoryMb());
    add(
        "memory_mb",
        memory,
        T.get("memory_mb.unit", FunctionRules.MIN_MEMORY_MB, FunctionRules.MAX_MEMORY_MB));

    var timeout = new TextField();
    timeout.setId("timeout");
    timeout.setPrefColumnCount(7);
    timeout.textProperty().bindBidirectional(fields.timeoutSec());
    add(
        "timeout_sec",
        timeout,
        T.get("timeout_sec.unit", FunctionRules.MIN_TIMEOUT_SEC, FunctionRules.MAX_TIMEOUT_SEC));

    var group = new TextField();
    group.setId("group");
    group.setPrefColumnCount(14);
    group.textProperty().bindBidirectional(fields.group());
    add("group", group, T.get("group.note"));

    var isolation = new ComboBox<String>();
    isolation.setId("isolation");
    isolation.getItems().setAll(Placement.SHARED, Placement.DEDICATED);
    isolation.setConverter(new IsolationNames());
    isolation.valueProperty().bindBidirectional(fields.isolation());
    add("isolation", isolation, T.get("isolation.note"));

    for (Control control :
        new Control[] {description, runtime, handler, memory, timeout, group, isolation}) {
      control.disableProperty().bind(writable.map(may -> !may));
    }
    fact("id", saved.map(Function::id));
    fact("created_at", saved.map(Function::createdAt).map(SettingsForm::text));
    fact("updated_at", saved.map(Function::updatedAt).map(SettingsForm::text));
    fact("code_path", saved.map(Function::codePath));
    fact("revision", saved.map(function -> function.revision().value()));
  }

  private static final class IsolationNames extends StringConverter<String> {
    @Override
    public String toString(@Nullable String isolation) {
      return switch (isolation) {
        case null -> "";
        case Placement.SHARED, Placement.DEDICATED -> T.get("isolation." + isolation);
        default -> isolation; // A record written by hand may have any other.
      };
    }

    @Override
    public String fromString(String name) {
      throw new UnsupportedOperationException(name);
    }
  }

  private static String text(Instant time) {
    return TIME.format(time);
  }

  private void add(String field, Control control, @Nullable String note) {
    var label = new Label(T.get("field." + field));
    label.setLabelFor(control);
    label.getStyleClass().add("field-label");
    var problem = new Label();
    problem.getStyleClass().add("problem");
    problem.setId("problem-" + field);
    problem.setWrapText(true);
    problem.managedProperty().bind(problem.visibleProperty());
    problems.subscribe(
        found -> {
          String message = found.get(field);
          problem.setText(message);
          problem.setVisible(message != null);
          control.pseudoClassStateChanged(WRONG, message != null);
          control.setAccessibleHelp(message);
        });
    var row = new VBox(label, line(control, note), problem);
    row.getStyleClass().add("field");
    rows.getChildren().add(row);
  }

  private static HBox line(Control control, @Nullable String note) {
    if (note == null) {
      control.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(control, Priority.ALWAYS);
      return new HBox(control);
    }
    var label = new Label(note);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    label.setMinWidth(0);
    control.setMinWidth(USE_PREF_SIZE);
    var line = new HBox(control, label);
    line.getStyleClass().add("field-line");
    return line;
  }

  /** What cannot be changed, but copied. */
  private void fact(String field, ObservableValue<String> value) {
    var label = new Label(T.get("field." + field));
    label.getStyleClass().add("fact-label");
    var text = new TextField();
    text.setEditable(false);
    text.getStyleClass().add("fact");
    text.textProperty().bind(value);
    label.setLabelFor(text);
    HBox.setHgrow(text, Priority.ALWAYS);
    var row = new HBox(label, text);
    row.getStyleClass().add("fact-row");
    rows.getChildren().add(row);
  }
}
