package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.bundle;
import static dev.impuls.transfer.FilesUnderTest.function;
import static dev.impuls.transfer.FilesUnderTest.id;
import static dev.impuls.transfer.FilesUnderTest.keep;
import static dev.impuls.transfer.FilesUnderTest.open;
import static dev.impuls.transfer.FilesUnderTest.outcomes;
import static dev.impuls.transfer.FilesUnderTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an import makes of ids. */
class ImportedIdsTest {
  private static final Instant UPDATED = Instant.parse("2024-02-03T04:06:06.789012Z");

  private final Path directory;
  private final FileFunctionStore target;

  ImportedIdsTest(@TempDir Path directory) {
    this.directory = directory;
    target = open(directory.resolve("target"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  private static Function withId(String id, String name) {
    return function(id, name, "code of " + name, UPDATED);
  }

  private ImportReport imported(Function... functions) throws Exception {
    return run(
        target, bundle(directory.resolve("bundle.json"), List.of(functions)), OnConflict.FAIL);
  }

  private static String note(Row row) {
    return Objects.requireNonNull(row.note(), row.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "7",
        "1-1-1-1-1",
        "0b7f4e0c-5d0f-4d0e-9f55-0f6a9d1a7c11 ",
        "0b7f4e0c5d0f4d0e9f550f6a9d1a7c11",
        "\u0001",
        ""
      })
  void oneThatIsNoUuidIsReplaced(String id) throws Exception {
    ImportReport report = imported(withId(id, "a"));

    assertThat(outcomes(report)).containsExactly("a CREATED");
    assertThat(note(report.rows().getFirst())).contains("new id", "no UUID");
    Function kept = target.get("a");
    assertThat(kept.id()).isNotEqualTo(id).matches(FunctionRules::isUuid);
    assertThat(kept.code()).isEqualTo("code of a");
    assertThat(outcomes(imported(withId(id, "a")))).containsExactly("a UNCHANGED");
    assertThat(target.get("a")).isEqualTo(kept);
  }

  @Test
  void aUuidIsKept() throws Exception {
    String upper = "0B7F4E0C-5D0F-4D0E-9F55-0F6A9D1A7C11";

    Row row = imported(withId(upper, "a")).rows().getFirst();

    assertThat(row.note()).isNull();
    assertThat(target.get("a").id()).isEqualTo(upper);
  }

  @Test
  void ofTwoWithOneIdTheFirstKeepsIt() throws Exception {
    ImportReport report = imported(withId(id("x"), "b"), withId(id("x"), "a"));

    assertThat(outcomes(report)).containsExactly("a CREATED", "b CREATED");
    assertThat(note(report.rows().getFirst())).contains("new id", "\"b\" has the one it came with");
    assertThat(report.rows().getLast().note()).isNull();
    assertThat(target.get("b").id()).isEqualTo(id("x"));
    assertThat(target.get("a").id()).isNotEqualTo(id("x")).matches(FunctionRules::isUuid);
    assertThat(outcomes(imported(withId(id("x"), "b"), withId(id("x"), "a"))))
        .containsExactly("a UNCHANGED", "b UNCHANGED");
  }

  @Test
  void anIdThatAnotherFunctionHasWhereItGoesIsReplaced() throws Exception {
    keep(target, List.of(withId(id("x"), "mine")));

    ImportReport report = imported(withId(id("x"), "theirs"));

    assertThat(note(report.rows().getFirst())).contains("\"mine\" has the one it came with");
    assertThat(target.get("theirs").id()).isNotEqualTo(id("x"));
    assertThat(target.get("mine").id()).isEqualTo(id("x"));
  }

  @Test
  void aDryRunSaysSo() throws Exception {
    Path file = bundle(directory.resolve("bundle.json"), List.of(withId("../../x", "a")));
    try (Source source = Source.of(file)) {
      ImportReport report =
          new Importer(target, OnConflict.FAIL, Progress.NONE).run(source, name -> true, true);
      assertThat(note(report.rows().getFirst())).contains("no UUID");
    }
  }

  @Test
  void whatIsThereAsItIsStaysAsItIs() throws Exception {
    Function old = withId("an old id", "a");
    keep(target, List.of(old));

    assertThat(outcomes(imported(old))).containsExactly("a UNCHANGED");
    assertThat(target.get("a").id()).isEqualTo("an old id");
  }

  /** A record that somebody wrote is read with the id it says, and copied with one of its own. */
  @Test
  void aCopyOfAStoreGetsUsualIdsAndIsComplete() throws Exception {
    Path data = directory.resolve("from");
    try (var from = open(data)) {
      keep(from, List.of(withId(id("a"), "a"), withId(id("b"), "b"), withId(id("c"), "c")));
    }
    Path metadata = data.resolve("functions/metadata");
    for (String name : List.of("b", "c")) {
      Path file = metadata.resolve(name + ".json");
      String other = name.equals("b") ? "../../x" : id("a");
      Files.writeString(file, Files.readString(file).replace(id(name), other));
    }
    try (var from = open(data)) {
      assertThat(from.get("b").id()).isEqualTo("../../x");

      Migration migration = migrated(from);

      assertThat(migration.isComplete()).isTrue();
      assertThat(migration.report().rows())
          .extracting(row -> row.note() != null)
          .containsExactly(false, true, true);
      assertThat(target.get("a").id()).isEqualTo(id("a"));
      assertThat(target.get("b").id()).matches(FunctionRules::isUuid);
      assertThat(target.get("c").id()).matches(FunctionRules::isUuid).isNotEqualTo(id("a"));
      Migration again = migrated(from);
      assertThat(again.isComplete()).isTrue();
      assertThat(again.report().count(Outcome.UNCHANGED)).isEqualTo(3);
    }
  }

  private Migration migrated(FileFunctionStore from) throws Exception {
    try (Source source = Source.of(from)) {
      return Migration.run(source, target, OnConflict.FAIL, name -> true, false, Progress.NONE);
    }
  }
}
