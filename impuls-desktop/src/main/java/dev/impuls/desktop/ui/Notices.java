package dev.impuls.desktop.ui;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/**
 * Short messages at the corner of a window: what was done, which goes by itself, and what failed,
 * which stays. For the UI thread.
 */
public final class Notices extends VBox {
  private static final Texts T = Texts.of(Notices.class);

  private static final Duration SHOWN = Duration.seconds(8);
  private static final int MOST = 4;
  private static final double WIDTH = 420;
  private static final double GAP = 12;
  private static final String LEFT = "notice-left";

  /** None yet. */
  public Notices() {
    getStyleClass().add("notices");
    setAlignment(Pos.BOTTOM_RIGHT);
    setPickOnBounds(false);
    setSpacing(GAP);
    setMaxSize(WIDTH, USE_PREF_SIZE);
    setMinHeight(USE_PREF_SIZE);
  }

  /** Something was done. */
  public void done(String text) {
    show(notice(text, Feather.CHECK_CIRCLE, Styles.SUCCESS), true);
  }

  /** Something was done, and can be taken back while this shows. */
  public void done(String text, String undo, Runnable action) {
    show(withAction(notice(text, Feather.CHECK_CIRCLE, Styles.SUCCESS), undo, action), true);
  }

  /** Something is left to be done, which can be gone on with. */
  public void left(String text, String goOn, Runnable action) {
    Notification notice =
        withAction(notice(text, Feather.ALERT_CIRCLE, Styles.WARNING), goOn, action);
    notice.getStyleClass().add(LEFT);
    show(notice, false);
  }

  /** What is left to be done, as it was told. */
  public List<String> left() {
    return getChildren().stream()
        .filter(notice -> notice.getStyleClass().contains(LEFT))
        .map(Node::getAccessibleText)
        .toList();
  }

  /** Removes those that offer to do something, which can be done no more. */
  public void withdrawOffers() {
    getChildren().removeIf(notice -> notice.getUserData() != null);
  }

  private Notification withAction(Notification notice, String label, Runnable action) {
    var button = new Button(label);
    button.setOnAction(
        _ -> {
          getChildren().remove(notice);
          action.run();
        });
    notice.setPrimaryActions(button);
    notice.setUserData(action);
    return notice;
  }

  /**
   * Something failed. What somebody cancelled is not told: they know.
   *
   * @param text what, and to what; a sentence
   */
  public void failed(String text, Throwable why) {
    if (why instanceof CancellationException) {
      return;
    }
    failed(text, Failures.words(why), Failures.details(why));
  }

  /**
   * Something failed.
   *
   * @param text what, and to what; a sentence
   * @param why in words
   * @param details to be copied
   */
  public void failed(String text, String why, String details) {
    Notification notice = notice(text + "\n" + why, Feather.ALERT_CIRCLE, Styles.DANGER);
    var copy = new Button(T.get("notice.copy"));
    copy.setOnAction(
        _ -> {
          var content = new ClipboardContent();
          content.putString(
              Clock.systemUTC().instant() + "\n" + text + "\n" + why + "\n" + details);
          Clipboard.getSystemClipboard().setContent(content);
        });
    notice.setPrimaryActions(copy);
    show(notice, false);
  }

  private Notification notice(String text, Feather icon, String style) {
    var notice = new Notification(text, Icons.of(icon));
    notice.getStyleClass().addAll(style, Styles.ELEVATED_1);
    notice.setAccessibleRole(AccessibleRole.DIALOG);
    notice.setAccessibleText(text);
    notice.setOnClose(_ -> getChildren().remove(notice));
    notice.setMaxWidth(WIDTH);
    notice.setMinHeight(USE_PREF_SIZE);
    return notice;
  }

  private void show(Notification notice, boolean goes) {
    if (getChildren().size() >= MOST) {
      // None that offers to do something, which may be the last chance to do it.
      getChildren().stream()
          .filter(shown -> shown.getUserData() == null)
          .findFirst()
          .ifPresent(getChildren()::remove);
    }
    getChildren().add(notice);
    if (goes) {
      var pause = new PauseTransition(SHOWN);
      pause.setOnFinished(_ -> getChildren().remove(notice));
      // Who looks at it may want to press its button.
      notice.setOnMouseEntered(_ -> pause.stop());
      notice.setOnMouseExited(_ -> pause.playFromStart());
      pause.play();
    }
  }
}
