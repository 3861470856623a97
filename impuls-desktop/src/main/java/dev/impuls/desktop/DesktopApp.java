package dev.impuls.desktop;

import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.FileChoice;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.window.Console;
import dev.impuls.desktop.workspace.ApiKeys;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.transfer.Temporary;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application: puts the console together and ends it. */
public final class DesktopApp extends Application {
  private static final Logger log = LoggerFactory.getLogger(DesktopApp.class);

  private @Nullable Console console;

  @Override
  public void start(Stage stage) {
    Thread.ofVirtual().name("impuls-left-behind").start(Temporary::removeLeftBehind);
    List<String> arguments = getParameters().getRaw();
    String home = System.getenv("IMPULS_HOME");
    Path state =
        home == null || home.isEmpty()
            ? StateDirectory.usual(
                System.getenv(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")))
            : Path.of(home);
    console =
        new Console(
            new StateDirectory(state),
            ApiKeys.ofSystem(),
            InvokerSettings.usual().withEnvironment(System.getenv()),
            FileChoice.ofSystem(),
            new Theme(),
            Clock.systemUTC());
    console.start(stage, arguments.isEmpty() ? null : arguments.getFirst());
    tellFirstPaint(stage.getScene());
  }

  /** For who wants to know how long a start takes. */
  private static void tellFirstPaint(Scene scene) {
    scene.addPostLayoutPulseListener(
        new Runnable() {
          @Override
          public void run() {
            scene.removePostLayoutPulseListener(this);
            // What was laid out is painted by then.
            Platform.runLater(
                () ->
                    log.info(
                        "First paint after {} ms",
                        ProcessHandle.current()
                            .info()
                            .startInstant()
                            .map(start -> Duration.between(start, Instant.now()).toMillis())
                            .orElse(-1L)));
          }
        });
  }

  @Override
  public void stop() {
    if (console != null) {
      console.close();
    }
  }
}
