package dev.impuls.server;

import dev.impuls.server.ServerCommand.CannotStartException;
import dev.impuls.server.command.CommandException;
import dev.impuls.server.command.Commands;
import dev.impuls.server.settings.Settings;
import dev.impuls.server.settings.WrongSettingsException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
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

  /** All that is wrong is told when it is executed. */
  static CommandLine commandLine(String[] args, Map<String, String> environment) {
    Settings settings;
    String wrong = null;
    try {
      settings = Settings.of(List.of(args), environment);
    } catch (WrongSettingsException e) {
      settings = Settings.NONE;
      wrong = String.valueOf(e.getMessage());
    }
    CommandLine line = commandLine(args, environment, settings);
    return wrong == null ? line : line.setExecutionStrategy(refusing(line, wrong));
  }

  /** Gives help all the same. */
  private static CommandLine.IExecutionStrategy refusing(CommandLine line, String why) {
    return parsed -> {
      Integer help = CommandLine.executeHelpRequest(parsed);
      if (help == null) {
        throw new ParameterException(line, why);
      }
      return help;
    };
  }

  private static CommandLine commandLine(
      String[] args, Map<String, String> environment, Settings settings) {
    var line = new CommandLine(new ServerCommand(environment, settings));
    boolean help = args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"));
    if (isCommand(args) || help) {
      Commands.addTo(line, environment); // The server starts sooner without.
    }
    if (!isCommand(args)) {
      line.setDefaultValueProvider(settings); // Commands ask for what they need.
    }
    return line.setExpandAtFiles(false) // That is for events to say.
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, given) -> wrongUsage(e, given, settings))
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int wrongUsage(ParameterException e, String[] args, Settings settings) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = withSource(e, withoutAddresses(e, args, settings), args, settings);
    e.getCommandLine().getErr().println("impuls-server: " + message + "; see " + name + " --help");
    return WRONG_USAGE;
  }

  /** What picocli says of a value names the flag, even if a variable or a file said it. */
  private static String withSource(
      ParameterException e, String message, String[] args, Settings settings) {
    if (!(e.getArgSpec() instanceof OptionSpec option)) {
      return message;
    }
    String flag = option.longestName();
    boolean isGiven =
        Stream.of(args).anyMatch(arg -> arg.equals(flag) || arg.startsWith(flag + "="));
    return isGiven || settings.find(flag) == null
        ? message
        : message.replace("option '" + flag + "'", settings.source(flag));
  }

  /** What picocli says repeats arguments, and there may be passwords in addresses. */
  private static String withoutAddresses(ParameterException e, String[] args, Settings settings) {
    String message = String.valueOf(e.getMessage());
    List<String> values =
        Stream.concat(
                Stream.of(args)
                    .map(arg -> arg.substring(arg.startsWith("-") ? arg.indexOf('=') + 1 : 0)),
                settings.texts())
            .toList();
    for (String value : values) {
      if (Settings.mayBeSecret(value)) {
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
