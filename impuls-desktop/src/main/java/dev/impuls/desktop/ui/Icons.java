package dev.impuls.desktop.ui;

import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Icons, and buttons that show one. */
public final class Icons {
  private Icons() {}

  /** An icon in the size and colour of the text around it. */
  public static FontIcon of(Feather icon) {
    return new FontIcon(icon);
  }

  /**
   * A button that shows an icon only.
   *
   * @param text what it does: its name for screen readers, and its tooltip
   */
  public static Button button(Feather icon, String text, Runnable action) {
    var button = new Button(null, of(icon));
    button.getStyleClass().addAll("button-icon", "flat");
    name(button, text);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** Says what a button does that shows no text. */
  public static void name(ButtonBase button, String text) {
    button.setAccessibleText(text);
    button.setAccessibleRole(AccessibleRole.BUTTON);
    button.setTooltip(new Tooltip(text));
  }

  /**
   * Disables a button while there is a reason to, and shows the reason where the button is;
   * tooltips of disabled controls do not show, so it is put on what the button is in.
   *
   * @param reason empty while there is none
   */
  public static Node whyDisabled(Control control, ObservableValue<String> reason) {
    var around = new StackPane(control);
    var tooltip = new Tooltip();
    tooltip.textProperty().bind(reason);
    control.disableProperty().bind(reason.map(text -> !text.isEmpty()));
    reason.subscribe(
        text -> {
          if (text.isEmpty()) {
            Tooltip.uninstall(around, tooltip);
            control.setAccessibleHelp(null);
          } else {
            Tooltip.install(around, tooltip);
            control.setAccessibleHelp(text);
          }
        });
    return around;
  }
}
