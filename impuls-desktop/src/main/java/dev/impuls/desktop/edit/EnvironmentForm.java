package dev.impuls.desktop.edit;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * The environment of a function: names and values, which are masked until one wants to see them.
 */
final class EnvironmentForm extends ScrollPane {
  private static final Texts T = Texts.of(EnvironmentForm.class);
  private static final double NAME_WIDTH = 220;

  private final Fields fields;
  private final VBox rows = new VBox();
  private final ObservableValue<Boolean> writable;

  EnvironmentForm(
      Fields fields,
      ObservableValue<Map<String, String>> problems,
      ObservableValue<Boolean> writable) {
    this.fields = fields;
    this.writable = writable;
    getStyleClass().add("settings");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);

    var problem = new Label();
    problem.setId("problem-environment");
    problem.getStyleClass().add("problem");
    problem.setWrapText(true);
    problem.managedProperty().bind(problem.visibleProperty());
    problems.subscribe(
        found -> {
          String message = found.get("environment");
          problem.setText(message);
          problem.setVisible(message != null);
        });
    var add = new Button(T.get("environment.add"), Icons.of(Feather.PLUS));
    add.setId("add-variable");
    add.getStyleClass().add(Styles.FLAT);
    add.disableProperty().bind(writable.map(may -> !may));
    add.setOnAction(_ -> add());
    var empty = new Label(T.get("environment.empty"));
    empty.getStyleClass().add("muted");
    empty.setWrapText(true);
    empty.visibleProperty().bind(Bindings.isEmpty(fields.environment()));
    empty.managedProperty().bind(empty.visibleProperty());
    var all = new VBox(empty, rows, add, problem);
    all.getStyleClass().add("settings-rows");
    rows.getStyleClass().add("variables");
    setContent(all);
    fields.environment().addListener((ListChangeListener<Variable>) this::changed);
    fields.environment().forEach(variable -> rows.getChildren().add(row(variable)));
  }

  private void changed(ListChangeListener.Change<? extends Variable> change) {
    while (change.next()) {
      rows.getChildren().remove(change.getFrom(), change.getFrom() + change.getRemovedSize());
      for (int i = change.getFrom(); i < change.getTo(); i++) {
        rows.getChildren().add(i, row(fields.environment().get(i)));
      }
    }
  }

  private void add() {
    fields.environment().add(new Variable("", ""));
    ((HBox) rows.getChildren().getLast()).getChildren().getFirst().requestFocus();
  }

  private HBox row(Variable variable) {
    var name = new TextField();
    name.setPromptText(T.get("environment.name"));
    name.setAccessibleText(T.get("environment.name"));
    name.getStyleClass().addAll("code", "variable-name");
    name.setPrefWidth(NAME_WIDTH);
    name.setMinWidth(80);
    name.textProperty().bindBidirectional(variable.nameProperty());

    var value = new ValueField(variable.valueProperty());
    value
        .accessibleNameProperty()
        .bind(name.textProperty().map(text -> T.get("environment.value-of", text)));
    HBox.setHgrow(value, Priority.ALWAYS);
    value.setMinWidth(60);

    var show = new ToggleButton(null, Icons.of(Feather.EYE));
    show.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    Icons.name(show, T.get("environment.show"));
    show.selectedProperty()
        .subscribe(
            shown -> {
              value.show(shown);
              show.setGraphic(Icons.of(shown ? Feather.EYE_OFF : Feather.EYE));
            });
    Button remove =
        Icons.button(
            Feather.TRASH_2,
            T.get("environment.remove"),
            () -> fields.environment().remove(variable));
    for (Node control : new Node[] {name, value, remove}) {
      control.disableProperty().bind(writable.map(may -> !may));
    }
    var row = new HBox(name, value, show, remove);
    row.setAlignment(Pos.TOP_LEFT);
    row.getStyleClass().add("variable");
    return row;
  }
}
