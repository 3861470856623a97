package dev.impuls.store.postgres;

import static dev.impuls.store.Change.Kind.CREATED;
import static dev.impuls.store.Change.Kind.DELETED;
import static dev.impuls.store.Change.Kind.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Samples;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes made by hand, by restores and by replication are heard of, and what runs is the new. */
class AnnouncementsTest {
  private static final String ROW =
      "INSERT INTO functions VALUES ('%1$s', '%1$s', '', 'nodejs22', 'a.b', '', '', 128, 30, '{}',"
          + " now(), now());";

  private TestSchema schema = none();
  private PostgresFunctionStore store = none();
  private final Heard heard = new Heard();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Made before each test.
  private static <T> T none() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    schema = TestSchema.make();
    store = schema.open();
    store.subscribe(heard);
    store.create(Samples.draft("hello"));
    heard.await(CREATED, "hello");
    heard.clear();
    store.getToRun("hello");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    schema.close();
  }

  @Test
  void rowsWrittenByHand() throws Exception {
    schema.execute(ROW.formatted("byhand"));
    heard.await(CREATED, "byhand");
    schema.execute("UPDATE functions SET code = 'other' WHERE name = 'hello'");
    heard.await(UPDATED, "hello");
    assertThat(store.getToRun("hello").code()).isEqualTo("other");
    schema.execute("DELETE FROM functions WHERE name = 'hello'");
    heard.await(DELETED, "hello");
    schema.execute("UPDATE functions SET name = 'renamed' WHERE name = 'byhand'");
    heard.await(CREATED, "renamed");
    heard.await(DELETED, "byhand");
  }

  @Test
  void aTransactionIsHeardOfAsAWholeAndOnlyIfItIsCommitted() throws Exception {
    schema.execute("BEGIN; DELETE FROM functions; ROLLBACK");
    schema.execute("BEGIN; DELETE FROM functions; " + ROW.formatted("a") + " COMMIT");

    heard.await(CREATED, "a");
    assertThat(heard.of("hello")).containsExactly(DELETED);
  }

  /** Of equal notifications of one transaction PostgreSQL sends the first. */
  @Test
  void whatATransactionDoesAndUndoesAndDoesAgain() throws Exception {
    schema.execute(
        "BEGIN; "
            + (ROW.formatted("a") + "DELETE FROM functions WHERE name = 'a';").repeat(2)
            + ROW.formatted("a")
            + ROW.formatted("b")
            + "DELETE FROM functions WHERE name = 'b';"
            + ROW.formatted("b")
            + "DELETE FROM functions WHERE name = 'b'; COMMIT");
    schema.execute(ROW.formatted("end"));

    heard.await(CREATED, "end");
    assertThat(heard.of("a")).endsWith(CREATED);
    assertThat(heard.of("b")).endsWith(DELETED);
  }

  @Test
  void aTableThatIsEmptied() throws Exception {
    schema.execute("TRUNCATE functions");

    heard.await(DELETED, "hello");
  }

  @Test
  void rowsOfAReplicationAndOfARestoreThatSwitchesTriggersOff() throws Exception {
    schema.execute("SET session_replication_role = replica; " + ROW.formatted("replicated"));
    heard.await(CREATED, "replicated");

    schema.execute(
        "BEGIN; ALTER TABLE functions DISABLE TRIGGER ALL; "
            + ROW.formatted("restored")
            + " ALTER TABLE functions ENABLE TRIGGER ALL; COMMIT");
    heard.await(CREATED, "restored");
  }

  @Test
  void aTableThatIsMadeAnewAsARestoreDoes() throws Exception {
    schema.execute("CREATE TABLE kept AS SELECT * FROM functions; DROP TABLE functions");
    heard.await(DELETED, "hello");
    schema.execute(
        "CREATE TABLE functions (LIKE kept); ALTER TABLE functions ADD UNIQUE (name);"
            + " INSERT INTO functions SELECT * FROM kept;"
            + " UPDATE functions SET code = 'restored'");

    heard.await(CREATED, "hello");
    assertThat(store.getToRun("hello").code()).isEqualTo("restored");
    schema.execute("UPDATE functions SET code = 'without a trigger'");
    heard.await(UPDATED, "hello");
    assertThat(store.getToRun("hello").code()).isEqualTo("without a trigger");
  }

  @Test
  void namesThatNoNotificationCanHold() throws Exception {
    String name = "x".repeat(8000);
    schema.execute(ROW.formatted("a").replace("'a', 'a'", "'a', '" + name + "'"));

    heard.await(CREATED, name);
  }

  @Test
  void namesThatLookLikePartsOfANotification() throws Exception {
    schema.execute(ROW.formatted("a").replace("'a', 'a'", "'a', 'two words DELETE 1 x'"));

    heard.await(CREATED, "two words DELETE 1 x");
    assertThat(store.list(FunctionQuery.ALL).functions())
        .extracting(FunctionSummary::name)
        .contains("two words DELETE 1 x");
  }

  @Test
  void notificationsThatAreNoneOfOursAreOfNoConsequence() throws Exception {
    String table = schema.value("SELECT 'functions'::regclass::oid");
    for (String payload :
        new String[] {
          "",
          " ",
          "x",
          "1 INSERT 1 hello",
          table,
          table + " ",
          table + " DELETE",
          table + " DELETE x nothere",
          table + " INSERT x y z",
          table + " WHAT 1 hello"
        }) {
      schema.execute("SELECT pg_notify('impuls_functions', '" + payload + "')");
    }
    schema.execute(ROW.formatted("end"));

    heard.await(CREATED, "end");
    assertThat(store.getToRun("hello").name()).isEqualTo("hello");
  }

  @Test
  void anotherImpulsInTheSameDatabaseIsNotHeard() throws Exception {
    try (var other = TestSchema.make();
        var otherStore = other.open()) {
      otherStore.create(Samples.draft("theirs"));
      store.create(Samples.draft("ours"));
      heard.await(CREATED, "ours");
      assertThat(heard.of("theirs")).isEmpty();
    }
  }

  @Test
  void whatRunsIsNotOlderThanWhatWasHeardOfManyTimes() throws Exception {
    try (var other = schema.open()) {
      for (int i = 0; i < 100; i++) {
        String code = "version " + i;
        other.update("hello", Samples.code(code), null);
        assertThat(other.getToRun("hello").code()).isEqualTo(code);
        Await.until("it runs", () -> store.getToRun("hello").code().equals(code));
      }
    }
  }

  @Test
  void aListenerWhoseConnectionIsEndedMakesUpForWhatItMissed() throws Exception {
    schema.execute(ROW.formatted("gone"));
    heard.await(CREATED, "gone");
    try (Connection connection = schema.connect();
        var statement = connection.createStatement()) {
      // In one transaction, so that nobody can listen again before it is all there.
      connection.setAutoCommit(false);
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE"
              + " '%impuls_announce%' AND pid <> pg_backend_pid() AND datname ="
              + " current_database()");
      statement.execute("DELETE FROM functions WHERE name = 'gone'");
      statement.execute("UPDATE functions SET code = 'missed' WHERE name = 'hello'");
      statement.execute(ROW.formatted("new"));
      connection.commit();
    }

    heard.await(DELETED, "gone");
    heard.await(UPDATED, "hello");
    heard.await(CREATED, "new");
    Await.until("it runs", () -> store.getToRun("hello").code().equals("missed"));
    assertThat(heard.all()).contains(new Change(CREATED, "new"));
  }
}
