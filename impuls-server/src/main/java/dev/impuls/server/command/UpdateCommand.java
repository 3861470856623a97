package dev.impuls.server.command;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Revision;
import dev.impuls.json.FunctionJson;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code update}: other fields for a function. */
@Command(
    name = "update",
    description = "Changes the fields of a function that are given, and no others.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class UpdateCommand extends StoreCommand {
  @Parameters(paramLabel = "NAME")
  private String name = "";

  @Mixin private final FunctionOptions options = new FunctionOptions();

  @Option(
      names = "--if-revision",
      paramLabel = "REVISION",
      description = "only if it is at this revision, which get shows")
  private @Nullable String revision;

  /** Reads variables from there. */
  public UpdateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(FunctionStore store, Out out) throws CommandException, IOException {
    FunctionPatch patch = options.patch(false, System.in);
    Function updated = store.update(name, patch, revision == null ? null : new Revision(revision));
    if (json) {
      out.json(writer -> FunctionJson.write(writer, updated));
    } else {
      out.line("Updated " + name);
    }
    return ExitCodes.DONE;
  }
}
