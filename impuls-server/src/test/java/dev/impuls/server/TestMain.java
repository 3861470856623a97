package dev.impuls.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line, in this process. */
public final class TestMain {
  private TestMain() {}

  /** What a command came to. */
  public record Ran(int exitCode, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  /** That of the server with all commands, or as it is with those arguments. */
  public static CommandLine commandLine(Map<String, String> environment, String... arguments) {
    return Main.commandLine(arguments, environment);
  }

  /** Runs it and returns what it wrote. */
  public static Ran run(Map<String, String> environment, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        commandLine(environment, arguments)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
