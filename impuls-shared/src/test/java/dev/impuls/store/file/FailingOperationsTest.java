package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FaultyFiles.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each single file operation of each change fails once, in each way. Before and after there is a
 * whole function: the old one or the new one.
 */
class FailingOperationsTest {
  private static final FunctionDraft BEFORE =
      new FunctionDraft(
          "f",
          "before",
          "nodejs22",
          "a.b",
          "before\n",
          128,
          30,
          Placement.DEFAULT,
          Map.of("A", "1"));
  private static final int MORE_THAN_ANY_CHANGE_NEEDS = 60;

  @TempDir(factory = MemoryDirectory.class)
  Path temporary;

  /** The changes. */
  enum Operation {
    CREATE,
    UPDATE_CODE,
    UPDATE_METADATA,
    UPDATE_BOTH,
    UPDATE_RUNTIME,
    UPDATE_CODE_OF_OLDER_STORE,
    UPDATE_METADATA_OF_OLDER_STORE,
    PUT_OLDER_STATE,
    DELETE;

    private @Nullable FunctionDraft before() {
      return this == CREATE ? null : BEFORE;
    }

    private boolean isOfOlderStore() {
      return this == UPDATE_CODE_OF_OLDER_STORE || this == UPDATE_METADATA_OF_OLDER_STORE;
    }

    private void run(FunctionStore store) {
      switch (this) {
        case CREATE -> store.create(BEFORE);
        case UPDATE_CODE, UPDATE_CODE_OF_OLDER_STORE ->
            store.update("f", Samples.code("after, and longer\n"), null);
        case UPDATE_METADATA, UPDATE_METADATA_OF_OLDER_STORE ->
            store.update("f", Samples.memory(512), null);
        case UPDATE_BOTH -> store.update("f", Samples.sealed("after", 9), null);
        case UPDATE_RUNTIME -> store.update("f", Samples.runtime("python312"), null);
        case PUT_OLDER_STATE -> {
          Function there = store.get("f");
          Function other =
              Samples.code("after, and longer\n")
                  .applyTo(there)
                  .updatedAt(there.updatedAt().minusSeconds(9), "");
          store.put(other, there.revision());
        }
        case DELETE -> store.delete("f", null);
      }
    }
  }

  /** A copy, as most of the time would be spent on making them. */
  private Path prepare(Operation operation, String directory) throws IOException {
    Path template = temporary.resolve("template");
    if (!Files.exists(template)) {
      prepare(operation, template);
    }
    Path data = temporary.resolve(directory);
    try (Stream<Path> paths = Files.walk(template)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path,
            data.resolve(template.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return data;
  }

  private static void prepare(Operation operation, Path data) throws IOException {
    try (var store = open(data, FaultyFiles.sound())) {
      store.create(Samples.draft("other"));
      FunctionDraft before = operation.before();
      if (before != null) {
        store.create(before);
      }
    }
    if (operation.isOfOlderStore()) {
      Path metadata = Tree.metadata(data, "f");
      Files.writeString(
          metadata,
          Files.readString(metadata)
              .replace("\"handler\"", "\"code\": \"before\\n\",\n  \"handler\""));
      Files.delete(Tree.code(data, "f"));
      Files.delete(Tree.code(data, "f").resolveSibling(""));
    }
  }

  private static FileFunctionStore open(Path data, FileOperations files) {
    return FileFunctionStore.open(
        new FileStoreSettings(data, false), files, Clock.systemUTC(), false);
  }

  private static @Nullable FunctionDraft state(FunctionStore store) {
    try {
      Function function = store.get("f");
      assertThat(store.list(FunctionQuery.ALL).functions()).contains(function.summary());
      return function.toDraft();
    } catch (FunctionNotFoundException e) {
      assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(1);
      return null;
    }
  }

  /** What the function is when nothing fails. */
  private @Nullable FunctionDraft after(Operation operation) throws IOException {
    Path data = prepare(operation, "undisturbed");
    try (var store = open(data, FaultyFiles.sound())) {
      operation.run(store);
      Tree.requireTidy(data, store);
      return state(store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureLeavesOldOrNew(Operation operation) throws IOException {
    FunctionDraft after = after(operation);
    for (Failure failure : Failure.values()) {
      boolean failed = true;
      for (int n = 1; failed; n++) {
        assertThat(n).as("operations").isLessThan(MORE_THAN_ANY_CHANGE_NEEDS);
        Path data = prepare(operation, failure + "-" + n);
        failed = tryOnce(operation, data, failure, n, after);
      }
    }
  }

  /** True if the operation that was to fail was reached. */
  private static boolean tryOnce(
      Operation operation, Path data, Failure failure, int n, @Nullable FunctionDraft after)
      throws IOException {
    String what = failure + " of operation " + n;
    var files = FaultyFiles.failing(failure, n);
    FunctionDraft seen;
    Throwable thrown;
    try (var store = open(data, files)) {
      thrown = catchThrowable(() -> operation.run(store));
      seen = state(store);
      requireOutcome(what, failure, thrown, operation.before(), seen, after);
      assertThat(store.status().problems()).as(what).isEmpty();
      if (failure != Failure.CRASH && failure != Failure.TORN_CRASH) {
        files.heal();
        requireUsable(what, store, seen);
        seen = state(store);
      }
    }
    requireRecovered(what, data, seen, operation.isOfOlderStore() && BEFORE.equals(seen));
    return files.hasFailed();
  }

  private static void requireOutcome(
      String what,
      Failure failure,
      @Nullable Throwable thrown,
      @Nullable FunctionDraft before,
      @Nullable FunctionDraft seen,
      @Nullable FunctionDraft after) {
    if (thrown == null) {
      assertThat(seen).as("%s: acknowledged", what).isEqualTo(after);
      return;
    }
    assertThat(thrown).as(what).isInstanceOf(StoreUnavailableException.class);
    assertThat(thrown).as(what).message().contains("\"f\"");
    boolean unknown = String.valueOf(thrown.getMessage()).contains("may or may not");
    if (unknown || failure == Failure.DONE_BUT_FAILED) {
      assertThat(seen)
          .as(what)
          .satisfiesAnyOf(
              s -> assertThat(s).isEqualTo(before), s -> assertThat(s).isEqualTo(after));
    } else {
      assertThat(seen).as("%s: refused with %s", what, thrown).isEqualTo(before);
    }
  }

  /** Once the disk is well again, the same store goes on. */
  private static void requireUsable(
      String what, FunctionStore store, @Nullable FunctionDraft seen) {
    if (seen == null) {
      assertThat(store.create(Samples.draft("f")).toDraft()).as(what).isEqualTo(Samples.draft("f"));
    } else {
      Function updated = store.update("f", Samples.code("again\n"), null);
      assertThat(updated.code()).as(what).isEqualTo("again\n");
      assertThat(updated.description()).as(what).isEqualTo(seen.description());
    }
  }

  private static void requireRecovered(
      String what, Path data, @Nullable FunctionDraft seen, boolean isAsOlderStoresHaveIt)
      throws IOException {
    try (var store = open(data, FaultyFiles.sound())) {
      assertThat(state(store)).as("%s, opened again", what).isEqualTo(seen);
      assertThat(store.get("other").toDraft()).isEqualTo(Samples.draft("other"));
      if (isAsOlderStoresHaveIt) {
        assertThat(Tree.below(data)).noneMatch(path -> path.contains("/."));
      } else {
        Tree.requireTidy(data, store);
      }
    } catch (AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CREATE", "UPDATE_CODE", "UPDATE_RUNTIME", "DELETE"})
  void endingWhileTidyingUpHarmsNothing(Operation operation) throws IOException {
    FunctionDraft after = after(operation);
    Failure failure = Failure.TORN_CRASH;
    boolean failed = true;
    for (int n = 1; failed; n++) {
      boolean failedAgain = true;
      for (int m = 1; failedAgain; m++) {
        Path data = prepare(operation, failure + "-" + n + "-" + m);
        var first = FaultyFiles.failing(failure, n);
        try (var store = open(data, first)) {
          var _ = catchThrowable(() -> operation.run(store));
        }
        failed = first.hasFailed();
        var second = FaultyFiles.failing(failure, m);
        open(data, second).close(); // What cannot be tidied up does not keep it from opening.
        failedAgain = second.hasFailed();
        try (var store = open(data, FaultyFiles.sound())) {
          assertThat(state(store))
              .satisfiesAnyOf(
                  s -> assertThat(s).isEqualTo(operation.before()),
                  s -> assertThat(s).isEqualTo(after));
          Tree.requireTidy(data, store);
        } catch (AssertionError e) {
          throw new AssertionError(failure + " of operation " + n + ", then of " + m, e);
        }
      }
    }
  }
}
