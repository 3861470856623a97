package dev.impuls.server.command;

import dev.impuls.server.settings.SettingsText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code impuls-server config}: a file of settings to begin with. */
@Command(
    name = "config",
    description =
        "Prints a file of settings for --config, in which each is described and none is made.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(SettingsText.file(spec.root()));
    out.flush();
    return ExitCodes.DONE;
  }
}
