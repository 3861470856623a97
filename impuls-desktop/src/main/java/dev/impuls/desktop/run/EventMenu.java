package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** Chooses, saves, renames and deletes the named events of a function. */
final class EventMenu extends MenuButton {
  private static final Texts T = Texts.of(EventMenu.class);
  private static final int LONGEST_NAME = 100;

  private final SavedEvents events;
  private final Notices notices;
  private final Supplier<String> text;
  private final Consumer<String> show;

  /**
   * @param text what is in the editor
   * @param show puts an event into the editor
   */
  EventMenu(SavedEvents events, Notices notices, Supplier<String> text, Consumer<String> show) {
    this.events = events;
    this.notices = notices;
    this.text = text;
    this.show = show;
    setId("events");
    setMinWidth(0);
    setMaxWidth(Double.MAX_VALUE);
    textProperty()
        .bind(events.chosenProperty().map(name -> name.isEmpty() ? T.get("event.unnamed") : name));
    accessibleTextProperty().bind(textProperty().map(name -> T.get("event.menu", name)));
    // Made anew each time, as it also says whether the text is still the one that was saved.
    setOnShowing(_ -> fill());
    fill();
  }

  private void fill() {
    getItems().clear();
    String chosen = events.chosenProperty().get();
    for (SavedEvents.Named event : events.all()) {
      var item = new CheckMenuItem(event.name());
      item.setMnemonicParsing(false);
      item.setSelected(event.name().equals(chosen));
      item.setOnAction(_ -> choose(event));
      getItems().add(item);
    }
    if (events.all().isEmpty()) {
      var none = new MenuItem(T.get("event.none"));
      none.setDisable(true);
      getItems().add(none);
    }
    getItems().add(new SeparatorMenuItem());
    boolean named = !chosen.isEmpty();
    boolean changed = named && !events.find(chosen).orElseThrow().text().equals(text.get());
    if (named) {
      item(T.get("event.save", chosen), () -> events.save(chosen, text.get()), changed);
    }
    item(T.get("event.saveAs"), this::saveAs, true);
    item(T.get("event.rename"), () -> rename(chosen), named);
    item(T.get("event.delete"), () -> delete(chosen), named);
  }

  private void item(String label, Runnable action, boolean possible) {
    var item = new MenuItem(label);
    item.setMnemonicParsing(false);
    item.setDisable(!possible);
    item.setOnAction(_ -> action.run());
    getItems().add(item);
  }

  private void choose(SavedEvents.Named event) {
    show.accept(event.text());
    events.choose(event.name());
  }

  private void saveAs() {
    ask(
        T.get("event.saveAs.title"),
        "",
        T.get("event.saveAs.button"),
        name -> events.save(name, text.get()));
  }

  private void rename(String chosen) {
    ask(
        T.get("event.rename.title", chosen),
        chosen,
        T.get("event.rename.button"),
        name -> events.rename(chosen, name));
  }

  private void delete(String chosen) {
    String deleted = events.find(chosen).orElseThrow().text();
    events.delete(chosen);
    notices.done(
        T.get("event.deleted", chosen),
        T.get("event.undo"),
        () -> {
          if (events.find(chosen).isEmpty()) {
            events.save(chosen, deleted);
          }
        });
  }

  private void ask(String title, String name, String button, Consumer<String> then) {
    var field = new TextField(name);
    field.setId("event-name");
    field.setPrefColumnCount(28);
    var label = new Label(T.get("event.name"));
    label.setLabelFor(field);
    var problem = new Label();
    problem.getStyleClass().add("problem");
    var content = new VBox(label, field, problem);
    content.setSpacing(6);
    Dialog<ButtonType> dialog = Questions.dialog(getScene().getWindow(), title, content);
    var accept = new ButtonType(button, ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .addAll(accept, new ButtonType(T.get("event.cancel"), ButtonData.CANCEL_CLOSE));
    Node acceptButton = dialog.getDialogPane().lookupButton(accept);
    field
        .textProperty()
        .subscribe(
            typed -> {
              problem.setText(problem(typed.strip(), name));
              acceptButton.setDisable(typed.isBlank() || !problem.getText().isEmpty());
            });
    dialog.setOnShown(
        _ -> {
          field.requestFocus();
          field.selectAll();
        });
    dialog.setOnHidden(
        _ -> {
          if (dialog.getResult() == accept) {
            then.accept(field.getText().strip());
          }
        });
    dialog.show();
  }

  private String problem(String name, String before) {
    if (name.length() > LONGEST_NAME) {
      return T.get("event.name.long", LONGEST_NAME);
    }
    return !name.equals(before) && events.find(name).isPresent()
        ? T.get("event.name.taken", name)
        : "";
  }
}
