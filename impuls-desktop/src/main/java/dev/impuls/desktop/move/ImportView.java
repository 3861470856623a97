package dev.impuls.desktop.move;

import dev.impuls.desktop.move.ImportModel.Phase;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.OnConflict;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The preview, the progress and the report of an import. */
final class ImportView extends StackPane {
  private static final Texts T = Texts.of(ImportView.class);
  private static final PseudoClass TROUBLED = PseudoClass.getPseudoClass("troubled");

  private final ImportModel model;

  /**
   * @param choosing what shows until it is known what to import
   */
  ImportView(ImportModel model, ImportTexts texts, Node choosing) {
    this.model = model;
    getStyleClass().add("move");
    var body =
        new VBox(
            from(),
            result(texts),
            conflicts(),
            rows(),
            new ProblemPane(model.problemProperty()),
            reason(texts),
            new ProgressPane(model.runningProperty()));
    body.getStyleClass().add("move-column");
    var start = new VBox(choosing, new ProblemPane(model.problemProperty()));
    start.getStyleClass().add("move-column");
    VBox.setVgrow(choosing, Priority.ALWAYS);
    start.visibleProperty().bind(model.phaseProperty().isEqualTo(Phase.CHOOSING));
    body.visibleProperty().bind(start.visibleProperty().not());
    getChildren().addAll(body, start);
  }

  private Node from() {
    var from = new Label(null, Icons.of(Feather.FILE));
    from.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    from.textProperty().bind(model.whatProperty());
    from.setVisible(!model.copies()); // The title says it.
    from.setManaged(from.isVisible());
    return from;
  }

  private Node rows() {
    var rows = new RowsView(model.rows());
    // What is not known any more, or not yet.
    rows.disableProperty()
        .bind(
            model
                .phaseProperty()
                .isEqualTo(Phase.LOOKING)
                .or(model.phaseProperty().isEqualTo(Phase.RUNNING)));
    VBox.setVgrow(rows, Priority.ALWAYS);
    return rows;
  }

  private Node conflicts() {
    var group = new ToggleGroup();
    var title = new Label(T.get("conflict.title"));
    var choices = new FlowPane(title);
    choices.getStyleClass().add("move-conflicts");
    for (OnConflict choice : OnConflict.values()) {
      var button = new RadioButton(T.get("conflict." + choice.name().toLowerCase(Locale.ROOT)));
      button.setId("conflict-" + choice.name().toLowerCase(Locale.ROOT));
      button.setAccessibleHelp(title.getText());
      button.setToggleGroup(group);
      button.setSelected(choice == model.onConflictProperty().get());
      button.selectedProperty().subscribe(on -> choose(choice, on));
      choices.getChildren().add(button);
    }
    choices.disableProperty().bind(model.phaseProperty().isEqualTo(Phase.RUNNING));
    choices.visibleProperty().bind(model.phaseProperty().isNotEqualTo(Phase.DONE));
    choices.managedProperty().bind(choices.visibleProperty());
    return choices;
  }

  private void choose(OnConflict choice, boolean on) {
    if (on) {
      model.onConflictProperty().set(choice);
    }
  }

  private Node reason(ImportTexts texts) {
    var reason = new Label();
    reason.setId("move-reason");
    reason.setWrapText(true);
    reason.setMinHeight(USE_PREF_SIZE);
    reason.getStyleClass().add("muted");
    reason.textProperty().bind(texts.reason());
    reason
        .visibleProperty()
        .bind(
            model
                .phaseProperty()
                .isEqualTo(Phase.PREVIEW)
                .and(Bindings.isNotEmpty(reason.textProperty())));
    reason.managedProperty().bind(reason.visibleProperty());
    return reason;
  }

  private Node result(ImportTexts texts) {
    var text = new Label();
    text.setId("move-result");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.textProperty().bind(texts.result());
    FontIcon icon = Icons.of(Feather.CHECK_CIRCLE);
    var result = new HBox(icon, text);
    result.setAlignment(Pos.CENTER_LEFT);
    result.getStyleClass().add("move-result");
    result.visibleProperty().bind(model.phaseProperty().isEqualTo(Phase.DONE));
    result.managedProperty().bind(result.visibleProperty());
    model
        .phaseProperty()
        .subscribe(
            phase -> {
              boolean troubled = phase == Phase.DONE && texts.isTroubled();
              icon.setIconCode(troubled ? Feather.ALERT_TRIANGLE : Feather.CHECK_CIRCLE);
              result.pseudoClassStateChanged(TROUBLED, troubled);
            });
    return result;
  }
}
