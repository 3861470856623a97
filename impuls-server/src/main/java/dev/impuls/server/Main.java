package dev.impuls.server;

import java.util.Map;
import picocli.CommandLine;

/** The command line's entry. */
public final class Main {
  private Main() {}

  /** Ends with exit code 2 for wrong usage, 1 if the server cannot start. */
  public static void main(String[] args) {
    int exitCode = run(args, System.getenv());
    if (exitCode != ServerCommand.RUNNING) {
      System.exit(exitCode);
    }
  }

  static int run(String[] args, Map<String, String> environment) {
    return new CommandLine(new ServerCommand(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(ServerCommand::wrongUsage)
        .setExecutionExceptionHandler(ServerCommand::cannotStart)
        .execute(args);
  }
}
