package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.all;
import static dev.impuls.transfer.FilesUnderTest.function;
import static dev.impuls.transfer.FilesUnderTest.keep;
import static dev.impuls.transfer.FilesUnderTest.open;
import static dev.impuls.transfer.FilesUnderTest.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.postgres.TestSchema;
import dev.impuls.transfer.Comparison.Kind;
import dev.impuls.transfer.ImportReport.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of one store comes to be in another, and that it does is looked at. */
class MigrationTest {
  @TempDir Path directory;

  private static Migration migrate(FunctionStore from, FunctionStore to, Progress progress)
      throws Exception {
    try (Source source = Source.of(from)) {
      return Migration.run(source, to, OnConflict.FAIL, name -> true, false, progress);
    }
  }

  private static Migration migrate(FunctionStore from, FunctionStore to) throws Exception {
    return migrate(from, to, Progress.NONE);
  }

  @Test
  void fromFilesToPostgresAndBackNothingIsLost() throws Exception {
    try (var schema = TestSchema.make();
        var files = open(directory.resolve("first"));
        var database = schema.open();
        var back = open(directory.resolve("back"))) {
      keep(files, sample());

      assertThat(migrate(files, database).isComplete()).isTrue();
      assertThat(all(database)).isEqualTo(all(files));
      assertThat(migrate(database, back).isComplete()).isTrue();

      assertThat(all(back)).isEqualTo(all(files));
      Migration again = migrate(database, back);
      assertThat(again.isComplete()).isTrue();
      assertThat(again.report().count(Outcome.UNCHANGED)).isEqualTo(sample().size());
    }
    Process diff =
        new ProcessBuilder("diff", "-r", "first/functions", "back/functions")
            .directory(directory.toFile())
            .inheritIO()
            .start();
    assertThat(diff.waitFor()).isZero();
  }

  @Test
  void runAgainItPicksUpWhatMovedOn() throws Exception {
    try (var from = open(directory.resolve("from"));
        var to = open(directory.resolve("to"))) {
      keep(from, sample());
      migrate(from, to);
      from.update("hello", Samples.code("newer"), null);
      from.create(Samples.draft("more"));

      Migration again = migrate(from, to);

      assertThat(again.isComplete()).isTrue();
      assertThat(again.report().count(Outcome.UPDATED)).isEqualTo(1);
      assertThat(again.report().count(Outcome.CREATED)).isEqualTo(1);
      assertThat(all(to)).isEqualTo(all(from));
    }
  }

  @Test
  void whatWasChangedWhereItWentIsNotOverwritten() throws Exception {
    try (var from = open(directory.resolve("from"));
        var to = open(directory.resolve("to"))) {
      keep(from, sample());
      migrate(from, to);
      Function changed = to.update("hello", Samples.code("changed here"), null);

      Migration again = migrate(from, to);

      assertThat(again.isComplete()).isFalse();
      assertThat(again.comparison()).isNull();
      assertThat(again.report().count(Outcome.FAILED)).isEqualTo(1);
      assertThat(to.get("hello")).isEqualTo(changed);
    }
  }

  /** Writes once the first functions were copied, and then after each comparison began. */
  private static Progress writingMeanwhile(FunctionStore from, AtomicInteger rounds) {
    return new Progress() {
      private final AtomicBoolean copying = new AtomicBoolean();
      private final AtomicBoolean wrote = new AtomicBoolean();

      @Override
      public void begins(Step step, long total) {
        copying.set(step == Step.COPYING);
        if (step == Step.COMPARING && rounds.getAndDecrement() > 0) {
          from.update("f3", Samples.code("round " + rounds), null);
        }
      }

      @Override
      public void advances() {
        if (copying.get() && !wrote.getAndSet(true)) {
          from.update("f1", Samples.code("meanwhile"), null);
          from.delete("f2", null);
        }
      }
    };
  }

  private List<Function> ten() {
    return IntStream.range(0, 10).mapToObj(i -> function("f" + i, "code " + i)).toList();
  }

  @Test
  void whatIsWrittenMeanwhileIsBroughtOverToo() throws Exception {
    try (var from = open(directory.resolve("from"));
        var to = open(directory.resolve("to"))) {
      keep(from, ten());

      Migration migration = migrate(from, to, writingMeanwhile(from, new AtomicInteger(2)));

      assertThat(to.get("f1").revision()).isEqualTo(from.get("f1").revision());
      assertThat(to.get("f3").revision()).isEqualTo(from.get("f3").revision());
      // It was copied, or was gone before; what is there too much is told and not removed.
      assertThat(Objects.requireNonNull(migration.comparison()).differences())
          .allMatch(d -> d.name().equals("f2") && d.kind() == Kind.REMOVED);
    }
  }

  @Test
  void whatIsWrittenAllTheTimeIsTold() throws Exception {
    try (var from = open(directory.resolve("from"));
        var to = open(directory.resolve("to"))) {
      keep(from, ten());

      Migration migration = migrate(from, to, writingMeanwhile(from, new AtomicInteger(1000)));

      assertThat(migration.isComplete()).isFalse();
      assertThat(Objects.requireNonNull(migration.comparison()).differences())
          .anyMatch(d -> d.name().equals("f3") && d.kind() == Kind.DIFFERENT);
      assertThat(migrate(from, to).report().count(Outcome.FAILED)).isZero();
      assertThat(to.get("f3").revision()).isEqualTo(from.get("f3").revision());
    }
  }

  @Test
  void whatCannotBeReadIsTold() throws Exception {
    try (var from = open(directory.resolve("from"));
        var to = open(directory.resolve("to"))) {
      keep(from, ten());
      Files.writeString(directory.resolve("from/functions/metadata/f4.json"), "{");
      Files.delete(directory.resolve("from/functions/code/f5/function.js"));
      dev.impuls.store.Await.until("both are seen", () -> from.status().problems().size() == 2);

      Migration migration = migrate(from, to);

      assertThat(migration.report().applied()).isFalse();
      assertThat(migration.report().count(Outcome.FAILED)).isEqualTo(2);
      assertThat(all(to)).isEmpty();
    }
  }
}
