package dev.impuls.desktop.edit;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.edit.EditModel.Elsewhere;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/** Says that a function that is being edited was changed elsewhere, and asks what to do. */
final class ElsewhereBar extends HBox {
  private static final Texts T = Texts.of(ElsewhereBar.class);

  /**
   * @param compare shows both
   */
  ElsewhereBar(EditModel model, Runnable compare) {
    getStyleClass().add("elsewhere");
    setAlignment(Pos.CENTER_LEFT);
    var text = new Label();
    text.setId("elsewhere");
    text.setWrapText(true);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    var show = button("elsewhere.compare", compare);
    var mine = button("elsewhere.mine", model::keepMine);
    var theirs = button("elsewhere.theirs", model::takeTheirs);
    var buttons = new FlowPane(8, 8, show, mine, theirs);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    buttons.setMinWidth(0);
    getChildren().addAll(Icons.of(Feather.GIT_BRANCH), text, buttons);
    model
        .elsewhereProperty()
        .subscribe(
            now -> {
              setVisible(now != Elsewhere.NOTHING);
              setManaged(now != Elsewhere.NOTHING);
              text.setText(text(model, now));
              buttons.setVisible(now == Elsewhere.CHANGED);
              buttons.setManaged(now == Elsewhere.CHANGED);
            });
  }

  private static Button button(String text, Runnable action) {
    var button = new Button(T.get(text));
    button.getStyleClass().add(Styles.SMALL);
    button.setTooltip(new Tooltip(T.get(text + ".hint")));
    button.setOnAction(_ -> action.run());
    return button;
  }

  private static String text(EditModel model, Elsewhere now) {
    List<String> other = model.otherDifferences();
    return switch (now) {
      case NOTHING -> "";
      case DELETED -> T.get("elsewhere.deleted", model.name());
      case CHANGED ->
          other.isEmpty()
              ? T.get("elsewhere.changed", model.name())
              : T.get("elsewhere.changed.settings", model.name(), String.join(", ", other));
    };
  }
}
