package dev.impuls.store.postgres;

import dev.impuls.store.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PostgreSQL of the machine: {@code pg_dump} refuses servers that are newer than itself. */
final class InstalledPostgres implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final String url;

  private InstalledPostgres(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** The major version of {@code pg_dump} and {@code psql}, 0 if they are not installed. */
  static int versionOfTools() throws IOException {
    try {
      Process said = new ProcessBuilder("pg_dump", "--version").start();
      Matcher version =
          VERSION.matcher(new String(said.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Where Debian puts the programs of that version. */
  static Path programs(int version) {
    return Path.of("/usr/lib/postgresql", Integer.toString(version), "bin");
  }

  /** Starts a server on data of its own. */
  static InstalledPostgres start(int version, Path directory) throws Exception {
    Path data = directory.resolve("data");
    Path log = directory.resolve("log");
    run(log, version, "initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-N");
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                command(
                    version,
                    "postgres",
                    List.of(
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        "",
                        "-c",
                        "listen_addresses=127.0.0.1")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    String url = "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable";
    var server = new InstalledPostgres(process, url);
    Await.until("it answers: " + log, PATIENCE, () -> answers(url));
    return server;
  }

  private static boolean answers(String url) {
    try (var connection = PostgresServer.connect(url)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void run(Path log, int version, String program, String... arguments)
      throws Exception {
    Process process =
        new ProcessBuilder(command(version, program, List.of(arguments)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(program + " said: " + Files.readString(log));
    }
  }

  /** PostgreSQL does not run as root; in a name space of its own, root is nobody. */
  private static List<String> command(int version, String program, List<String> arguments) {
    var command = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs(version).resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  /** The connection string of its superuser. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
