package dev.impuls.server.command;

import dev.impuls.function.FunctionSummary;
import dev.impuls.json.FunctionJson;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code list}: which functions there are. */
@Command(
    name = "list",
    description = "Lists the functions of a store.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ListCommand extends StoreCommand {
  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "only those with this in their name or description")
  private @Nullable String query;

  @Option(names = "--runtime", paramLabel = "RUNTIME", description = "only those of this runtime")
  private @Nullable String runtime;

  /** Reads variables from there. */
  public ListCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(FunctionStore store, Out out) {
    List<FunctionSummary> found =
        store.list(new FunctionQuery(query, runtime, null, Integer.MAX_VALUE)).functions();
    if (json) {
      out.json(
          writer -> {
            writer.writeStartObject();
            writer.writeArrayPropertyStart("functions");
            found.forEach(function -> FunctionJson.write(writer, function));
            writer.writeEndArray();
            writer.writeNumberProperty("count", found.size());
            writer.writeEndObject();
          });
    } else if (!found.isEmpty()) {
      out.table(rows(found));
    }
    List<RecordProblem> problems = store.status().problems();
    for (RecordProblem problem : problems) {
      out.note(problem.place() + " " + problem.message());
    }
    return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static List<List<String>> rows(List<FunctionSummary> functions) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "NAME",
            "RUNTIME",
            "HANDLER",
            "MEMORY",
            "TIMEOUT",
            "GROUP",
            "ISOLATION",
            "UPDATED",
            "DESCRIPTION"));
    for (FunctionSummary function : functions) {
      rows.add(
          List.of(
              function.name(),
              function.runtime(),
              function.handler(),
              function.memoryMb() + " MB",
              function.timeoutSec() + " s",
              function.placement().group().isEmpty() ? "-" : shown(function.placement().group()),
              shown(function.placement().isolation()),
              function.updatedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
              shown(function.description())));
    }
    return rows;
  }

  /** The first line, cut off where it is long: a description, or what stands in a record. */
  private static String shown(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) > 60
        ? line.substring(0, line.offsetByCodePoints(0, 59)) + "…"
        : line;
  }
}
