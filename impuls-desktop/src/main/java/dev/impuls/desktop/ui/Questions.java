package dev.impuls.desktop.ui;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Dialogs that ask something. For the UI thread; nothing waits, answers come by themselves. */
public final class Questions {
  private static final Texts T = Texts.of(Questions.class);
  private static final double WIDTH = 440;

  private Questions() {}

  /**
   * One answer.
   *
   * @param text on its button
   * @param action what it leads to
   */
  public record Answer(String text, Runnable action) {}

  /**
   * Asks, with the answers given and a button that does nothing, which is also what Escape does.
   *
   * @param title the question
   * @param text what it is about, and what each answer leads to
   * @param answers the first is what Enter chooses
   */
  public static Dialog<ButtonType> ask(
      @Nullable Window owner, String title, String text, List<Answer> answers) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMaxWidth(WIDTH);
    Dialog<ButtonType> dialog = dialog(owner, title, label);
    for (Answer answer : answers) {
      boolean first = dialog.getDialogPane().getButtonTypes().isEmpty();
      var type = new ButtonType(answer.text(), first ? ButtonData.OK_DONE : ButtonData.OTHER);
      dialog.getDialogPane().getButtonTypes().add(type);
    }
    var buttons = List.copyOf(dialog.getDialogPane().getButtonTypes());
    dialog
        .getDialogPane()
        .getButtonTypes()
        .add(new ButtonType(T.get("question.cancel"), ButtonData.CANCEL_CLOSE));
    dialog.setOnHidden(
        _ -> {
          int chosen = buttons.indexOf(dialog.getResult());
          if (chosen >= 0) {
            answers.get(chosen).action().run();
          }
        });
    dialog.show();
    return dialog;
  }

  /** A dialog of this window in the console's styles, without buttons. */
  public static Dialog<ButtonType> dialog(@Nullable Window owner, String title, Node content) {
    var dialog = new Dialog<ButtonType>();
    if (owner != null) {
      dialog.initOwner(owner); // Its styles come with it.
    } else {
      Theme.style(dialog.getDialogPane().getScene());
    }
    dialog.initModality(Modality.WINDOW_MODAL);
    dialog.setTitle(title);
    dialog.setHeaderText(title);
    dialog.setResizable(true);
    dialog.getDialogPane().setContent(content);
    return dialog;
  }
}
