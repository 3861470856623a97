package dev.impuls.server.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;

/** All commands beside the server itself. */
public final class Commands {
  private Commands() {}

  /**
   * Adds them.
   *
   * @param environment the variables they read
   */
  public static void addTo(CommandLine line, Map<String, String> environment) {
    List<Callable<Integer>> commands =
        List.of(
            new ListCommand(environment),
            new GetCommand(environment),
            new CreateCommand(environment),
            new UpdateCommand(environment),
            new DeleteCommand(environment),
            new InvokeCommand(environment),
            new ExportCommand(environment),
            new ImportCommand(environment),
            new MigrateCommand(environment),
            new VerifyCommand(environment));
    commands.forEach(line::addSubcommand);
    line.addSubcommand(new ConfigCommand());
    line.addSubcommand(new ManPageCommand());
    line.addSubcommand(new AutoComplete.GenerateCompletion());
  }
}
