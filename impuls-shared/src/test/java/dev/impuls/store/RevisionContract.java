package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Revisions and times. */
interface RevisionContract extends StoreUnderTest {

  @Test
  default void theRevisionIsDerivedFromWhatTheFunctionIs() {
    Function function = store().create(Samples.draft("hello"));

    Revision derived =
        Function.of(function.summary(), function.code(), function.environment()).revision();

    assertThat(function.revision()).isEqualTo(derived);
    assertThat(store().get("hello").revision()).isEqualTo(derived);
    assertThat(another().get("hello").revision()).isEqualTo(derived);
  }

  @Test
  default void anyChangeMakesARevisionNeverSeenBefore() {
    Set<Revision> seen = new HashSet<>();
    seen.add(store().create(Samples.draft("hello")).revision());
    for (var patch :
        List.of(
            Samples.description("a"),
            Samples.description("says hello"),
            Samples.code("a"),
            Samples.code(Samples.HELLO),
            Samples.memory(16),
            Samples.timeout(8),
            Samples.group("b"),
            Samples.isolation("shared"),
            Samples.handler("b.c"),
            Samples.runtime("nodejs20"),
            Samples.environment(Map.of("A", "B")))) {
      Function updated = store().update("hello", patch, null);
      assertThat(seen.add(updated.revision())).as("%s is new", patch).isTrue();
    }
    store().delete("hello", null);
    assertThat(seen.add(store().create(Samples.draft("hello")).revision())).isTrue();
  }

  @Test
  default void aStaleRevisionIsRefusedWithTheCurrentOne() {
    Function first = store().create(Samples.draft("hello"));
    Function second = another().update("hello", Samples.code("second"), first.revision());

    var update =
        catchThrowableOfType(
            RevisionMismatchException.class,
            () -> store().update("hello", Samples.code("third"), first.revision()));
    var delete =
        catchThrowableOfType(
            RevisionMismatchException.class, () -> store().delete("hello", first.revision()));

    assertThat(update.current()).isEqualTo(second.revision());
    assertThat(delete.current()).isEqualTo(second.revision());
    assertThat(store().get("hello")).isEqualTo(second);
    store().delete("hello", second.revision());
    assertThat(store().list(FunctionQuery.ALL).total()).isZero();
  }

  @Test
  default void aStaleUpdateIsRefusedEvenIfItWouldChangeNothing() {
    Function first = store().create(Samples.draft("hello"));
    Function second = store().update("hello", Samples.code("second"), null);

    var refused =
        catchThrowableOfType(
            RevisionMismatchException.class,
            () -> store().update("hello", Samples.NOTHING, first.revision()));

    assertThat(refused.current()).isEqualTo(second.revision());
  }

  @Test
  default void timesAreWholeMicrosecondsAndGrowWithEveryChange() {
    Function function = store().create(Samples.draft("hello"));
    FunctionStore other = another();
    Instant created = function.createdAt();
    for (int i = 0; i < 40; i++) {
      FunctionStore store = i % 2 == 0 ? store() : other;
      Function updated =
          store.update("hello", i % 3 == 0 ? Samples.code("" + i) : Samples.memory(100 + i), null);

      assertThat(updated.updatedAt())
          .isAfter(function.updatedAt())
          .isEqualTo(updated.updatedAt().truncatedTo(ChronoUnit.MICROS));
      assertThat(updated.createdAt())
          .isEqualTo(created)
          .isEqualTo(created.truncatedTo(ChronoUnit.MICROS));
      function = updated;
    }
    assertThat(another().get("hello")).isEqualTo(function);
  }
}
