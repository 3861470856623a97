package dev.impuls.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  static StartedServer on(Path script, Path data, String javaOptions) throws IOException {
    return new StartedServer(
        List.of(script.toString(), "--data-dir", data.toString(), "--port", "0"), javaOptions);
  }

  int port() {
    return port;
  }

  /** The process' command line, the program first. */
  List<String> commandLine() throws IOException {
    String all = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    return all.lines().flatMap(text -> List.of(text.split("\0", -1)).stream()).toList();
  }

  /** The most memory it has held so far, in MiB. */
  long peakMib() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
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
