package dev.impuls.desktop.edit;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.edit.EditModel.Elsewhere;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.workspace.Workspace;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/** What is above an open function: which part of it is shown, and whether it is saved. */
final class EditHead extends HBox {
  private static final Texts T = Texts.of(EditHead.class);
  private static final double NARROW = 420;

  /** A part of a function. */
  enum Part {
    CODE(Styles.LEFT_PILL),
    SETTINGS(Styles.CENTER_PILL),
    ENVIRONMENT(Styles.RIGHT_PILL);

    private final String style;

    Part(String style) {
      this.style = style;
    }

    /** The one a field of the API is in. */
    static Part of(String field) {
      return switch (field) {
        case "code" -> CODE;
        case "environment" -> ENVIRONMENT;
        default -> SETTINGS;
      };
    }
  }

  private final EditModel model;
  private final ToggleGroup group = new ToggleGroup();
  private final Map<Part, ToggleButton> buttons = new EnumMap<>(Part.class);

  /**
   * The nodes are those of the parts; one of them is visible.
   *
   * @param save what the button does
   */
  EditHead(
      EditModel model,
      Workspace workspace,
      Runnable save,
      Node code,
      Node settings,
      Node environment) {
    this.model = model;
    getStyleClass().add("edit-head");
    setAlignment(Pos.CENTER_LEFT);
    add(Part.CODE, code);
    add(Part.SETTINGS, settings);
    add(Part.ENVIRONMENT, environment)
        .textProperty()
        .bind(
            Bindings.size(model.fields().environment())
                .map(
                    size ->
                        size.intValue() == 0
                            ? T.get("part.environment")
                            : T.get("part.environment.size", size)));
    model.problemsProperty().subscribe(this::mark);
    show(Part.CODE);

    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            new HBox(buttons.values().toArray(Node[]::new)), space, state(), save(workspace, save));
  }

  private ToggleButton add(Part part, Node content) {
    String key = "part." + part.name().toLowerCase(Locale.ROOT);
    var button = new ToggleButton(T.get(key));
    button.setId(key.replace('.', '-'));
    button.setToggleGroup(group);
    button.getStyleClass().addAll(part.style, Styles.SMALL);
    button.setMinWidth(Region.USE_PREF_SIZE);
    content.visibleProperty().bind(button.selectedProperty());
    // One of them is always shown.
    button.addEventFilter(ActionEvent.ACTION, _ -> show(part));
    buttons.put(part, button);
    return button;
  }

  /** Shows a part. */
  void show(Part part) {
    group.selectToggle(buttons.get(part));
  }

  /** Shows on the parts' buttons in which of them there is a problem. */
  private void mark(Map<String, String> problems) {
    buttons.forEach(
        (part, button) -> {
          boolean wrong = problems.keySet().stream().anyMatch(field -> Part.of(field) == part);
          button.setGraphic(wrong ? Icons.of(Feather.ALERT_CIRCLE) : null);
          button.getStyleClass().removeAll(Styles.DANGER);
          if (wrong) {
            button.getStyleClass().add(Styles.DANGER);
          }
        });
  }

  private Label state() {
    var state = new Label();
    state.setId("edit-state");
    state.getStyleClass().add("muted");
    state.setMinWidth(0);
    state
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.savingProperty().get()
                        ? T.get("state.saving")
                        : model.unsavedProperty().get() ? T.get("state.unsaved") : "",
                model.savingProperty(),
                model.unsavedProperty()));
    return state;
  }

  private Node save(Workspace workspace, Runnable action) {
    var save = new Button(T.get("save"), Icons.of(Feather.SAVE));
    save.setId("save");
    save.getStyleClass().add(Styles.SMALL);
    save.setMinWidth(Region.USE_PREF_SIZE);
    save.setAccessibleText(T.get("save"));
    save.setOnAction(_ -> action.run());
    save.contentDisplayProperty()
        .bind(
            Bindings.when(widthProperty().lessThan(NARROW))
                .then(ContentDisplay.GRAPHIC_ONLY)
                .otherwise(ContentDisplay.LEFT));
    return Icons.whyDisabled(save, whyNotSaved(workspace));
  }

  private StringBinding whyNotSaved(Workspace workspace) {
    return Bindings.createStringBinding(
        () -> {
          boolean nothing =
              !model.unsavedProperty().get()
                  && model.elsewhereProperty().get() != Elsewhere.DELETED;
          return !workspace.writableProperty().get()
              ? T.get("save.read-only", workspace.address().title())
              : nothing
                  ? T.get("save.nothing")
                  : model.problemsProperty().get().isEmpty() ? "" : T.get("save.problems");
        },
        workspace.writableProperty(),
        model.unsavedProperty(),
        model.elsewhereProperty(),
        model.problemsProperty());
  }
}
