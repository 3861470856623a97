package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Creating, reading, changing and removing one function. */
interface EditingContract extends StoreUnderTest {

  @Test
  default void aCreatedFunctionIsWhatWasAskedFor() {
    FunctionDraft draft = Samples.draft("hello");

    Function created = store().create(draft);

    assertThat(created.toDraft()).isEqualTo(draft);
    assertThat(UUID.fromString(created.id())).hasToString(created.id());
    assertThat(created.codePath()).isNotBlank();
    assertThat(created.createdAt())
        .isEqualTo(created.updatedAt())
        .isBetween(
            Instant.now().minus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
    assertThat(store().get("hello")).isEqualTo(created);
    assertThat(another().get("hello")).isEqualTo(created);
  }

  @Test
  default void whatIsNotSaidHasDefaults() {
    FunctionPatch least =
        new FunctionPatch(null, "nodejs22", "index.handler", "x", null, null, null, null, null);

    store().create(FunctionDraft.of("least", least));

    Function function = another().get("least");
    assertThat(function.description()).isEmpty();
    assertThat(function.memoryMb()).isEqualTo(128);
    assertThat(function.timeoutSec()).isEqualTo(30);
    assertThat(function.placement()).isEqualTo(Placement.DEFAULT);
    assertThat(function.environment()).isEmpty();
  }

  @Test
  default void aTakenNameIsRefusedAndLeavesTheFirstAlone() {
    Function first = store().create(Samples.draft("hello"));

    assertThatThrownBy(() -> store().create(Samples.draft("hello", "other")))
        .isInstanceOf(FunctionExistsException.class)
        .hasMessageContaining("hello");

    assertThat(another().get("hello")).isEqualTo(first);
  }

  @Test
  default void aDraftThatBreaksRulesIsRefusedWithAllOfThemAndLeavesNoTrace() {
    var draft =
        new FunctionDraft(
            "bad",
            "",
            null,
            "nodot",
            null,
            15,
            901,
            new Placement("a b", "own"),
            Map.of("1X", "nul:\0"));

    var refused = catchThrowableOfType(InvalidFunctionException.class, () -> store().create(draft));

    assertThat(refused.problems()).isEqualTo(FunctionRules.check(draft)).hasSizeGreaterThan(5);
    assertThatThrownBy(() -> another().get("bad")).isInstanceOf(FunctionNotFoundException.class);
    assertThat(store().list(FunctionQuery.ALL)).isEqualTo(new Page(List.of(), 0, false));
  }

  @Test
  default void anUpdateChangesWhatItSetsAndNothingElse() {
    Function function = store().create(Samples.draft("hello"));
    for (FunctionPatch patch :
        List.of(
            Samples.description("other"),
            Samples.description(""),
            Samples.handler("other.handler"),
            Samples.code("other"),
            Samples.code(""),
            Samples.memory(16),
            Samples.timeout(900),
            Samples.group(""),
            Samples.isolation(Placement.SHARED),
            Samples.group("Team_2"),
            Samples.isolation(Placement.DEDICATED),
            Samples.environment(Map.of("A", "1", "B", "")),
            Samples.environment(Map.of("B", "2")),
            Samples.environment(Map.of()),
            Samples.runtime("python312"),
            Samples.code("print(1)"),
            Samples.runtime("nodejs24"),
            new FunctionPatch(
                "all",
                "nodejs18",
                "a.b",
                "all",
                10_240,
                1,
                "all",
                Placement.SHARED,
                Map.of("ALL", "fields")))) {
      Function expected = patch.applyTo(function);

      Function updated = store().update("hello", patch, function.revision());

      assertThat(updated.toDraft()).isEqualTo(expected.toDraft());
      assertThat(updated.id()).isEqualTo(function.id());
      assertThat(updated.createdAt()).isEqualTo(function.createdAt());
      assertThat(updated.updatedAt()).isAfter(function.updatedAt());
      assertThat(store().get("hello")).isEqualTo(updated);
      function = updated;
    }
    assertThat(another().get("hello")).isEqualTo(function);
  }

  @Test
  default void groupAndIsolationAreReadBackAsTheyWereSet() {
    store().create(Samples.described("hello", "", "nodejs22"));
    var expected = Placement.DEFAULT;
    for (FunctionPatch patch :
        List.of(
            Samples.NOTHING,
            Samples.group("team-1"),
            Samples.isolation("dedicated"),
            Samples.group(""),
            Samples.isolation("shared"))) {
      expected = expected.with(patch.group(), patch.isolation());

      Function updated = store().update("hello", patch, null);

      assertThat(updated.placement()).isEqualTo(expected);
      assertThat(another().get("hello").placement()).isEqualTo(expected);
      assertThat(another().list(FunctionQuery.ALL).functions().getFirst().placement())
          .isEqualTo(expected);
    }
  }

  @Test
  default void anUpdateThatChangesNothingWritesNothing() {
    Function function = store().create(Samples.draft("hello"));
    FunctionDraft same = Samples.draft("hello");
    var sameValues =
        new FunctionPatch(
            same.description(),
            same.runtime(),
            same.handler(),
            same.code(),
            same.memoryMb(),
            same.timeoutSec(),
            same.placement().group(),
            same.placement().isolation(),
            same.environment());

    assertThat(store().update("hello", Samples.NOTHING, null)).isEqualTo(function);
    assertThat(store().update("hello", sameValues, function.revision())).isEqualTo(function);
    assertThat(another().get("hello")).isEqualTo(function);
  }

  @Test
  default void anUpdateThatBreaksRulesIsRefusedAndChangesNothing() {
    Function function = store().create(Samples.draft("hello"));
    var patch = new FunctionPatch("new", null, null, "new", 1, 0, "-", "", Map.of("-", ""));

    var refused =
        catchThrowableOfType(
            InvalidFunctionException.class, () -> store().update("hello", patch, null));

    assertThat(refused.problems())
        .extracting(FieldProblem::field)
        .containsExactly("memory_mb", "timeout_sec", "group", "isolation", "environment");
    assertThat(another().get("hello")).isEqualTo(function);
  }

  @Test
  default void aDeletedFunctionIsGoneAndItsNameFree() {
    Function first = store().create(Samples.draft("hello"));

    store().delete("hello", null);

    assertThatThrownBy(() -> store().get("hello"))
        .isInstanceOf(FunctionNotFoundException.class)
        .hasMessageContaining("hello");
    assertThatThrownBy(() -> another().get("hello")).isInstanceOf(FunctionNotFoundException.class);
    assertThat(store().list(FunctionQuery.ALL).total()).isZero();
    Function second = store().create(Samples.draft("hello"));
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(another().get("hello")).isEqualTo(second);
  }

  @Test
  default void whatIsNotThereCannotBeChangedOrDeleted() {
    Function other = store().create(Samples.draft("other"));

    assertThatThrownBy(() -> store().update("hello", Samples.code("x"), null))
        .isInstanceOf(FunctionNotFoundException.class);
    assertThatThrownBy(() -> store().update("hello", Samples.code("x"), other.revision()))
        .isInstanceOf(FunctionNotFoundException.class);
    assertThatThrownBy(() -> store().delete("hello", null))
        .isInstanceOf(FunctionNotFoundException.class);
    assertThatThrownBy(() -> store().delete("hello", other.revision()))
        .isInstanceOf(FunctionNotFoundException.class);
  }

  @Test
  default void textComesBackByteForByte() {
    for (String text :
        List.of(
            "",
            "\n",
            "no newline at the end",
            "a\r\nb\rc\n\u2028d\u2029e\u0085f\tg\u000b\u000c\u001b\u007f",
            "\ufeffBOM first, \ufeff and within",
            "ünïcode 漢字 \ud83d\ude00 e\u0301 \ufffe \uffff \udbff\udfff",
            "quotes \" ' ` \\ \\u0041 ${x} %s $1 \\0",
            "\u0001\u0002")) {
      Function created =
          store()
              .create(
                  new FunctionDraft(
                      "text",
                      text,
                      "nodejs22",
                      "a.b",
                      text,
                      128,
                      30,
                      Placement.DEFAULT,
                      Map.of("TEXT", text)));

      assertThat(created.code()).isEqualTo(text);
      assertThat(another().get("text")).isEqualTo(created);
      Function updated = store().update("text", Samples.sealed(text, 1), null);
      assertThat(another().get("text")).isEqualTo(updated);
      store().delete("text", null);
    }
  }

  @Test
  default void theLargestCodeIsKept() {
    String ascii = "x".repeat(FunctionRules.MAX_CODE_BYTES);
    String wide = "漢".repeat(FunctionRules.MAX_CODE_BYTES / 3) + "x";

    Function created = store().create(Samples.draft("large", ascii));
    assertThat(another().get("large").equals(created)).as("created").isTrue();
    Function updated = store().update("large", Samples.code(wide), created.revision());
    assertThat(another().get("large").equals(updated)).as("updated").isTrue();
    assertThat(store().get("large").code().equals(wide)).as("code").isTrue();

    assertThatThrownBy(() -> store().update("large", Samples.code(ascii + "x"), null))
        .isInstanceOf(InvalidFunctionException.class)
        .hasMessageContaining("4 MiB");
    assertThat(store().get("large").revision()).isEqualTo(updated.revision());
  }
}
