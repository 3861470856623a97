package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Parallel;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases as they are found: empty, of an older Impuls, made by hand, newer, foreign. */
class SchemaTest {
  /** The table as every older Impuls made it. */
  private static final String SEED =
      """
      CREATE TABLE functions (
          id TEXT PRIMARY KEY,
          name TEXT UNIQUE NOT NULL,
          description TEXT,
          runtime TEXT NOT NULL,
          handler TEXT NOT NULL,
          code TEXT NOT NULL,
          code_path TEXT,
          memory_mb INTEGER NOT NULL,
          timeout_sec INTEGER NOT NULL,
          environment JSONB,
          created_at TIMESTAMP NOT NULL,
          updated_at TIMESTAMP NOT NULL
      );
      """;

  private static final String ROWS =
      """
      INSERT INTO functions VALUES
          ('1', 'old', 'an old one', 'nodejs18', 'index.handler', 'exports.handler = 1;',
           'code/old', 128, 30, '{"A": "1"}', '2024-02-03 04:05:06.789012', '2024-02-04 00:00:00'),
          ('2', 'least', NULL, 'python312', 'a.b', '', NULL, 16, 1, NULL,
           '2024-02-03 04:05:06', '2024-02-03 04:05:06');
      """;

  private TestSchema schema = unmade();

  @SuppressWarnings("NullAway") // Made before each test.
  private static TestSchema unmade() {
    return null;
  }

  @BeforeEach
  void make() throws Exception {
    schema = TestSchema.make();
  }

  @AfterEach
  void remove() throws Exception {
    schema.close();
  }

  private static List<Path> scripts() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources", Schema.SCRIPTS))) {
      return files.sorted().toList();
    }
  }

  /** What the distribution has as migrations.sql: all scripts, one after the other. */
  private static String migrations() throws Exception {
    var all = new StringBuilder();
    for (Path script : scripts()) {
      all.append(Files.readString(script));
    }
    return all.toString();
  }

  /** Makes the database what version 1 of the schema was, rows and all. */
  private void makeOlder() throws Exception {
    schema.open().close();
    schema.execute(
        "ALTER TABLE functions DROP COLUMN function_group, DROP COLUMN isolation;"
            + " DELETE FROM impuls_schema_history WHERE version = '2'");
    schema.execute(ROWS);
  }

  private PostgresFunctionStore openToRead() {
    return PostgresFunctionStore.open(
        new PostgresStoreSettings(schema.connection()).unwaiting(false));
  }

  @Test
  void theNewestVersionIsThatOfTheScripts() throws Exception {
    assertThat(scripts().stream().map(file -> file.getFileName().toString().replaceAll("__.*", "")))
        .contains("V" + Schema.NEWEST)
        .hasSize(Schema.NEWEST);
  }

  @Test
  void theTableIsTheOneThatIsDocumentedColumnForColumn() throws Exception {
    schema.open().close();
    String columns =
        "SELECT string_agg(concat_ws(' ', column_name, data_type, is_nullable, column_default), ','"
            + " ORDER BY ordinal_position) FROM information_schema.columns"
            + " WHERE table_schema = current_schema AND table_name = 'functions'";
    String made = schema.value(columns);
    schema.execute("DROP TABLE functions");
    schema.execute(SEED);

    assertThat(made)
        .contains("memory_mb integer NO")
        .isEqualTo(
            schema.value(columns)
                + ",function_group text NO ''::text,isolation text NO 'shared'::text");
  }

  @Test
  void aTableOfAnOlderImpulsKeepsEveryRow() throws Exception {
    schema.execute(SEED + ROWS);

    try (var store = schema.open()) {
      Function old = store.get("old");
      assertThat(old.id()).isEqualTo("1");
      assertThat(old.codePath()).isEqualTo("code/old");
      assertThat(old.environment()).isEqualTo(Map.of("A", "1"));
      assertThat(old.createdAt()).isEqualTo(Instant.parse("2024-02-03T04:05:06.789012Z"));
      Function least = store.get("least");
      assertThat(least.description()).isEmpty();
      assertThat(least.environment()).isEmpty();
      assertThat(least.placement()).isEqualTo(Placement.DEFAULT);
      assertThat(store.list(FunctionQuery.ALL).functions())
          .extracting(FunctionSummary::name)
          .containsExactly("least", "old");
      Function updated = store.update("least", Samples.code("x"), least.revision());
      assertThat(store.get("least")).isEqualTo(updated);
    }
    assertThat(schema.value("SELECT count(*) FROM functions")).isEqualTo("2");
    schema.open().close();
  }

  @Test
  void aDatabaseOfTheVersionBeforeIsBroughtUpToDate() throws Exception {
    makeOlder();

    try (var store = schema.open()) {
      assertThat(store.get("old").placement()).isEqualTo(Placement.DEFAULT);
      Function updated = store.update("old", Samples.group("team-1"), null);
      assertThat(store.get("old")).isEqualTo(updated);
      assertThat(schema.value("SELECT function_group FROM functions WHERE name = 'old'"))
          .isEqualTo("team-1");
    }
    assertThat(schema.value("SELECT max(version) FROM impuls_schema_history")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoOnlyReadsAnOlderDatabaseLeavesItAsItIs(boolean withHistory) throws Exception {
    if (withHistory) {
      makeOlder();
    } else {
      schema.execute(SEED + ROWS);
    }

    try (var store = openToRead()) {
      Function old = store.get("old");
      assertThat(old.placement()).isEqualTo(Placement.DEFAULT);
      assertThat(store.list(FunctionQuery.ALL).functions()).hasSize(2).contains(old.summary());
      assertThat(store.list(new FunctionQuery("OLD", null, null, 1)).total()).isEqualTo(1);
      assertThat(store.stream(FunctionQuery.ALL)).hasSize(2).contains(old);
      assertThat(store.status().problems()).isEmpty();
      assertThatThrownBy(() -> store.update("old", Samples.code("x"), null))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("--db-migrate");
      assertThat(store.get("old")).isEqualTo(old);
    }
    assertThat(
            schema.value(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass('functions')"
                    + " AND attname IN ('function_group', 'isolation')"
                    + " AND NOT attisdropped"))
        .isEqualTo("0");
  }

  @Test
  void rowsOfOtherToolsMayHaveAGroup() throws Exception {
    try (var store = schema.open()) {
      schema.execute(ROWS);
      schema.execute(
          "UPDATE functions SET function_group = 'team-1', isolation = 'dedicated'"
              + " WHERE name = 'old'");

      assertThat(store.get("old").placement())
          .isEqualTo(new Placement("team-1", Placement.DEDICATED));
      assertThat(store.get("least").placement()).isEqualTo(Placement.DEFAULT);
    }
  }

  @Test
  void columnsOfGroupAndIsolationThatWereMadeByHandMayBeNull() throws Exception {
    schema.execute(SEED + "ALTER TABLE functions ADD function_group TEXT, ADD isolation TEXT;");
    schema.execute(ROWS);

    try (var store = schema.open()) {
      assertThat(store.get("old").placement()).isEqualTo(Placement.DEFAULT);
      assertThat(store.list(FunctionQuery.ALL).functions()).hasSize(2);
      assertThat(store.status().problems()).isEmpty();
    }
  }

  @Test
  void aDatabaseThatWasSetUpByHandIsTakenAsItIs() throws Exception {
    schema.execute(migrations());
    schema.execute(ROWS);
    schema.execute(migrations()); // Once more does no harm.

    try (var store = schema.open()) {
      assertThat(store.status().functions()).isEqualTo(2);
    }
  }

  @Test
  void aRowOfTheDocumentedColumnsAloneIsAFunction() throws Exception {
    try (var store = schema.open()) {
      schema.execute(ROWS);
      assertThat(store.get("least").runtime()).isEqualTo("python312");
      assertThat(store.status().problems()).isEmpty();
    }
  }

  @Test
  void manyServersMayStartAtOnce() throws Exception {
    schema.execute(SEED + ROWS);

    List<Integer> found =
        Parallel.run(
            6,
            i -> {
              try (var store = schema.open()) {
                return store.status().functions();
              }
            });

    assertThat(found).containsOnly(2).hasSize(6);
  }

  @Test
  void aNewerSchemaIsRefused() throws Exception {
    schema.open().close();
    schema.execute(
        "INSERT INTO impuls_schema_history SELECT 99, '99', 'later', type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM impuls_schema_history"
            + " WHERE version = '1'");

    assertThatThrownBy(schema::open)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("use a newer server");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER TABLE functions DROP COLUMN handler | handler is missing
          ALTER TABLE functions ALTER memory_mb TYPE bigint | memory_mb is bigint, not integer
          ALTER TABLE functions ALTER environment TYPE text | environment is text, not jsonb
          ALTER TABLE functions ALTER created_at TYPE timestamptz | created_at is timestamp with time zone
          ALTER TABLE functions ADD isolation INTEGER DEFAULT 0 | isolation is integer, not text
          ALTER TABLE functions DROP CONSTRAINT functions_name_key | name is not UNIQUE
          ALTER TABLE functions ADD COLUMN owner TEXT NOT NULL | owner has no default
          ALTER TABLE functions ALTER handler DROP NOT NULL | handler may be NULL
          DROP TABLE functions; CREATE VIEW functions AS SELECT 1 AS id | functions is no table
          DROP TABLE functions; CREATE TABLE functions (x INTEGER) | id is missing, name is missing
          """)
  void aForeignTableIsRefusedAndLeftAlone(String change, String said) throws Exception {
    schema.execute(SEED + change);

    assertThatThrownBy(schema::open)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(said);

    assertThat(schema.value("SELECT to_regclass('impuls_schema_history')")).isEqualTo("null");
    assertThat(
            schema.value(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('functions')"))
        .isEqualTo("0");
  }

  @Test
  void aTableThatIsOlderThanItsHistorySaysIsRefused() throws Exception {
    schema.open().close();
    schema.execute("ALTER TABLE functions DROP COLUMN function_group");

    assertThatThrownBy(schema::open)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("function_group is missing");
  }

  @Test
  void moreColumnsWithDefaultsDoNoHarm() throws Exception {
    schema.execute(SEED + "ALTER TABLE functions ADD COLUMN owner TEXT NOT NULL DEFAULT 'nobody'");

    try (var store = schema.open()) {
      Function created = store.create(Samples.draft("a"));
      assertThat(store.get("a")).isEqualTo(created);
    }
  }

  @Test
  void aTableThatIsGoneIsNotMadeAnew() throws Exception {
    schema.open().close();
    schema.execute("DROP TABLE functions");

    assertThatThrownBy(schema::open).hasMessageContaining("backup");
  }

  /** A role that may read and write rows, and no more. */
  private String restricted(String rights) throws Exception {
    String role = schema.name() + "_app";
    schema.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'hunter2'");
    schema.execute("GRANT USAGE ON SCHEMA " + schema.name() + " TO " + role);
    if (!rights.isEmpty()) {
      schema.execute("GRANT " + rights + " TO " + role);
    }
    return role;
  }

  private ConnectionString as(String role) {
    return schema.connection(
        PostgresServer.shared().replaceFirst("//[^/]*@", "//" + role + ":hunter2@"));
  }

  private void drop(String role) throws Exception {
    schema.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
  }

  @Test
  void aRoleWithLeastRightsWillDoOnceTheSchemaIsThere() throws Exception {
    schema.open().close();
    String role = restricted("SELECT, INSERT, UPDATE, DELETE ON functions");
    schema.execute("GRANT SELECT ON impuls_schema_history TO " + role);

    try (var store = TestSchema.open(as(role))) {
      Function created = store.create(Samples.draft("a"));
      Function updated = store.update("a", Samples.code("x"), created.revision());
      assertThat(store.get("a")).isEqualTo(updated);
      store.delete("a", null);
    } finally {
      drop(role);
    }
  }

  @Test
  void aRoleWithLeastRightsTakesWhatWasMadeByHand() throws Exception {
    schema.execute(migrations());
    String role = restricted("SELECT, INSERT, UPDATE, DELETE ON functions");

    try (var store = TestSchema.open(as(role))) {
      assertThat(store.create(Samples.draft("a")).name()).isEqualTo("a");
    } finally {
      drop(role);
    }
  }

  @Test
  void aRoleWithLeastRightsIsToldThatTheSchemaIsOlder() throws Exception {
    makeOlder();
    String role = restricted("SELECT, INSERT, UPDATE, DELETE ON functions");
    schema.execute("GRANT SELECT ON impuls_schema_history TO " + role);
    try {
      assertThatThrownBy(() -> TestSchema.open(as(role)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("has to be brought up to date")
          .hasMessageContaining("--db-migrate")
          .hasMessageNotContaining("hunter2");

      schema.open().close();
      try (var store = TestSchema.open(as(role))) {
        assertThat(store.create(Samples.draft("a")).placement().group()).isEqualTo("team-1");
      }
    } finally {
      drop(role);
    }
  }

  @Test
  void aRoleWithLeastRightsTakesNoPartOfWhatIsMadeByHand() throws Exception {
    schema.execute(Files.readString(scripts().getFirst()));
    String role = restricted("SELECT, INSERT, UPDATE, DELETE ON functions");
    try {
      assertThatThrownBy(() -> TestSchema.open(as(role)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("migrations.sql");
    } finally {
      drop(role);
    }
  }

  /** As the schema public lets everybody, up to PostgreSQL 14. */
  @Test
  void soItDoesIfItMayMakeTables() throws Exception {
    schema.execute(migrations());
    String role = restricted("SELECT, INSERT, UPDATE, DELETE ON functions");
    schema.execute("GRANT CREATE ON SCHEMA " + schema.name() + " TO " + role);

    try (var store = TestSchema.open(as(role))) {
      assertThat(store.create(Samples.draft("a")).name()).isEqualTo("a");
      assertThat(schema.value("SELECT to_regclass('impuls_schema_history')")).isEqualTo("null");
    } finally {
      drop(role);
    }
  }

  @Test
  void aTableInALaterSchemaOfTheSearchPathIsTheOne() throws Exception {
    schema.execute(SEED + ROWS);
    try (var first = TestSchema.make()) {
      ConnectionString both =
          ConnectionString.parse(
              PostgresServer.shared(),
              Map.of("PGOPTIONS", "-c search_path=" + first.name() + "," + schema.name()));
      try (var store = TestSchema.open(both)) {
        assertThat(store.status().functions()).isEqualTo(2);
      }
      assertThat(first.value("SELECT to_regclass('functions')")).isEqualTo("null");
      assertThat(schema.value("SELECT to_regclass('impuls_schema_history')"))
          .isEqualTo("impuls_schema_history");
    }
  }

  @Test
  void aRoleThatMayMakeNoTableIsToldWhatToDo() throws Exception {
    String role = restricted("");
    try {
      assertThatThrownBy(() -> TestSchema.open(as(role)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("permission denied")
          .hasMessageContaining("--db-migrate")
          .hasMessageNotContaining("hunter2");
    } finally {
      drop(role);
    }
  }

  @Test
  void aRoleThatMayNotReadTheRowsIsToldSo() throws Exception {
    schema.open().close();
    String role = restricted("SELECT ON impuls_schema_history");
    try {
      assertThatThrownBy(() -> TestSchema.open(as(role)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("permission denied for table functions");
    } finally {
      drop(role);
    }
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() throws Exception {
    String name = schema.name() + "_latin1";
    schema.execute(
        "CREATE DATABASE "
            + name
            + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    try {
      assertThatThrownBy(() -> TestSchema.open(other(name)))
          .hasMessageContaining("LATIN1")
          .hasMessageContaining("--encoding=UTF8");
    } finally {
      schema.execute("DROP DATABASE " + name);
    }
  }

  private static ConnectionString other(String database) {
    return ConnectionString.parse(
        PostgresServer.shared().replaceFirst("/[^/]*$", "/" + database + "?sslmode=disable"),
        Map.of());
  }

  @Test
  void aMissingDatabaseIsNamed() {
    assertThatThrownBy(() -> TestSchema.open(other("nosuchdatabase")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("/nosuchdatabase")
        .hasMessageContaining("createdb");
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(
            () ->
                PostgresFunctionStore.open(
                    unwaiting("postgres://u:hunter2@no.such.host.invalid/db")))
        .hasMessageContaining("the host of postgres://no.such.host.invalid:5432/db is not known")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aPlaceWhereNothingListensIsNamed() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    var refused =
        catchThrowableOfType(
            StoreUnavailableException.class,
            () ->
                PostgresFunctionStore.open(
                    unwaiting("postgres://u:hunter2@127.0.0.1:" + port + "/db")));

    assertThat(refused)
        .hasMessageContaining("nothing answers at postgres://127.0.0.1:" + port + "/db")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aPlaceThatAcceptsAndSaysNothingIsNamed() throws Exception {
    try (var silent = new ServerSocket(0)) {
      String url = "postgres://u:hunter2@127.0.0.1:" + silent.getLocalPort() + "/db";

      assertThatThrownBy(
              () ->
                  PostgresFunctionStore.open(unwaiting(url + "?sslmode=disable&connect_timeout=1")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining("hunter2");
    }
  }

  private static PostgresStoreSettings unwaiting(String url) {
    return new PostgresStoreSettings(
        ConnectionString.parse(url, Map.of()),
        1,
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ZERO);
  }
}
