package dev.impuls.server;

import dev.impuls.server.ServerCommand.CannotStartException;
import dev.impuls.server.command.CommandException;
import dev.impuls.server.command.Commands;
import dev.impuls.store.StoreAddress;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line's entry. */
public final class Main {
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /** Ends with exit code 2 for wrong usage, 1 if the server cannot start or a command failed. */
  public static void main(String[] args) {
    if (isCommand(args)) {
      System.setProperty("impuls.log", "WARN"); // What it is to say, a command says itself.
    }
    int exitCode = commandLine(args, System.getenv()).execute(args);
    if (exitCode != ServerCommand.RUNNING) {
      System.exit(exitCode);
    }
  }

  private static boolean isCommand(String[] args) {
    return args.length > 0 && !args[0].startsWith("-");
  }

  static CommandLine commandLine(String[] args, Map<String, String> environment) {
    var line = new CommandLine(new ServerCommand(environment));
    boolean help = args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"));
    if (isCommand(args) || help) {
      Commands.addTo(line, environment); // The server starts sooner without.
    }
    return line.setExpandAtFiles(false) // That is for events to say.
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    e.getCommandLine()
        .getErr()
        .println("impuls-server: " + withoutAddresses(e, args) + "; see " + name + " --help");
    return WRONG_USAGE;
  }

  /** What picocli says repeats arguments, and there may be passwords in addresses. */
  private static String withoutAddresses(ParameterException e, String[] args) {
    String message = String.valueOf(e.getMessage());
    for (String argument : args) {
      String value = argument.substring(argument.startsWith("-") ? argument.indexOf('=') + 1 : 0);
      if (StoreAddress.isDatabase(value) || StoreAddress.looksLikeUrl(value)) {
        message = message.replace(value, "an address");
      }
    }
    return message;
  }

  private static int failed(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    int exitCode =
        switch (e) {
          case CannotStartException _ -> 1;
          case CommandException failure -> failure.exitCode();
          default -> throw e;
        };
    line.getErr().println("impuls-server: " + e.getMessage());
    return exitCode;
  }
}
