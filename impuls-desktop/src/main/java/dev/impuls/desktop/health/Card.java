package dev.impuls.desktop.health;

import atlantafx.base.theme.Styles;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A part of the screen with a title. */
class Card extends VBox {
  private final HBox head;

  Card(String title, Node... content) {
    var label = new Label(title);
    label.getStyleClass().add(Styles.TITLE_4);
    label.setMinWidth(Region.USE_PREF_SIZE);
    head = new HBox(label, space());
    head.getStyleClass().add("card-head");
    getStyleClass().add("card");
    getChildren().add(head);
    getChildren().addAll(content);
  }

  /** Something at the right of the title. */
  final void beside(Node... nodes) {
    head.getChildren().addAll(nodes);
  }

  static Region space() {
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  /** A text of less weight. */
  static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }

  /** Shows a node, or leaves no room for it. */
  static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
