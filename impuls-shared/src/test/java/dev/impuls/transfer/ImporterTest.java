package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.all;
import static dev.impuls.transfer.FilesUnderTest.archive;
import static dev.impuls.transfer.FilesUnderTest.bundle;
import static dev.impuls.transfer.FilesUnderTest.function;
import static dev.impuls.transfer.FilesUnderTest.keep;
import static dev.impuls.transfer.FilesUnderTest.open;
import static dev.impuls.transfer.FilesUnderTest.outcomes;
import static dev.impuls.transfer.FilesUnderTest.run;
import static dev.impuls.transfer.FilesUnderTest.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an import makes of what it finds. */
class ImporterTest {
  @TempDir Path directory;

  private FileFunctionStore target = none();

  @SuppressWarnings("NullAway") // Made before each test.
  private static FileFunctionStore none() {
    return null;
  }

  @BeforeEach
  void openTarget() {
    target = open(directory.resolve("target"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  private Path bundled(Function... functions) throws Exception {
    return bundle(directory.resolve("bundle.json"), List.of(functions));
  }

  private static List<Function> byName(List<Function> functions) {
    var sorted = new ArrayList<>(functions.stream().map(f -> f.keptAt("")).toList());
    sorted.sort(Comparator.comparing(Function::name));
    return sorted;
  }

  @Test
  void everyKindOfFileGivesBackWhatWasExported() throws Exception {
    List<Path> files =
        List.of(
            bundle(directory.resolve("all.json"), sample()),
            archive(directory.resolve("all.zip"), ArchiveFormat.ZIP, sample()),
            archive(directory.resolve("all.tar.gz"), ArchiveFormat.TAR_GZ, sample()));
    for (Path file : files) {
      ImportReport report = run(target, file, OnConflict.FAIL);

      assertThat(report.applied()).isTrue();
      assertThat(report.count(Outcome.CREATED)).isEqualTo(sample().size());
      assertThat(all(target)).isEqualTo(byName(sample()));
      ImportReport again = run(target, file, OnConflict.FAIL);
      assertThat(again.count(Outcome.UNCHANGED)).isEqualTo(sample().size());
      sample().forEach(function -> target.delete(function.name(), null));
    }
  }

  @Test
  void whatOthersWroteIsGivenAnIdAndTimes() throws Exception {
    Path file = directory.resolve("list.json");
    Files.writeString(
        file,
        "[{\"name\":\"a\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\",\"code\":\"x\"},"
            + "{\"name\":\"b\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\",\"code\":\"x\","
            + "\"created_at\":\"2024-01-01T00:00:00Z\"}]");

    assertThat(run(target, file, OnConflict.FAIL).count(Outcome.CREATED)).isEqualTo(2);

    assertThat(target.get("a").id()).isNotEmpty();
    assertThat(target.get("b").updatedAt()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(run(target, file, OnConflict.FAIL).count(Outcome.UNCHANGED)).isEqualTo(2);
  }

  // ---- Another one is there ----

  @Test
  void withFailNothingIsChanged() throws Exception {
    Function mine = target.create(Samples.draft("b"));
    Path file = bundled(function("a", "1"), function("b", "2"), function("c", "3"));

    ImportReport report = run(target, file, OnConflict.FAIL);

    assertThat(report.applied()).isFalse();
    assertThat(outcomes(report)).containsExactly("a NOT_IMPORTED", "b FAILED", "c NOT_IMPORTED");
    assertThat(report.rows().get(1).reason()).contains("another function of that name");
    assertThat(all(target)).containsExactly(mine.keptAt(""));
  }

  @Test
  void withSkipItStays() throws Exception {
    Function mine = target.create(Samples.draft("b"));
    Path file = bundled(function("a", "1"), function("b", "2"));

    ImportReport report = run(target, file, OnConflict.SKIP);

    assertThat(outcomes(report)).containsExactly("a CREATED", "b SKIPPED");
    assertThat(target.get("b")).isEqualTo(mine);
    assertThat(target.get("a").code()).isEqualTo("1");
  }

  @Test
  void withOverwriteItGoes() throws Exception {
    target.create(Samples.draft("b"));
    Function b = function("b", "2");

    ImportReport report = run(target, bundled(function("a", "1"), b), OnConflict.OVERWRITE);

    assertThat(outcomes(report)).containsExactly("a CREATED", "b UPDATED");
    assertThat(target.get("b").revision()).isEqualTo(b.revision());
  }

  @Test
  void dryRunsTellAndChangeNothing() throws Exception {
    Function mine = target.create(Samples.draft("b"));
    try (Source source = Source.of(bundled(function("a", "1"), function("b", "2")))) {
      ImportReport report =
          new Importer(target, OnConflict.OVERWRITE, Progress.NONE).run(source, name -> true, true);
      assertThat(report.applied()).isFalse();
      assertThat(outcomes(report)).containsExactly("a CREATED", "b UPDATED");
    }
    assertThat(all(target)).containsExactly(mine.keptAt(""));
  }

  @Test
  void onlyWhatIsWantedComes() throws Exception {
    try (Source source = Source.of(bundled(function("a", "1"), function("b", "2")))) {
      ImportReport report =
          new Importer(target, OnConflict.FAIL, Progress.NONE)
              .run(source, name -> name.equals("b"), false);
      assertThat(outcomes(report)).containsExactly("b CREATED");
    }
    assertThat(all(target)).extracting(Function::name).containsExactly("b");
  }

  // ---- What cannot be imported ----

  private static Function breakingRules() {
    Function sound = function("rules", "x");
    return new FunctionBuilder("rules", "x")
        .id(sound.id())
        .handler("nodot")
        .memoryMb(1)
        .at(sound.createdAt(), sound.updatedAt())
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksTodaysRulesIsToldByFunction(OnConflict onConflict) throws Exception {
    ImportReport report = run(target, bundled(function("a", "1"), breakingRules()), onConflict);

    assertThat(outcomes(report))
        .containsExactly(
            onConflict == OnConflict.FAIL ? "a NOT_IMPORTED" : "a CREATED", "rules FAILED");
    assertThat(report.rows().getLast().reason()).contains("handler", "memory_mb");
    assertThat(report.applied()).isEqualTo(onConflict != OnConflict.FAIL);
    assertThat(all(target)).hasSize(onConflict == OnConflict.FAIL ? 0 : 1);
  }

  @Test
  void whatWasAlteredIsToldByFunction() throws Exception {
    Path file = bundled(function("a", "one"), function("b", "two"));
    Files.writeString(file, Files.readString(file).replace("\"one\"", "\"uno\""));

    ImportReport report = run(target, file, OnConflict.SKIP);

    assertThat(outcomes(report)).containsExactly("a FAILED", "b CREATED");
    assertThat(report.rows().getFirst().reason()).contains("altered");
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsThereTwiceIsNotChosenByChance(OnConflict onConflict) throws Exception {
    ImportReport report = run(target, bundled(function("a", "1"), function("a", "2")), onConflict);

    assertThat(outcomes(report)).containsExactly("a FAILED");
    assertThat(report.applied()).isFalse();
    assertThat(all(target)).isEmpty();
  }

  @Test
  void whatIsCutShortChangesNothing() throws Exception {
    Path file = bundled(sample().toArray(Function[]::new));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));

    assertThatThrownBy(() -> run(target, file, OnConflict.OVERWRITE))
        .isInstanceOf(TransferException.class);

    assertThat(all(target)).isEmpty();
  }

  // ---- The target fails ----

  private List<Function> many() {
    return IntStream.range(0, 200).mapToObj(i -> function("f" + i, "code " + i)).toList();
  }

  @Test
  void withFailWhatWasWrittenIsTakenBackIfTheTargetFails() throws Exception {
    Function mine = target.put(function("f7", "mine"), null);
    Function same = target.put(many().get(8), null);
    Path file = bundle(directory.resolve("many.json"), many());
    FunctionStore failing = FailingStore.after(target, 100, false);

    // It is of the same id and older, so it is no conflict when a store is followed.
    ImportReport report;
    try (Source source = Source.of(file)) {
      report =
          new Importer(failing, OnConflict.FAIL, true, java.time.Clock.systemUTC(), Progress.NONE)
              .run(source, name -> !name.equals("f7"), false);
    }

    assertThat(report.applied()).isFalse();
    assertThat(report.count(Outcome.FAILED)).isPositive();
    assertThat(report.count(Outcome.CREATED)).isZero();
    assertThat(all(target)).containsExactly(mine.keptAt(""), same.keptAt(""));
  }

  /** The connection may be lost before a write is acknowledged. */
  @Test
  void whatMayHaveBeenWrittenIsTakenBackToo() throws Exception {
    Path file = bundle(directory.resolve("many.json"), many());

    ImportReport report = run(FailingStore.afterWriting(target, 100), file, OnConflict.FAIL);

    assertThat(report.applied()).isFalse();
    assertThat(all(target)).isEmpty();
  }

  @Test
  void whatCannotBeTakenBackIsSaidSo() throws Exception {
    Path file = bundle(directory.resolve("many.json"), many());

    ImportReport report = run(FailingStore.after(target, 100, true), file, OnConflict.FAIL);

    assertThat(report.applied()).isTrue();
    assertThat(report.rows().stream().map(Row::reason))
        .anyMatch(r -> r != null && r.contains("could not be taken back"));
    assertThat(report.count(Outcome.CREATED)).isZero();
  }

  @Test
  void otherwiseItSaysHowFarItCameAndCanBeRunAgain() throws Exception {
    Path file = bundle(directory.resolve("many.json"), many());
    FunctionStore failing = FailingStore.after(target, 100, true);

    ImportReport report = run(failing, file, OnConflict.SKIP);

    assertThat(report.count(Outcome.CREATED)).isEqualTo(100);
    assertThat(report.count(Outcome.FAILED)).isEqualTo(100);
    assertThat(report.rows().stream().map(Row::reason))
        .anyMatch(r -> r != null && r.contains("gone"));
    assertThat(all(target)).hasSize(100);

    ImportReport again = run(target, file, OnConflict.SKIP);
    assertThat(again.count(Outcome.UNCHANGED)).isEqualTo(100);
    assertThat(again.count(Outcome.CREATED)).isEqualTo(100);
    assertThat(all(target)).hasSize(200);
  }

  @ParameterizedTest
  @EnumSource
  void cancelledItTakesBackWhatItWrote(OnConflict onConflict) throws Exception {
    if (onConflict != OnConflict.FAIL) {
      keep(target, many().stream().limit(50).map(f -> function(f.name(), "mine")).toList());
    }
    List<Function> before = all(target);
    Path file = bundle(directory.resolve("many.json"), many());

    try (Source source = Source.of(file)) {
      var importer = Importer.cancellable(target, onConflict, new Cancelling(100));
      assertThatThrownBy(() -> importer.run(source, name -> true, false))
          .isInstanceOf(CancellationException.class)
          .hasMessage("It was cancelled");
    }

    assertThat(all(target)).isEqualTo(before);
  }

  @Test
  void cancelledItSaysWhatCouldNotBeTakenBack() throws Exception {
    Path file = bundle(directory.resolve("many.json"), many());
    FunctionStore failing = FailingStore.after(target, 0, true);
    target.put(many().getFirst(), null);

    try (Source source = Source.of(file)) {
      var importer = Importer.cancellable(failing, OnConflict.SKIP, new Cancelling(0));
      assertThatThrownBy(() -> importer.run(source, name -> true, false))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("could not be taken back: f");
    }
  }

  @Test
  void aBrokenRecordThatIsThereIsNotOverwritten() throws Exception {
    keep(target, List.of(function("a", "x")));
    Path metadata = directory.resolve("target/functions/metadata/a.json");
    Files.writeString(metadata, "{");

    ImportReport report = run(target, bundled(function("a", "1")), OnConflict.OVERWRITE);

    assertThat(outcomes(report)).containsExactly("a FAILED");
    assertThat(metadata).hasContent("{");
  }
}
