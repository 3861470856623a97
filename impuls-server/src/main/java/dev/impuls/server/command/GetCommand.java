package dev.impuls.server.command;

import dev.impuls.function.Function;
import dev.impuls.json.FunctionJson;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: one function, or its code. */
@Command(
    name = "get",
    description = "Shows one function of a store, or writes its code to a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class GetCommand extends StoreCommand {
  @Parameters(paramLabel = "NAME")
  private String name = "";

  @Option(names = "--code", description = "print the code, and nothing else")
  private boolean code;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the code to that file")
  private @Nullable Path output;

  /** Reads variables from there. */
  public GetCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(FunctionStore store, Out out) throws IOException {
    Function function = store.get(name);
    if (output != null) {
      Files.writeString(output, function.code());
    } else if (code) {
      out.raw(function.code());
    } else if (json) {
      out.json(writer -> FunctionJson.write(writer, function));
    } else {
      out.table(rows(function));
      out.line("");
      out.raw(function.code() + (function.code().endsWith("\n") ? "" : "\n"));
    }
    return ExitCodes.DONE;
  }

  private static List<List<String>> rows(Function function) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("name", function.name()));
    rows.add(List.of("id", function.id()));
    if (!function.description().isEmpty()) {
      rows.add(List.of("description", function.description()));
    }
    rows.add(List.of("runtime", function.runtime()));
    rows.add(List.of("handler", function.handler()));
    rows.add(List.of("memory", function.memoryMb() + " MB"));
    rows.add(List.of("timeout", function.timeoutSec() + " s"));
    if (!function.placement().group().isEmpty()) {
      rows.add(List.of("group", function.placement().group()));
    }
    rows.add(List.of("isolation", function.placement().isolation()));
    function
        .environment()
        .forEach((key, value) -> rows.add(List.of("environment", key + "=" + value)));
    rows.add(List.of("created", function.createdAt().toString()));
    rows.add(List.of("updated", function.updatedAt().toString()));
    rows.add(List.of("revision", function.revision().toString()));
    return rows;
  }
}
