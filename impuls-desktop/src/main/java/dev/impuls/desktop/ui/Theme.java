package dev.impuls.desktop.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/** Light or dark, as the system has it or as its user wants it. For the UI thread. */
public final class Theme {
  /** What is wanted. */
  public enum Choice {
    SYSTEM,
    LIGHT,
    DARK
  }

  private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.SYSTEM);

  /** One for the whole application; needs its UI to be there. */
  public Theme() {
    choice.addListener((_, _, _) -> apply());
    Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> apply());
    apply();
  }

  /** What is wanted. */
  public ObjectProperty<Choice> choiceProperty() {
    return choice;
  }

  private void apply() {
    boolean dark =
        switch (choice.get()) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    var theme = dark ? new PrimerDark() : new PrimerLight();
    Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
  }

  /**
   * Gives a scene the console's own styles, those of all screens: sheets of parents, of which each
   * editor would have one, make JavaFX look for all of them for each node anew.
   */
  public static void style(Scene scene) {
    URL sheet = Objects.requireNonNull(Theme.class.getResource("console.css"));
    scene.getStylesheets().add(sheet.toExternalForm());
  }
}
