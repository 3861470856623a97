package dev.impuls.desktop;

import dev.impuls.engine.InvokerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import javafx.application.Application;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The console's command line. */
@Command(
    name = "impuls-desktop",
    description = "Opens the Impuls console.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY | URL",
      description = "a data directory, or the URL of a server; without it, what was open last")
  private @Nullable String address;

  /** Starts the console; returns when its last window is closed, and what it did has ended. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() {
    checkEnvironment();
    Application.launch(DesktopApp.class, address == null ? new String[0] : new String[] {address});
    return 0;
  }

  /** As wrong usage is told, before there is a window. */
  private void checkEnvironment() {
    try {
      InvokerSettings.usual().withEnvironment(System.getenv());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var properties = new Properties();
      try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new String[] {"impuls-desktop " + properties.getProperty("version")};
    }
  }
}
