package dev.impuls.desktop.window;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Where a window is, as it is kept. */
record WindowPlace(double x, double y, double width, double height, boolean maximized) {
  private static final double LEAST = 120;

  /** Where that window is now. */
  static WindowPlace of(Stage stage) {
    return new WindowPlace(
        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
  }

  /** Puts a window there, unless that is on no screen any more. */
  void apply(Stage stage) {
    boolean visible =
        Screen.getScreens().stream().map(Screen::getVisualBounds).anyMatch(this::canBeReachedOn);
    if (visible) {
      stage.setX(x);
      stage.setY(y);
      stage.setWidth(width);
      stage.setHeight(height);
      stage.setMaximized(maximized);
    }
  }

  private boolean canBeReachedOn(Rectangle2D screen) {
    return width > LEAST
        && height > LEAST
        && x + width > screen.getMinX() + LEAST
        && x < screen.getMaxX() - LEAST
        && y > screen.getMinY() - 1
        && y < screen.getMaxY() - LEAST;
  }
}
