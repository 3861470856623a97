package dev.impuls.desktop.health;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/** Lays nodes out beside each other, as many as have room, all of a row as high as the highest. */
final class Columns extends Pane {
  private final double least;
  private final double gap;

  /**
   * @param least width of a column
   */
  Columns(double least, double gap, Node... children) {
    super(children);
    this.least = least;
    this.gap = gap;
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private int columns(double width) {
    int fit = (int) ((width + gap) / (least + gap));
    return Math.max(1, Math.min(fit, getManagedChildren().size()));
  }

  private double columnWidth(double width) {
    int columns = columns(width);
    return (width - gap * (columns - 1)) / columns;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    int count = getManagedChildren().size();
    return count * least + Math.max(0, count - 1) * gap;
  }

  @Override
  protected double computePrefHeight(double given) {
    double width = given < 0 ? prefWidth(-1) : given;
    List<Node> children = getManagedChildren();
    double height = 0;
    for (int i = 0; i < children.size(); i += columns(width)) {
      height += (i == 0 ? 0 : gap) + rowHeight(i, width);
    }
    return height;
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  private double rowHeight(int first, double width) {
    List<Node> children = getManagedChildren();
    double height = 0;
    for (int i = first; i < Math.min(first + columns(width), children.size()); i++) {
      height = Math.max(height, children.get(i).prefHeight(columnWidth(width)));
    }
    return height;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double y = 0;
    double height = 0;
    List<Node> children = getManagedChildren();
    for (int i = 0; i < children.size(); i++) {
      int column = i % columns(width);
      if (column == 0) {
        y += i == 0 ? 0 : height + gap;
        height = rowHeight(i, width);
      }
      double x = column * (columnWidth(width) + gap);
      children
          .get(i)
          .resizeRelocate(
              snapPositionX(x), snapPositionY(y), snapSizeX(columnWidth(width)), height);
    }
  }
}
