package dev.impuls.server;

import dev.impuls.store.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as users start it: the script of the distribution, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** None of them lives long enough for what Java does for those that run for days. */
  private static final String STARTS_QUICKLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /** Flags of one that has no worker before the first call, as most tests need none. */
  public static final List<String> WITHOUT_WORKERS =
      List.of("--isolation", "process", "--spare-processes", "0");

  private static final Pattern LISTENS = Pattern.compile("Listens on (http://[0-9.]+:\\d+)\n");

  private final Path output;
  private final Path errors;
  private final Process process;

  private ServerProcess(Path script, Path directory, Map<String, String> variables, String... flags)
      throws IOException {
    output = Files.createTempFile(directory, "out", ".txt");
    errors = Files.createTempFile(directory, "err", ".txt");
    var command = new ArrayList<String>();
    command.add(script.toString());
    command.addAll(List.of(flags));
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    var environment = builder.environment();
    environment.keySet().removeAll(List.of("STORAGE_TYPE", "DATA_DIR", "DB_CONN", "EGRESS"));
    environment.keySet().removeIf(name -> name.startsWith("IMPULS_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS", STARTS_QUICKLY);
    environment.putAll(variables);
    process = builder.start();
  }

  /** The distribution the build made. */
  public static Path script() {
    return Path.of(System.getProperty("distribution"), "bin", "impuls-server");
  }

  /** Starts it in that directory. */
  public static ServerProcess start(Path directory, String... flags) throws IOException {
    return start(script(), directory, Map.of(), flags);
  }

  /** Starts another copy of it, or with variables; a variable of no value is none. */
  public static ServerProcess start(
      Path script, Path directory, Map<String, String> variables, String... flags)
      throws IOException {
    return new ServerProcess(script, directory, variables, flags);
  }

  /** What came back: the exit code and all it said. */
  public record Ended(int exitCode, String output, String errors) {}

  /** Waits for its end. */
  public Ended end() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("It does not end; it said: " + output() + errors());
    }
    return new Ended(process.exitValue(), output(), errors());
  }

  /** Waits until it says where it listens; answers that address. */
  public String address() throws Exception {
    var found = new HashMap<String, String>();
    Await.until(
        "the server listens",
        PATIENCE,
        () -> {
          Matcher matcher = LISTENS.matcher(output());
          if (matcher.find()) {
            found.put("address", matcher.group(1));
          } else if (!process.isAlive()) {
            throw new AssertionError("It ended: " + output() + errors());
          }
          return !found.isEmpty();
        });
    return String.valueOf(found.get("address"));
  }

  /** The port it says it listens on. */
  public int port() throws Exception {
    return URI.create(address()).getPort();
  }

  public Process process() {
    return process;
  }

  public String output() {
    return read(output);
  }

  public String errors() {
    return read(errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
