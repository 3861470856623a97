package dev.impuls.desktop.window;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Finds one of many by a few letters, with the keyboard.
 *
 * @param <T> what is chosen
 */
final class Chooser<T> {
  private static final double WIDTH = 480;
  private static final double ROW = 32;
  private static final int MOST_ROWS = 12;

  private final TextField text = new TextField();
  private final ListView<T> list = new ListView<>();
  private final Popup popup = new Popup();
  private final Function<String, List<T>> search;
  private final Consumer<T> chosen;

  /**
   * @param prompt what is to be typed, for people
   * @param search the candidates for what was typed, the best first
   * @param shown how a candidate is shown
   * @param chosen gets the one that was chosen
   */
  Chooser(
      String prompt,
      Function<String, List<T>> search,
      Function<T, String> shown,
      Consumer<T> chosen) {
    this.search = search;
    this.chosen = chosen;
    text.setId("chooser-text");
    text.setPromptText(prompt);
    text.setAccessibleText(prompt);
    list.setId("chooser-list");
    list.setAccessibleText(prompt);
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW);
    list.setCellFactory(
        _ ->
            new ListCell<>() {
              @Override
              protected void updateItem(@Nullable T item, boolean empty) {
                super.updateItem(item, empty);
                setText(item == null || empty ? null : shown.apply(item));
              }
            });
    list.setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            choose();
          }
        });
    text.textProperty().subscribe(this::search);
    text.addEventFilter(KeyEvent.KEY_PRESSED, this::press);
    var box = new VBox(text, list);
    box.getStyleClass().add("chooser");
    box.setPrefWidth(WIDTH);
    popup.getContent().add(box);
    popup.setAutoHide(true);
    popup.setHideOnEscape(true);
  }

  private void search(String typed) {
    list.getItems().setAll(search.apply(typed));
    list.getSelectionModel().selectFirst();
    int rows = Math.min(MOST_ROWS, list.getItems().size());
    list.setPrefHeight(rows * ROW + 2);
    list.setVisible(rows > 0);
    list.setManaged(rows > 0);
  }

  private void press(KeyEvent event) {
    int at = list.getSelectionModel().getSelectedIndex();
    switch (event.getCode()) {
      case DOWN -> select(at + 1);
      case UP -> select(at - 1);
      case PAGE_DOWN -> select(at + MOST_ROWS);
      case PAGE_UP -> select(at - MOST_ROWS);
      case ENTER -> choose();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void select(int index) {
    int last = list.getItems().size() - 1;
    int at = Math.clamp(index, 0, Math.max(0, last));
    list.getSelectionModel().select(at);
    list.scrollTo(Math.max(0, at - MOST_ROWS / 2));
  }

  private void choose() {
    T item = list.getSelectionModel().getSelectedItem();
    popup.hide();
    if (item != null) {
      chosen.accept(item);
    }
  }

  /** Shows it at the top of a window. */
  void show(Window window) {
    double width = Math.min(WIDTH, window.getWidth() - 24);
    ((VBox) popup.getContent().getFirst()).setPrefWidth(width);
    popup.show(window, window.getX() + (window.getWidth() - width) / 2, window.getY() + 72);
    text.requestFocus();
  }
}
