package dev.impuls.store.postgres;

import static dev.impuls.store.Change.Kind.CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;
import dev.impuls.store.Await;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Parallel;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away and comes back, in every way it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One server for all.
@Tag("slow")
class OutagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PostgresServer server = none();
  private TestSchema schema = none();
  private Network network = none();
  private PostgresFunctionStore store = none();
  private Function hello = none();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Made before each test.
  private static <T> T none() {
    return null;
  }

  @BeforeAll
  void startServer(@TempDir Path directory) throws Exception {
    server = PostgresServer.start(directory.resolve("data"), Map.of());
  }

  @AfterAll
  void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    schema = TestSchema.make(server.url());
    network = new Network(server.port());
    store =
        PostgresFunctionStore.open(
            new PostgresStoreSettings(
                through(network),
                5,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)));
    hello = store.create(Samples.draft("hello"));
    store.getToRun("hello");
  }

  private ConnectionString through(Network way) {
    return schema.connection(server.url().replace(":" + server.port(), ":" + way.port()));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    network.close();
    schema.close();
  }

  private void awaitBack() throws Exception {
    Await.until("the store is back", PATIENCE, () -> store.status().outage() == null);
  }

  private void awaitAway() throws Exception {
    Await.until("the store is away", PATIENCE, () -> store.status().outage() != null);
  }

  /** Waits until so many statements wait for a row that another transaction has locked. */
  private void awaitWaiting(int statements) throws Exception {
    Await.until(
        statements + " wait for a row",
        PATIENCE,
        () ->
            schema
                .value("SELECT count(*) FROM pg_locks WHERE NOT granted")
                .equals(Integer.toString(statements)));
  }

  private void assertThatOnlyWhatWasRunRuns() {
    assertThat(store.getToRun("hello")).isEqualTo(hello);
    assertThatThrownBy(() -> store.getToRun("other")).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.get("hello")).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.list(FunctionQuery.ALL))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.stream(FunctionQuery.ALL).toList())
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.create(Samples.draft("new")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.update("hello", Samples.code("x"), null))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.delete("hello", null))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store.status().writable()).isFalse();
  }

  @Test
  void aDatabaseThatIsStoppedAndStartedAgain() throws Exception {
    var heard = new Heard();
    store.subscribe(heard);

    server.stop();
    awaitAway();
    assertThatOnlyWhatWasRunRuns();
    assertThat(store.status().outage()).contains("127.0.0.1:" + network.port());

    server.restart();
    awaitBack();
    assertThat(store.get("hello")).isEqualTo(hello);
    store.create(Samples.draft("new"));
    heard.await(CREATED, "new");
  }

  @Test
  void aNetworkThatIsCutAndMended() throws Exception {
    network.cut();
    awaitAway();
    assertThatOnlyWhatWasRunRuns();
    schema.execute("UPDATE functions SET code = 'changed meanwhile'");

    network.mend();
    awaitBack();
    Await.until(
        "the change is heard of", () -> store.getToRun("hello").code().equals("changed meanwhile"));
    assertThat(store.get("hello").code()).isEqualTo("changed meanwhile");
  }

  @Test
  void aNetworkThatFallsSilent() throws Exception {
    network.fallSilent();
    awaitAway();
    assertThat(store.getToRun("hello")).isEqualTo(hello);

    network.mend();
    awaitBack();
    assertThat(store.get("hello")).isEqualTo(hello);
  }

  @Test
  void connectionsThatAreEndedUnderLoad() throws Exception {
    var done = new AtomicBoolean();
    Set<String> made = ConcurrentHashMap.newKeySet();
    Set<String> unknown = ConcurrentHashMap.newKeySet();

    Parallel.run(
        4,
        i -> {
          if (i == 0) {
            try {
              for (int n = 0; n < 10; n++) {
                int enough = made.size() + 20;
                Await.until("more is made", PATIENCE, () -> made.size() >= enough);
                schema.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
              }
            } finally {
              done.set(true);
            }
            return null;
          }
          for (int n = 0; !done.get(); n++) {
            String name = "f-" + i + "-" + n;
            try {
              store.create(Samples.draft(name));
              made.add(name);
            } catch (StoreUnavailableException e) {
              unknown.add(name);
            }
          }
          return null;
        });

    awaitBack();
    Set<String> there = ConcurrentHashMap.newKeySet();
    store.list(FunctionQuery.ALL).functions().forEach(function -> there.add(function.name()));
    assertThat(there).containsAll(made);
    there.removeAll(made);
    there.remove("hello");
    assertThat(unknown).containsAll(there);
  }

  @Test
  void aConnectionThatIsCutInTheMiddleOfATransactionLeavesNothing() throws Exception {
    try (Connection connection = schema.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM functions WHERE name = 'hello' FOR UPDATE");
      Parallel.run(
          2,
          i -> {
            if (i == 0) {
              assertThatThrownBy(() -> store.update("hello", Samples.code("x"), null))
                  .isInstanceOf(StoreUnavailableException.class);
            } else {
              awaitWaiting(1);
              network.cut();
            }
            return null;
          });
      connection.rollback();
    }
    network.mend();
    awaitBack();

    // The update never got its row; its connection is gone, and it with it.
    awaitWaiting(0);
    Function now = store.get("hello");
    Revision expected = now.revision();
    assertThat(store.update("hello", Samples.memory(99), expected).memoryMb()).isEqualTo(99);
  }

  @Test
  void aStatementThatTakesTooLong() throws Exception {
    try (var impatient =
            PostgresFunctionStore.open(
                new PostgresStoreSettings(
                    schema.connection(),
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ZERO));
        Connection connection = schema.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM functions WHERE name = 'hello' FOR UPDATE");

      assertThatThrownBy(() -> impatient.update("hello", Samples.code("x"), null))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("longer than it may");

      connection.rollback();
      assertThat(impatient.update("hello", Samples.code("y"), null).code()).isEqualTo("y");
    }
  }

  @Test
  void aPoolWhoseConnectionsAreAllInUse() throws Exception {
    try (var small =
            PostgresFunctionStore.open(
                new PostgresStoreSettings(
                    schema.connection(),
                    1,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    Duration.ZERO));
        Connection connection = schema.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM functions WHERE name = 'hello' FOR UPDATE");
      Parallel.run(
          2,
          i -> {
            if (i == 0) {
              return small.update("hello", Samples.code("x"), null);
            }
            awaitWaiting(1);
            assertThatThrownBy(() -> small.get("hello"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in use");
            connection.rollback();
            return null;
          });
    }
  }

  @Test
  void aDatabaseThatBecomesReadOnly() throws Exception {
    schema.execute("ALTER ROLE postgres SET default_transaction_read_only = on");
    try {
      server.stop();
      server.restart();
      awaitBack();

      assertThat(store.get("hello")).isEqualTo(hello);
      assertThat(store.status().writable()).isFalse();
      assertThatThrownBy(() -> store.create(Samples.draft("new")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("read-only");
    } finally {
      schema.execute(
          "BEGIN READ WRITE; ALTER ROLE postgres RESET default_transaction_read_only; COMMIT");
    }
    Await.until(
        "changes are taken again",
        PATIENCE,
        () -> {
          try {
            return store.update("hello", Samples.code("again"), null) != null;
          } catch (StoreUnavailableException e) {
            return false;
          }
        });
    assertThat(store.status().writable()).isTrue();
  }

  @Test
  void aHostThatTakesNoMoreChangesIsLeftIfOneThatDoesIsMeant() throws Exception {
    var primary =
        ConnectionString.parse(
            server.url() + "&target_session_attrs=read-write",
            Map.of("PGOPTIONS", "-c search_path=" + schema.name()));
    try (var over = TestSchema.open(primary)) {
      over.getToRun("hello");
      schema.execute("ALTER SYSTEM SET default_transaction_read_only = on");
      schema.execute("SELECT pg_reload_conf()");
      Await.until("it is left", PATIENCE, () -> over.status().outage() != null);
      assertThat(over.getToRun("hello")).isEqualTo(hello);
    } finally {
      try (var connection = schema.connect();
          var statement = connection.createStatement()) {
        statement.execute("ALTER SYSTEM RESET default_transaction_read_only");
        statement.execute("SELECT pg_reload_conf()");
      }
    }
    awaitBack();
  }

  @Test
  void openingWaitsForADatabaseThatComesLate() throws Exception {
    server.stop();
    Function found =
        Parallel.run(
                2,
                i -> {
                  if (i == 0) {
                    server.restart();
                    return hello;
                  }
                  var settings =
                      new PostgresStoreSettings(
                          schema.connection(),
                          2,
                          Duration.ofSeconds(20),
                          Duration.ofSeconds(5),
                          PATIENCE);
                  try (var late = PostgresFunctionStore.open(settings)) {
                    return late.get("hello");
                  }
                })
            .getLast();

    assertThat(found).isEqualTo(hello);
    awaitBack();
  }

  @Test
  void aWrongPasswordIsNotWaitedForAndNotTold() throws Exception {
    var settings =
        new PostgresStoreSettings(
            ConnectionString.parse(
                "postgres://nobody_there:hunter2@127.0.0.1:"
                    + server.port()
                    + "/postgres?sslmode=disable",
                Map.of()),
            1,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofDays(1));

    var refused =
        catchThrowableOfType(
            StoreUnavailableException.class, () -> PostgresFunctionStore.open(settings));

    assertThat(refused.getMessage()).contains("nobody_there").doesNotContain("hunter2");
  }

  @Test
  void afterAFailoverTheOtherHostIsUsed(@TempDir Path directory) throws Exception {
    PostgresServer first = PostgresServer.start(directory.resolve("first"), Map.of());
    var both = "postgres://postgres@127.0.0.1:" + first.port() + ",127.0.0.1:";
    first.stop();
    copy(directory.resolve("first"), directory.resolve("second"));
    first.restart();
    PostgresServer second = PostgresServer.start(directory.resolve("second"), Map.of());
    second.stop();
    var connection =
        ConnectionString.parse(
            both + second.port() + "/postgres?target_session_attrs=read-write&sslmode=disable",
            Map.of());
    try (var over = TestSchema.open(connection)) {
      Function made = over.create(Samples.draft("made"));
      over.getToRun("made");
      first.stop();
      assertThat(over.getToRun("made")).isEqualTo(made);
      second.restart();

      // The copy is from before there was a table, so it is made as a restore would.
      Await.until(
          "the other host is found",
          PATIENCE,
          () -> String.valueOf(over.status().outage()).contains("functions"));
      TestSchema.open(connection).close();
      Await.until("the other host is used", PATIENCE, () -> over.status().outage() == null);
      assertThatThrownBy(() -> over.get("made")).isInstanceOf(FunctionNotFoundException.class);
      assertThat(over.create(Samples.draft("made")).name()).isEqualTo("made");
    } finally {
      second.close();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                directory,
                to.resolve(from.relativize(directory).toString()),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file).toString()),
                  StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
