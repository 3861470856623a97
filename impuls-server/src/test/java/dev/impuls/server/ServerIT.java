package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.impuls.server.ServerProcess.Ended;
import dev.impuls.store.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution, started, used and stopped as an operator does. */
@Execution(ExecutionMode.CONCURRENT) // Each has servers of its own.
class ServerIT {
  private static final int SIGTERM = 128 + 15;

  /** All that is logged if nothing is wrong, once the first function process starts. */
  private static final String KEPT_IN =
      "(\\S+ INFO  Launcher - Function processes are kept in by (BUBBLEWRAP|LIMITS|NONE)\n)?";

  @TempDir private Path directory;

  private ServerProcess start(String... flags) throws IOException {
    return start(Map.of(), flags);
  }

  private ServerProcess start(Map<String, String> variables, String... flags) throws IOException {
    var all = new ArrayList<>(ServerProcess.WITHOUT_WORKERS);
    all.addAll(List.of(flags));
    return ServerProcess.start(
        ServerProcess.script(), directory, variables, all.toArray(String[]::new));
  }

  private Path data() {
    return directory.resolve("data");
  }

  // ---- What it says ----

  @Test
  void helpNamesEveryFlag() throws Exception {
    try (var server = start("--help")) {
      Ended ended = server.end();
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.errors()).isEmpty();
      assertThat(ended.output())
          .startsWith("Usage: impuls-server ")
          .contains("--storage=TYPE", "--data-dir=DIR", "--db-conn=CONNECTION")
          .contains("--host=ADDRESS", "--port=PORT", "--private-files", "--help", "--version")
          .contains("--egress=HOSTS", "STORAGE_TYPE", "DATA_DIR", "DB_CONN", "EGRESS");
    }
  }

  @Test
  void versionIsOneLine() throws Exception {
    try (var server = start("--version")) {
      assertThat(server.end())
          .satisfies(ended -> assertThat(ended.output()).matches("impuls-server \\d\\S+\n"))
          .extracting(Ended::exitCode)
          .isEqualTo(0);
    }
  }

  @Test
  void tellsWhereItListensAndWhatItStoresIn() throws Exception {
    try (var server = start("--data-dir", "data", "--port", "0")) {
      String address = server.address();
      assertThat(server.output())
          .matches(
              "Impuls \\d\\S+\n"
                  + "Stores in \\Q"
                  + data().toRealPath()
                  + "\\E: 0 functions\n"
                  + "Listens on \\Q"
                  + address
                  + "\\E\n");
      assertThat(server.errors()).matches(KEPT_IN);
    }
  }

  // ---- Wrong usage, and what keeps it from starting ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour red | Unknown options: '--colour', 'red'",
        "--port http | Invalid value for option '--port': 'http' is not an int",
        "--port 65536 | --port must be from 0 to 65535, not 65536",
        "--port | Missing required parameter for option '--port' (PORT)",
        "--storage s3 | --storage must be file or postgres, not \"s3\"",
        "--egress a.test,10.0.0.0/40 | --egress cannot be used: \"10.0.0.0/40\": the prefix length"
            + " is more than the address's 32 bits",
        "--storage postgres | --storage postgres needs a connection string: --db-conn or"
            + " IMPULS_DB_CONN",
        "--db-migrate | --db-migrate needs --storage postgres",
        "--storage postgres --db-conn postgres://h/d --db-pool-size 0 | --db-pool-size must be from"
            + " 1 to 1000, not 0",
      })
  void wrongUsageIsOneLineAndExitCode2(String flags, String line) throws Exception {
    try (var server = start(flags.split(" "))) {
      requireEnd(server.end(), 2, line + "; see impuls-server --help");
    }
    assertThat(directory.resolve("impuls-data")).doesNotExist();
  }

  @Test
  void wrongVariablesAreWrongUsage() throws Exception {
    try (var server =
        ServerProcess.start(ServerProcess.script(), directory, Map.of("IMPULS_PORT", "http"))) {
      requireEnd(
          server.end(),
          2,
          "Invalid value for IMPULS_PORT: 'http' is not an int; see impuls-server --help");
    }
    try (var server =
        ServerProcess.start(ServerProcess.script(), directory, Map.of("STORAGE_TYPE", "redis"))) {
      requireEnd(
          server.end(),
          2,
          "STORAGE_TYPE must be file or postgres, not \"redis\"; see impuls-server --help");
    }
    try (var server =
        ServerProcess.start(ServerProcess.script(), directory, Map.of("EGRESS", "a.test,*"))) {
      requireEnd(
          server.end(),
          2,
          "EGRESS cannot be used: \"*\": it is no host name; see impuls-server --help");
    }
  }

  @Test
  void aFileOfSettingsIsReadAndWrongLinesOfItAreWrongUsage() throws Exception {
    Path file = directory.resolve("server.conf");
    Files.writeString(file, "data-dir = from-file\nport = 0\nprivate-files = true\n");
    try (var server = start("--config", file.toString(), "--private-files")) {
      var _ = server.address();
      assertThat(server.output()).contains("Stores in " + directory.toRealPath() + "/from-file:");
      assertThat(Files.getPosixFilePermissions(directory.resolve("from-file/functions")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    Files.writeString(file, "data-dir = from-file\nprot = 0\n");
    try (var server = start("--config", file.toString())) {
      Ended ended = server.end();
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.errors())
          .startsWith("impuls-server: " + file + ", line 2: there is no setting prot; those")
          .contains("data-dir", "db-conn", "isolation")
          .doesNotContain("config,");
    }
    Files.writeString(file, "isolation = 3\n");
    try (var server = ServerProcess.start(directory, "--config", file.toString())) {
      assertThat(server.end().errors())
          .startsWith("impuls-server: Invalid value for isolation (" + file);
    }
  }

  /** The Java machine needs the compiler then, which the script has to know. */
  @Test
  void theServersOwnProcessCompilesWhereverIsolationIsSaid() throws Exception {
    Path file = Files.writeString(directory.resolve("server.conf"), "isolation = \"None\"\n");
    for (ServerProcess server :
        List.of(
            ServerProcess.start(directory, "--port", "0", "--config", file.toString()),
            ServerProcess.start(
                ServerProcess.script(),
                directory,
                Map.of("IMPULS_CONFIG", file.toString()),
                "--port",
                "0"),
            ServerProcess.start(
                ServerProcess.script(),
                directory,
                Map.of("IMPULS_ISOLATION", "none"),
                "--port",
                "0"))) {
      try (server) {
        var _ = server.address();
        assertThat(server.output()).contains("Functions run in the server's process");
        assertThat(new ApiClient(server.address()).get("/api/v1/runtimes").json().toString())
            .contains("\"compiled\":true");
      }
    }
  }

  @Test
  void aTakenPortEndsIt() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var server =
            start("--data-dir", "data", "--port", Integer.toString(taken.getLocalPort()))) {
      requireEnd(
          server.end(),
          1,
          "cannot listen on 127.0.0.1:"
              + taken.getLocalPort()
              + ": Address already in use; stop what listens there, or choose another with --port"
              + " or --host");
    }
  }

  @Test
  void anAddressThatIsNotHereEndsIt() throws Exception {
    try (var server = start("--data-dir", "data", "--host", "192.0.2.1")) {
      Ended ended = server.end();
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.errors())
          .startsWith("impuls-server: cannot listen on 192.0.2.1:8080: ")
          .endsWith("choose another with --port or --host\n")
          .hasLineCount(1);
    }
  }

  @Test
  void aDirectoryThatIsAFileEndsIt() throws Exception {
    Files.writeString(data(), "in the way");
    try (var server = start("--data-dir", "data")) {
      Ended ended = server.end();
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.errors())
          .startsWith("impuls-server: The directory " + data().toRealPath() + " cannot be opened: ")
          .endsWith("; choose another with --data-dir, or make it accessible\n")
          .hasLineCount(1);
    }
    assertThat(data()).content().isEqualTo("in the way");
  }

  @Test
  void aDirectoryThatIsNotWritableEndsIt() throws Exception {
    Files.createDirectories(data().resolve("functions/metadata"));
    Files.createDirectories(data().resolve("functions/code"));
    String[] withoutOverride = {"setpriv", "--bounding-set=-dac_override"};
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeThat(!root || shell("setpriv --bounding-set=-dac_override true").exitCode() == 0)
        .as("root may write everywhere, and setpriv cannot take that away here")
        .isTrue();
    String prefix = root ? String.join(" ", withoutOverride) + " " : "";
    shell("chmod -R a-w data");
    try {
      Ended ended = shell(prefix + "'" + ServerProcess.script() + "' --data-dir data --port 0");
      requireEnd(
          ended,
          1,
          "The directory "
              + data().toRealPath()
              + " is not writable; choose another with --data-dir, or make it writable");
    } finally {
      shell("chmod -R u+w data");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://admin:geheim@db/impuls", "geheim", ""})
  void aBadConnectionStringEndsItAndIsNotRepeated(String connection) throws Exception {
    try (var server = start("--storage", "postgres", "--db-conn", connection)) {
      requireEnd(
          server.end(),
          1,
          "The connection string of --db-conn cannot be used: it is none; one looks like"
              + " postgres://user@host:5432/database");
    }
  }

  // ---- Settings ----

  @Test
  void variablesAreRead() throws Exception {
    try (var server =
        ServerProcess.start(
            ServerProcess.script(),
            directory,
            Map.of("STORAGE_TYPE", "file", "DATA_DIR", "from-variable"),
            "--isolation",
            "none",
            "--port",
            "0")) {
      server.address();
      assertThat(directory.resolve("from-variable/functions/metadata")).isDirectory();
    }
  }

  @Test
  void flagsBeatVariables() throws Exception {
    try (var server =
        ServerProcess.start(
            ServerProcess.script(),
            directory,
            Map.of("STORAGE_TYPE", "postgres", "DB_CONN", "x", "DATA_DIR", "from-variable"),
            "--storage",
            "file",
            "--data-dir",
            "data",
            "--isolation",
            "none",
            "--port",
            "0")) {
      server.address();
      assertThat(data().resolve("functions/metadata")).isDirectory();
      assertThat(directory.resolve("from-variable")).doesNotExist();
    }
  }

  // ---- Where it is started from, and with which Java ----

  @Test
  void theArchiveStartsWhereverItIsUnpackedAndThroughALink() throws Exception {
    Path unpacked = Files.createDirectories(directory.resolve("with a space"));
    assertThat(shell("tar -xzf '" + System.getProperty("archive") + "' -C 'with a space'").errors())
        .isEmpty();
    Path script;
    try (Stream<Path> inside = Files.list(unpacked)) {
      script = inside.findFirst().orElseThrow().resolve("bin/impuls-server");
    }
    assertThat(script.resolveSibling("../LICENSE")).exists();
    assertThat(script.resolveSibling("../THIRD-PARTY.txt")).content().contains("Javalin");
    assertThat(script.resolveSibling("../THIRD-PARTY-JAVASCRIPT.txt"))
        .content()
        .contains("whatwg-url");
    Path link = Files.createSymbolicLink(directory.resolve("impuls"), script);
    // With what Java does where nobody says otherwise.
    Map<String, String> usual = Map.of("JAVA_OPTS", "");
    try (var server = ServerProcess.start(link, directory, usual, "--port", "0");
        var client = new ApiClient(server.address())) {
      assertThat(client.get("/api/v1/runtimes").json().toString())
          .contains("\"name\":\"nodejs22\"", "\"compiled\":true");
      assertThat(directory.resolve("impuls-data/functions")).isDirectory();
    }
  }

  @Test
  void aJavaOfAnotherReleaseIsPassedOver() throws Exception {
    Path other = directory.resolve("other");
    Files.createDirectories(other.resolve("bin"));
    Files.writeString(other.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path fake = other.resolve("bin/java");
    Files.writeString(fake, "#!/bin/sh\necho the wrong one >&2; exit 9\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    Path fitting = Path.of(System.getProperty("java.home"), "bin");
    try (var server =
        ServerProcess.start(
            ServerProcess.script(),
            directory,
            Map.of("JAVA_HOME", other.toString(), "PATH", fitting + ":" + System.getenv("PATH")),
            "--version")) {
      assertThat(server.end().exitCode()).isZero();
    }
  }

  @Test
  void fileNamesAreUtf8WithoutALocale() throws Exception {
    Path data = directory.resolve("dätä");
    Path code = data.resolve("functions/code/grüße/function.js");
    Files.createDirectories(code.getParent());
    Files.writeString(code, "exports.handler = async () => 'hallo'");
    Path metadata = data.resolve("functions/metadata/grüße.json");
    Files.createDirectories(metadata.getParent());
    Files.writeString(metadata, "{\"runtime\": \"nodejs22\", \"handler\": \"index.handler\"}");
    try (var server = start(Map.of("LC_ALL", "C"), "--data-dir", "dätä", "--port", "0");
        var client = new ApiClient(server.address())) {
      assertThat(client.invoke("gr%C3%BC%C3%9Fe", "1").json().get("body").stringValue())
          .isEqualTo("hallo");
    }
  }

  // ---- Stopping ----

  @Test
  void toldToStopItLetsRunningCallsEnd() throws Exception {
    try (var server = start("--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address());
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.create(
          "slow",
          "exports.handler = (event) => new Promise((done) => setTimeout(() => done(event),"
              + " 2000))");
      String event = "{\"a\":1}";
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/functions/slow/invoke HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Expect: 100-continue\r\nContent-Length: "
                      + event.length()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(lines.readLine()).isEmpty();
      socket.getOutputStream().write(event.getBytes(StandardCharsets.US_ASCII));

      server.process().destroy();

      Await.until("it takes no more calls", () -> isRefused(server));
      assertThat(server.process().isAlive()).isTrue();
      assertThat(lines.lines().toList())
          .startsWith("HTTP/1.1 200 OK")
          .last()
          .asString()
          .contains("\"body\":{\"a\":1}");
      assertThat(server.end())
          .satisfies(ended -> assertThat(ended.errors()).matches(KEPT_IN))
          .extracting(Ended::exitCode)
          .isEqualTo(SIGTERM);
    }
  }

  /** What it accepts in the very moment it stops it may never look at. */
  private static boolean isRefused(ServerProcess server) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + "/health/live"))
            .timeout(Duration.ofSeconds(1))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 503;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void killedItLosesNothingThatWasAnswered() throws Exception {
    try (var server = start("--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address())) {
      assertThat(client.create("kept", "exports.handler = async () => 'kept'").status())
          .isEqualTo(201);
      server.process().destroyForcibly().waitFor();
    }
    try (var server = start("--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address())) {
      assertThat(server.output()).contains(": 1 function\n");
      assertThat(client.invoke("kept", "null").json().get("body").stringValue()).isEqualTo("kept");
    }
  }

  // ---- Temporary files ----

  private ServerProcess startWith(Path temporary) throws IOException {
    String java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary;
    return start(Map.of("JAVA_OPTS", java), "--data-dir", "data", "--port", "0");
  }

  private static long imports(Path temporary) throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(f -> f.getFileName().toString().startsWith("impuls-import-")).count();
    }
  }

  @Test
  void killedInAnImportTheNextOneRemovesWhatIsLeftAndNothingElse() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path work = Files.createDirectory(temporary.resolve("impuls-work"));
    Files.createFile(work.resolve("lock"));
    Path precious = Files.writeString(work.resolve("precious"), "kept");
    try (var server = startWith(temporary);
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String half =
          "POST /api/v1/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 1000\r\n\r\n[";
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      Await.until("half of it is there", () -> imports(temporary) == 1);
      server.process().destroyForcibly().waitFor();
    }
    assertThat(imports(temporary)).as("nobody could tidy up").isEqualTo(1);

    try (var server = startWith(temporary)) {
      assertThat(server.port()).isPositive();
      assertThat(imports(temporary)).isZero();
    }
    assertThat(precious).hasContent("kept");
  }

  @Test
  void withoutADirectoryForTemporaryFilesItSaysSo() throws Exception {
    Path missing = directory.resolve("missing");
    try (var server = startWith(missing)) {
      Ended ended = server.end();
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.errors())
          .contains("impuls-server: No directory for function processes can be made in " + missing)
          .doesNotContain("\tat ");
    }
  }

  // ---- Backup and restore, as documented ----

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBackupRestoresEveryFunction(boolean running) throws Exception {
    String before;
    try (var server = start("--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address())) {
      for (int i = 0; i < 20; i++) {
        client.create("f" + i, "exports.handler = async () => " + i);
      }
      before = client.get(FUNCTIONS).body();
      if (running) {
        backUp();
        damage();
        Await.until("the damage shows", () -> !client.get(FUNCTIONS).body().equals(before));
        restore();
        Await.until("all is back", () -> client.get(FUNCTIONS).body().equals(before));
        assertThat(client.invoke("f7", "null").json().get("body").intValue()).isEqualTo(7);
        assertThat(client.get("/health").json().get("problems").size()).isZero();
        return;
      }
      server.process().destroy();
      assertThat(server.end().exitCode()).isEqualTo(SIGTERM);
    }
    backUp();
    damage();
    restore();
    try (var server = start("--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address())) {
      assertThat(client.get(FUNCTIONS).body()).isEqualTo(before);
    }
  }

  private void backUp() throws Exception {
    assertThat(shell("tar -czf impuls-backup.tar.gz " + data() + "/functions"))
        .extracting(Ended::exitCode)
        .isEqualTo(0);
  }

  private void damage() throws Exception {
    Files.delete(data().resolve("functions/metadata/f3.json"));
    Files.writeString(data().resolve("functions/metadata/f4.json"), "{");
    Files.writeString(data().resolve("functions/code/f5/function.js"), "lost");
    assertThat(shell("rm -r data/functions/code/f6").exitCode()).isZero();
  }

  private void restore() throws Exception {
    assertThat(shell("tar -xzf impuls-backup.tar.gz -C /").exitCode()).isZero();
  }

  private Ended shell(String command) throws Exception {
    var builder = new ProcessBuilder("sh", "-c", command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path errors = Files.createTempFile(directory, "shell", ".txt");
    Process process = builder.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end");
    }
    return new Ended(process.exitValue(), output, Files.readString(errors));
  }

  private static void requireEnd(Ended ended, int exitCode, String line) {
    assertThat(ended.errors()).isEqualTo("impuls-server: " + line + "\n");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    assertThat(ended.output()).isEmpty();
  }
}
