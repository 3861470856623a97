package dev.impuls.desktop;

import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.FileChoice;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.window.Console;
import dev.impuls.desktop.workspace.ApiKeys;
import dev.impuls.invoke.process.ProcessSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The application: puts the console together and ends it. */
public final class DesktopApp extends Application {
  private @Nullable Console console;

  @Override
  public void start(Stage stage) {
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
            ProcessSettings.ofThisJava(ProcessSettings.bundledCompiler()),
            FileChoice.ofSystem(),
            new Theme(),
            Clock.systemUTC());
    console.start(stage, arguments.isEmpty() ? null : arguments.getFirst());
  }

  @Override
  public void stop() {
    if (console != null) {
      console.close();
    }
  }
}
