package dev.impuls.server.command;

import dev.impuls.store.FunctionStore;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code delete}: removes functions. */
@Command(
    name = "delete",
    description = "Removes functions from a store.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DeleteCommand extends StoreCommand {
  @Parameters(paramLabel = "NAME", arity = "1..*")
  private List<String> names = List.of();

  /** Reads variables from there. */
  public DeleteCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(FunctionStore store, Out out) {
    for (String name : names) {
      store.delete(name, null);
      if (!json) {
        out.line("Deleted " + name);
      }
    }
    if (json) {
      out.json(
          writer -> {
            writer.writeStartObject();
            writer.writeArrayPropertyStart("deleted");
            names.forEach(writer::writeString);
            writer.writeEndArray();
            writer.writeEndObject();
          });
    }
    return ExitCodes.DONE;
  }
}
