package dev.impuls.desktop.health;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** A table as high as its rows, up to a number of them. */
final class Rows<T> extends TableView<T> {
  private static final double ROW = 30;
  private static final double LEAST = 100;
  private static final double LEAST_PART = 0.75;
  private static final double HEADER = 34;
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

  private final int most;

  /**
   * @param what the rows are, for screen readers
   * @param most rows that show without scrolling
   */
  Rows(String what, int most) {
    this.most = most;
    setAccessibleText(what);
    setFixedCellSize(ROW);
    setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    setFocusTraversable(true);
    getStyleClass().addAll("rows", "dense");
    show(List.of());
  }

  /** A column of texts; those with no room show whole where the mouse rests. */
  Rows<T> text(String title, double width, Function<T, String> value) {
    var column = add(title, width, value, Pos.CENTER_LEFT, _ -> false);
    column.setMinWidth(width * LEAST_PART);
    column.setMaxWidth(width);
    return this;
  }

  /** The same, which takes the room that the others leave. */
  Rows<T> wide(String title, Function<T, String> value) {
    add(title, LEAST, value, Pos.CENTER_LEFT, _ -> false);
    return this;
  }

  /** A column of numbers. */
  Rows<T> number(String title, double width, Function<T, String> value) {
    return number(title, width, value, _ -> false);
  }

  /**
   * The same.
   *
   * @param bad of which rows it is no good sign
   */
  Rows<T> number(String title, double width, Function<T, String> value, Function<T, Boolean> bad) {
    var column = add(title, width, value, Pos.CENTER_RIGHT, bad);
    column.setMinWidth(width);
    column.setMaxWidth(width);
    return this;
  }

  private TableColumn<T, T> add(
      String title,
      double width,
      Function<T, String> value,
      Pos alignment,
      Function<T, Boolean> bad) {
    var column = new TableColumn<T, T>(title);
    column.setPrefWidth(width);
    column.setMinWidth(LEAST);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ -> new Cell<>(value, alignment, bad));
    if (alignment == Pos.CENTER_RIGHT) {
      column.getStyleClass().add("numbers");
    }
    getColumns().add(column);
    return column;
  }

  private static final class Cell<T> extends TableCell<T, T> {
    private final Function<T, String> value;
    private final Function<T, Boolean> bad;
    private final Tooltip tooltip = new Tooltip();

    Cell(Function<T, String> value, Pos alignment, Function<T, Boolean> bad) {
      this.value = value;
      this.bad = bad;
      setAlignment(alignment);
      tooltip.setWrapText(true);
      tooltip.setMaxWidth(600);
    }

    @Override
    protected void updateItem(@Nullable T item, boolean empty) {
      super.updateItem(item, empty);
      String text = item == null || empty ? null : value.apply(item);
      setText(text);
      tooltip.setText(text);
      setTooltip(text == null || getAlignment() == Pos.CENTER_RIGHT ? null : tooltip);
      pseudoClassStateChanged(BAD, item != null && !empty && bad.apply(item));
    }
  }

  /** What it shows from now on; what is selected stays selected if it is still there. */
  void show(List<T> rows) {
    if (!getItems().equals(rows)) {
      T selected = getSelectionModel().getSelectedItem();
      getItems().setAll(rows);
      if (selected != null && rows.contains(selected)) {
        getSelectionModel().select(selected);
      }
    }
    double height = HEADER + ROW * Math.min(rows.size(), most) + 2;
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }
}
