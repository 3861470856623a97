package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import dev.impuls.function.Revision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Functions of another store are kept as they were there. */
interface PuttingContract extends StoreUnderTest {
  /** Long ago, and to the microsecond. */
  Instant CREATED = Instant.parse("2021-02-03T04:05:06.789012Z");

  Instant UPDATED = Instant.parse("2022-02-03T04:05:06.000001Z");

  String AN_ID = "0b7f4e0c-5d0f-4d0e-9f55-0f6a9d1a7c11";

  private static String idOf(Instant time) {
    return UUID.nameUUIDFromBytes(time.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Function function(String id, FunctionDraft draft, Instant updated) {
    return Function.of(
        new FunctionSummary(
            id,
            Objects.requireNonNull(draft.name()),
            draft.description(),
            Objects.requireNonNull(draft.runtime()),
            Objects.requireNonNull(draft.handler()),
            "elsewhere",
            draft.memoryMb(),
            draft.timeoutSec(),
            draft.placement(),
            CREATED,
            updated),
        Objects.requireNonNull(draft.code()),
        draft.environment());
  }

  private static Function sample() {
    return function(AN_ID, Samples.draft("hello"), UPDATED);
  }

  @Test
  default void aFunctionOfAnotherStoreKeepsItsIdAndItsTimes() {
    Function kept = store().put(sample(), null);

    assertThat(kept.revision()).isEqualTo(sample().revision());
    assertThat(kept).isEqualTo(sample().keptAt(kept.codePath()));
    assertThat(store().get("hello")).isEqualTo(kept);
    assertThat(another().get("hello")).isEqualTo(kept);
    assertThat(store().list(FunctionQuery.ALL).functions()).containsExactly(kept.summary());
  }

  @Test
  default void itKeepsItsGroupAndIsolation() {
    Function kept = store().put(sample(), null);
    assertThat(another().get("hello").placement())
        .isEqualTo(new Placement("team-1", Placement.DEDICATED));

    Function other =
        function(AN_ID, Samples.described("hello", "", "nodejs22"), UPDATED.plusSeconds(1));
    store().put(other, kept.revision());

    assertThat(another().get("hello").placement()).isEqualTo(Placement.DEFAULT);
    assertThat(store().get("hello").revision()).isEqualTo(other.revision());
  }

  @Test
  default void itIsAFunctionLikeAnyOther() {
    Function kept = store().put(sample(), null);

    Function updated = store().update("hello", Samples.code("x"), kept.revision());

    assertThat(updated.id()).isEqualTo(AN_ID);
    assertThat(updated.createdAt()).isEqualTo(CREATED);
    assertThat(updated.updatedAt()).isAfter(Instant.now().minus(Duration.ofHours(1)));
    store().delete("hello", updated.revision());
    assertThat(store().list(FunctionQuery.ALL).total()).isZero();
  }

  @Test
  default void itTakesTheNameOfNoOther() {
    Function first = store().create(Samples.draft("hello"));

    assertThatThrownBy(() -> store().put(sample(), null))
        .isInstanceOf(FunctionExistsException.class);

    assertThat(another().get("hello")).isEqualTo(first);
  }

  @Test
  default void itTakesThePlaceOfTheRevisionThatIsMeant() {
    Function first = store().create(Samples.draft("hello", "first"));
    for (FunctionDraft draft :
        List.of(
            Samples.draft("hello", "other code"),
            Samples.described("hello", "", "python312"),
            Samples.draft("hello", "other code"),
            Samples.draft("hello", ""))) {
      for (Instant updated : List.of(UPDATED, UPDATED.minusSeconds(9), UPDATED.plusSeconds(1))) {
        Function next = function(idOf(updated), draft, updated);

        Function kept = store().put(next, first.revision());

        assertThat(kept.revision()).isEqualTo(next.revision());
        assertThat(store().get("hello")).isEqualTo(kept);
        assertThat(another().get("hello")).isEqualTo(kept);
        first = kept;
      }
    }
  }

  @Test
  default void otherTimesAloneAreAChange() {
    Function first = store().put(sample(), null);
    Function older = function(AN_ID, Samples.draft("hello"), UPDATED.minusSeconds(1));
    Function newer = function(AN_ID, Samples.draft("hello"), UPDATED.plusSeconds(1));

    Function second = store().put(older, first.revision());
    assertThat(another().get("hello").updatedAt()).isEqualTo(older.updatedAt());
    Function third = store().put(newer, second.revision());
    assertThat(another().get("hello").updatedAt()).isEqualTo(newer.updatedAt());

    assertThat(store().put(newer, third.revision())).isEqualTo(third);
  }

  @Test
  default void itTakesThePlaceOfNoOtherRevision() {
    Function first = store().create(Samples.draft("hello"));
    Function second = another().update("hello", Samples.code("second"), first.revision());

    var refused =
        catchThrowableOfType(
            RevisionMismatchException.class, () -> store().put(sample(), first.revision()));

    assertThat(refused.current()).isEqualTo(second.revision());
    assertThat(another().get("hello")).isEqualTo(second);
    assertThatThrownBy(
            () -> store().put(function(AN_ID, Samples.draft("other"), UPDATED), second.revision()))
        .isInstanceOf(FunctionNotFoundException.class);
  }

  @Test
  default void oneThatBreaksRulesIsRefusedWithAllOfThem() {
    var draft =
        new FunctionDraft(
            "../bad",
            "",
            "nodejs22",
            "nodot",
            "",
            15,
            30,
            new Placement("CON", "own"),
            Map.of("A", "nul:\0"));
    Function bad = function("", draft, UPDATED.plusNanos(1));

    var refused =
        catchThrowableOfType(InvalidFunctionException.class, () -> store().put(bad, null));

    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            "id",
            "name",
            "handler",
            "memory_mb",
            "group",
            "isolation",
            "environment",
            "updated_at");
    for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusMillis(1))) {
      assertThatThrownBy(
              () -> store().put(function(AN_ID, Samples.draft("hello"), time), new Revision("x")))
          .isInstanceOf(InvalidFunctionException.class)
          .hasMessageContaining("updated_at");
    }
    assertThat(store().list(FunctionQuery.ALL).total()).isZero();
  }

  @Test
  default void othersHearOfIt() throws Exception {
    var heard = new Heard();
    another().subscribe(heard);

    Function kept = store().put(sample(), null);
    heard.await(Change.Kind.CREATED, "hello");
    store().put(function(AN_ID, Samples.draft("hello"), UPDATED.minusSeconds(1)), kept.revision());
    heard.await(Change.Kind.UPDATED, "hello");
  }
}
