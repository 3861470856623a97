package dev.impuls.server.command;

import dev.impuls.function.FunctionPatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of a function, as far as they are given. */
final class FunctionOptions {
  @Option(names = "--runtime", paramLabel = "RUNTIME", description = "such as nodejs22")
  private @Nullable String runtime;

  @Option(names = "--handler", paramLabel = "HANDLER", description = "such as index.handler")
  private @Nullable String handler;

  @Option(names = "--code", paramLabel = "FILE", description = "its code; - for what comes in")
  private @Nullable String code;

  @Option(names = "--description", paramLabel = "TEXT")
  private @Nullable String description;

  @Option(names = "--memory-mb", paramLabel = "MB", description = "from 16 to 10240")
  private @Nullable Integer memoryMb;

  @Option(names = "--timeout-sec", paramLabel = "SECONDS", description = "from 1 to 900")
  private @Nullable Integer timeoutSec;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description =
          "functions of different groups never share a process; \"\" for the group of those"
              + " without")
  private @Nullable String group;

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      description = "shared, or dedicated for a process of its own")
  private @Nullable String isolation;

  @Option(
      names = "--env",
      paramLabel = "KEY=VALUE",
      description = "a variable of its environment; several may be given, and are then all of it")
  private @Nullable Map<String, String> environment;

  @Option(names = "--no-env", description = "no variables")
  private boolean noEnvironment;

  /** What is given; runtime and handler as usual if they are not, where a function is new. */
  FunctionPatch patch(boolean isNew, InputStream in) throws CommandException, IOException {
    return new FunctionPatch(
        description,
        runtime == null && isNew ? "nodejs22" : runtime,
        handler == null && isNew ? "index.handler" : handler,
        code == null ? null : code(code, in),
        memoryMb,
        timeoutSec,
        group,
        isolation,
        noEnvironment ? Map.of() : environment == null ? null : new LinkedHashMap<>(environment));
  }

  private static String code(String file, InputStream in) throws CommandException, IOException {
    byte[] bytes = file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandException(
          (file.equals("-") ? "What was read" : file) + " is not UTF-8 text");
    }
  }
}
