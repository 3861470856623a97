package dev.impuls.server.command;

import dev.impuls.server.settings.Settings;
import dev.impuls.server.settings.SettingsText;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/**
 * Prints the manual page, which packages bring along: troff with the macros of {@code man}(7), made
 * from what {@code --help} is made from.
 */
@Command(
    name = "man-page",
    description = "Prints the manual page.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class ManPageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(page(spec.root()));
    out.flush();
    return ExitCodes.DONE;
  }

  private static String page(CommandSpec server) {
    var text = new StringBuilder();
    String name = server.name();
    text.append(".TH IMPULS-SERVER 8 \"\" \"Impuls " + Distribution.version() + "\" Impuls\n");
    section(text, "NAME");
    text.append(escaped(name) + " \\- keeps functions and runs them over a REST API\n");
    section(text, "SYNOPSIS");
    text.append(".B " + escaped(name) + "\n[\\fIOPTIONS\\fR]\n.br\n");
    text.append(".B " + escaped(name) + "\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n");
    section(text, "DESCRIPTION");
    text.append("Without a command, the server is started.\n");
    section(text, "OPTIONS");
    options(text, server);
    section(text, "ENVIRONMENT AND FILES");
    for (String line : server.usageMessage().footer()) {
      text.append(line.isEmpty() ? ".PP" : escaped(line)).append('\n');
    }
    section(text, "VARIABLES");
    for (OptionSpec option : Settings.all(server)) {
      String flag = option.longestName();
      String older = Settings.olderVariable(flag);
      text.append(".TP\n.B " + escaped(Settings.variable(flag)) + "\n");
      text.append(escaped(flag) + (older == null ? "" : "; also " + escaped(older)) + "\n");
    }
    section(text, "COMMANDS");
    for (CommandLine command : server.subcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        command(text, command.getCommandSpec());
      }
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String title) {
    text.append(".SH ").append(title).append('\n');
  }

  private static void command(StringBuilder text, CommandSpec command) {
    text.append(".SS " + escaped(command.name()) + "\n");
    text.append(escaped(String.join(" ", command.usageMessage().description())) + "\n");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      text.append(".TP\n\\fI" + escaped(parameter.paramLabel()) + "\\fR\n");
      text.append(escaped(String.join(" ", parameter.description())) + "\n");
    }
    options(text, command);
  }

  private static void options(StringBuilder text, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      boolean isRepeated = command.parent() != null && (option.usageHelp() || option.versionHelp());
      if (option.hidden() || isRepeated) {
        continue;
      }
      text.append(".TP\n.B " + escaped(String.join(", ", option.names())));
      text.append(
          option.arity().max() == 0 ? "\n" : " \\fI" + escaped(option.paramLabel()) + "\\fR\n");
      text.append(escaped(SettingsText.description(option)) + "\n");
    }
  }

  /** A line that begins with a point or an apostrophe would be a request. */
  private static String escaped(String text) {
    String safe =
        text.replace("\\", "\\e").replace("-", "\\-").replace("@|bold ", "").replace("|@", "");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
