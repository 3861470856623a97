package dev.impuls.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  private static FunctionPatch patch(String group, String isolation) {
    return new FunctionPatch(null, null, null, null, null, null, group, isolation, null);
  }

  @Test
  void onlyASharedFunctionSharesAProcess() {
    assertThat(Placement.DEFAULT.isDedicated()).isFalse();
    assertThat(new Placement("a", Placement.SHARED).isDedicated()).isFalse();
    assertThat(new Placement("", Placement.DEDICATED).isDedicated()).isTrue();
    assertThat(new Placement("", "whatever").isDedicated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Team_1", "0-0", "abcdefghijklmnopqrstuvwxyz0123456789"})
  void groups(String group) {
    assertThat(FunctionRules.check(patch(group, Placement.SHARED))).isEmpty();
    assertThat(FunctionRules.check(patch(group, Placement.DEDICATED))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "' ', must be 1 to 64 characters",
    "-a, must be 1 to 64 characters",
    "a.b, must be 1 to 64 characters",
    "ä, must be 1 to 64 characters",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg, must be 1 to 64 characters",
    "NUL, must not be a device name"
  })
  void whatIsNoNameIsNoGroup(String group, String message) {
    assertThat(FunctionRules.check(patch(group, Placement.SHARED)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.field()).isEqualTo("group"))
        .satisfies(problem -> assertThat(problem.message()).startsWith(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shared", "own", "dedicated "})
  void otherIsolationsAreRefused(String isolation) {
    assertThat(FunctionRules.check(patch("", isolation)))
        .containsExactly(new FieldProblem("isolation", "must be shared or dedicated"));
  }
}
