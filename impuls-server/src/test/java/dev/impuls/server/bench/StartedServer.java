package dev.impuls.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, which said where it listens. */
final class StartedServer implements AutoCloseable {
  private static final String LISTENS = "Listens on http://127.0.0.1:";

  private final Process process;
  private final BufferedReader output;
  private final int port;

  /**
   * @param javaOptions what {@code JAVA_OPTS} is to be
   */
  StartedServer(List<String> command, String javaOptions) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", javaOptions);
    process = builder.start();
    output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(LISTENS)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start: " + command);
    }
    port = Integer.parseInt(line.substring(LISTENS.length()));
  }

  static StartedServer on(Path script, Path data, String javaOptions, String... flags)
      throws IOException {
    var command =
        new ArrayList<>(List.of(script.toString(), "--data-dir", data.toString(), "--port", "0"));
    command.addAll(List.of(flags));
    return new StartedServer(command, javaOptions);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  /** The process' command line, the program first. */
  List<String> commandLine() {
    return List.of(Proc.commandLine(process.pid()).split("\0", -1));
  }

  /** The most memory it has held so far, in MiB. */
  long peakMib() throws IOException {
    return Proc.peakMib(process.pid());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
  }
}
