package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.run.JsonOutline.Node;
import dev.impuls.desktop.ui.Texts;
import java.util.Locale;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A JSON value as a tree that is built as far as it is unfolded. */
final class JsonTree extends TreeView<Node> {
  private static final Texts T = Texts.of(JsonTree.class);
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  /** So many rows are unfolded to begin with. */
  private static final int MOST_UNFOLDED = 60;

  private final JsonOutline outline;

  JsonTree(JsonOutline outline, Node root) {
    this.outline = outline;
    setId("result-tree");
    setAccessibleText(T.get("body.tree"));
    getStyleClass().addAll("json-tree", Styles.DENSE);
    setCellFactory(_ -> new Cell());
    var copy = new MenuItem(T.get("body.copyValue"));
    copy.setOnAction(_ -> copySelected());
    setContextMenu(new ContextMenu(copy));
    setOnKeyPressed(
        event -> {
          if (COPY.match(event)) {
            copySelected();
            event.consume();
          }
        });
    var item = new Item(root);
    setRoot(item);
    unfold(item);
    getSelectionModel().select(0);
  }

  private static void unfold(Item root) {
    root.setExpanded(true);
    int rows = root.getChildren().size();
    for (TreeItem<Node> child : root.getChildren()) {
      rows += child.getValue().size();
      if (rows > MOST_UNFOLDED) {
        return;
      }
      child.setExpanded(true);
    }
  }

  private void copySelected() {
    TreeItem<Node> selected = getSelectionModel().getSelectedItem();
    if (selected != null) {
      Copy.text(outline.source(selected.getValue()));
    }
  }

  private final class Item extends TreeItem<Node> {
    private boolean built;

    Item(Node node) {
      super(node);
    }

    @Override
    public boolean isLeaf() {
      return getValue().isLeaf();
    }

    @Override
    public ObservableList<TreeItem<Node>> getChildren() {
      ObservableList<TreeItem<Node>> children = super.getChildren();
      if (!built) {
        built = true;
        children.setAll(outline.children(getValue()).stream().map(Item::new).toList());
      }
      return children;
    }
  }

  private static final class Cell extends TreeCell<Node> {
    private final Label name = new Label();
    private final Label value = new Label();
    private final HBox row = new HBox(name, value);

    Cell() {
      row.getStyleClass().add("json-row");
      row.setAlignment(Pos.CENTER_LEFT);
      name.setMinWidth(USE_PREF_SIZE);
      value.setMinWidth(USE_PREF_SIZE);
      name.managedProperty().bind(name.textProperty().isNotEmpty());
    }

    @Override
    protected void updateItem(@Nullable Node node, boolean empty) {
      super.updateItem(node, empty);
      if (empty || node == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      name.setText(node.name() == null ? "" : node.name());
      name.getStyleClass().setAll("label", "json-name");
      value.setText(text(node));
      value.getStyleClass().setAll("label", "json-" + node.kind().name().toLowerCase(Locale.ROOT));
      setGraphic(row);
      setAccessibleText(name.getText() + " " + value.getText());
    }

    private static String text(Node node) {
      return switch (node.kind()) {
        case OBJECT -> node.size() == 0 ? "{}" : T.get("body.object", node.size());
        case ARRAY -> node.size() == 0 ? "[]" : T.get("body.array", node.size());
        case RANGE -> "";
        case STRING -> "\"" + node.text().replace("\n", "\\n").replace("\r", "\\r") + "\"";
        case NUMBER, LITERAL -> node.text();
      };
    }
  }
}
