package dev.impuls.server.command;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.json.InvocationJson;
import dev.impuls.json.JsonReaders;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code invoke}: runs a function. */
@Command(
    name = "invoke",
    description = {
      "Runs a function, on the server whose address is given, or else on this machine. What it",
      "returns is printed, what it logs goes to the error output; exit code 1 if it fails."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class InvokeCommand extends StoreCommand {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Parameters(index = "0", paramLabel = "NAME")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "EVENT",
      arity = "0..1",
      description = "JSON; @FILE for that of a file, - for what comes in (default: null)")
  private String event = "null";

  /** Reads variables from there. */
  public InvokeCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(FunctionStore store, Out out) throws CommandException, IOException {
    String given = event(System.in);
    Function function = store.get(name);
    String id = UUID.randomUUID().toString();
    Consumer<LogRecord> log = json ? record -> {} : record -> out.note(shown(record));
    InvocationResult result;
    try (Invoker invoker = place().invoker()) {
      result = invoker.invoke(new Invocation(id, function, given), log).join();
    }
    InvocationError error = result.error();
    if (json) {
      out.json(writer -> InvocationJson.write(writer, result, id));
    } else if (error == null) {
      out.line(String.valueOf(result.body()));
    } else {
      out.note(error.type() + ": " + error.message());
      if (!error.stack().isEmpty()) {
        out.note(error.stack().stripTrailing());
      }
    }
    return error == null ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String shown(LogRecord record) {
    return record.level().name().toLowerCase(Locale.ROOT) + ": " + record.message();
  }

  private String event(InputStream in) throws CommandException, IOException {
    @Nullable String text = event;
    if (event.equals("-")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } else if (event.startsWith("@")) {
      text = Files.readString(Path.of(event.substring(1)));
    }
    try {
      STRICT.readTree(text);
      return text;
    } catch (JacksonException e) {
      throw new CommandException("The event is not valid JSON: " + JsonReaders.problem(e));
    }
  }
}
