package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many at once, through one store and through two. */
interface ConcurrencyContract extends StoreUnderTest {

  @Test
  default void ofConcurrentCreatesOfOneNameExactlyOneWins() throws Exception {
    FunctionStore other = another();
    for (int round = 0; round < 8; round++) {
      String name = "round-" + round;
      List<Boolean> won =
          Parallel.run(
              6,
              i -> {
                try {
                  (i % 2 == 0 ? store() : other).create(Samples.draft(name, "of " + i));
                  return true;
                } catch (FunctionExistsException e) {
                  return false;
                }
              });
      assertThat(won).as(name).containsOnlyOnce(true);
      assertThat(store().get(name).code()).isEqualTo("of " + won.indexOf(true));
      assertThat(other.get(name)).isEqualTo(store().get(name));
    }
  }

  @Test
  default void ofConcurrentUpdatesFromOneRevisionExactlyOneWins() throws Exception {
    FunctionStore other = another();
    Function before = store().create(Samples.draft("hello"));
    for (int round = 0; round < 8; round++) {
      var from = before.revision();
      String code = "round " + round + " of ";
      List<Boolean> won =
          Parallel.run(
              6,
              i -> {
                try {
                  (i % 2 == 0 ? store() : other).update("hello", Samples.code(code + i), from);
                  return true;
                } catch (RevisionMismatchException e) {
                  assertThat(e.current()).isNotEqualTo(from);
                  return false;
                }
              });
      assertThat(won).as(code).containsOnlyOnce(true);
      before = store().get("hello");
      assertThat(before.code()).isEqualTo(code + won.indexOf(true));
    }
  }

  @Test
  default void ofConcurrentDeletesExactlyOneWins() throws Exception {
    FunctionStore other = another();
    for (int round = 0; round < 5; round++) {
      store().create(Samples.draft("hello"));
      List<Boolean> won =
          Parallel.run(
              6,
              i -> {
                try {
                  (i % 2 == 0 ? store() : other).delete("hello", null);
                  return true;
                } catch (FunctionNotFoundException e) {
                  return false;
                }
              });
      assertThat(won).containsOnlyOnce(true);
    }
  }

  @Test
  default void noUpdateIsLost() throws Exception {
    FunctionStore other = another();
    store().create(Samples.described("counter", "0", "nodejs22"));

    Parallel.run(
        8,
        i -> {
          FunctionStore store = i % 2 == 0 ? store() : other;
          for (int n = 0; n < 12; n++) {
            increment(store, n % 3 == 0);
          }
          return null;
        });

    assertThat(store().get("counter").description()).isEqualTo("96");
    assertThat(other.get("counter")).isEqualTo(store().get("counter"));
  }

  private static void increment(FunctionStore store, boolean codeToo) {
    while (true) {
      Function read = store.get("counter");
      String next = Integer.toString(Integer.parseInt(read.description()) + 1);
      try {
        store.update(
            "counter",
            codeToo ? Samples.described(next, "code " + next) : Samples.description(next),
            read.revision());
        return;
      } catch (RevisionMismatchException e) {
        assertThat(e.current()).isNotEqualTo(read.revision());
      }
    }
  }

  @Test
  default void updatesWithoutARevisionAllHappen() throws Exception {
    store().create(Samples.draft("hello"));

    List<Function> written =
        Parallel.run(8, i -> store().update("hello", Samples.code("written by " + i), null));

    assertThat(written).extracting(Function::updatedAt).doesNotHaveDuplicates();
    Function last =
        written.stream().max((a, b) -> a.updatedAt().compareTo(b.updatedAt())).orElseThrow();
    assertThat(store().get("hello")).isEqualTo(last);
  }

  @Test
  default void readersNeverSeeTwoWritesMixed() throws Exception {
    FunctionStore other = another();
    store().create(Samples.draft("hello"));
    store().update("hello", Samples.sealed("first", 10), null);
    Await.until("the other lists it", () -> other.list(FunctionQuery.ALL).total() == 1);
    var reads = new AtomicInteger();
    var writing = new AtomicBoolean(true);

    Parallel.run(
        4,
        i -> {
          if (i == 0) {
            try {
              for (int n = 0; n < 60 || (reads.get() < 3000 && n < 1000); n++) {
                store().update("hello", Samples.sealed("write " + n, n * 97 % 30_000), null);
              }
            } finally {
              writing.set(false);
            }
            return null;
          }
          FunctionStore reader = i == 1 ? store() : other;
          while (writing.get()) {
            requireWhole(i == 3 ? streamed(reader) : reader.get("hello"));
            reads.incrementAndGet();
          }
          return null;
        });

    assertThat(reads).hasValueGreaterThan(100);
    assertThat(store().status().problems()).isEmpty();
    assertThat(other.status().problems()).isEmpty();
  }

  private static Function streamed(FunctionStore store) {
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      return functions.findFirst().orElseThrow();
    }
  }

  private static void requireWhole(Function function) {
    assertThat(function.description())
        .isEqualTo(Samples.seal(function.code(), function.environment()));
  }

  @Test
  default void readersOfWhatComesAndGoesSeeItWholeOrNotAtAll() throws Exception {
    FunctionStore other = another();
    var reads = new AtomicInteger();
    var writing = new AtomicBoolean(true);

    Parallel.run(
        4,
        i -> {
          if (i == 0) {
            try {
              for (int n = 0; n < 40 || (reads.get() < 2000 && n < 1000); n++) {
                store().create(Samples.sealedDraft("hello", "life " + n));
                store().update("hello", Samples.sealed("changed " + n, n), null);
                store().delete("hello", null);
              }
            } finally {
              writing.set(false);
            }
            return null;
          }
          FunctionStore reader = i == 1 ? store() : other;
          while (writing.get()) {
            try {
              requireWhole(reader.get("hello"));
            } catch (FunctionNotFoundException e) {
              assertThat(e).hasMessageContaining("hello");
            }
            reads.incrementAndGet();
          }
          return null;
        });

    assertThat(reads).hasValueGreaterThan(100);
    assertThat(other.status().problems()).isEmpty();
  }

  @Test
  default void manyFunctionsAreWrittenAtOnce() throws Exception {
    Parallel.run(
        8,
        i -> {
          for (int n = 0; n < 10; n++) {
            store().create(Samples.draft("f-" + i + "-" + n));
          }
          for (int n = 0; n < 10; n += 2) {
            store().delete("f-" + i + "-" + n, null);
          }
          return null;
        });

    assertThat(store().list(FunctionQuery.ALL).total()).isEqualTo(40);
    assertThat(another().list(FunctionQuery.ALL)).isEqualTo(store().list(FunctionQuery.ALL));
  }
}
