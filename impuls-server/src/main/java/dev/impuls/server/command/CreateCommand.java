package dev.impuls.server.command;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.json.FunctionJson;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code create}: a new function. */
@Command(
    name = "create",
    description = "Makes a new function in a store.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CreateCommand extends StoreCommand {
  @Parameters(paramLabel = "NAME")
  private String name = "";

  @Mixin private final FunctionOptions options = new FunctionOptions();

  /** Reads variables from there. */
  public CreateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  boolean mayMake() {
    return true;
  }

  @Override
  int run(FunctionStore store, Out out) throws CommandException, IOException {
    Function created = store.create(FunctionDraft.of(name, options.patch(true, System.in)));
    if (json) {
      out.json(writer -> FunctionJson.write(writer, created));
    } else {
      out.line("Created " + created.name());
    }
    return ExitCodes.DONE;
  }
}
