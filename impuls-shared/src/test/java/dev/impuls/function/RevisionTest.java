package dev.impuls.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevisionTest {
  /** Of {@link #placed} with the default, as it was before functions had a placement. */
  private static final String SHA256 =
      "10e8126ea789f95c8e39881ca2ebbc866bf6ae05538ac9693c1ffa3b1813cb35";

  private static Function placed(Placement placement) {
    return Function.of(
        new FunctionSummary(
            "0b7f4e0c-5d0f-4d0e-9f55-0f6a9d1a7c11",
            "hello",
            "says hello",
            "nodejs22",
            "index.handler",
            "somewhere",
            256,
            7,
            placement,
            Instant.parse("2021-02-03T04:05:06.789012Z"),
            Instant.parse("2022-02-03T04:05:06.000001Z")),
        "exports.handler = async () => 'hello';\n",
        Map.of("GREETING", "hi", "A", "ä"));
  }

  @Test
  void aFunctionOfNoGroupHasTheRevisionItAlwaysHad() {
    Function function = placed(Placement.DEFAULT);

    assertThat(function.sha256()).isEqualTo(SHA256);
    assertThat(function.revision().value()).isEqualTo(SHA256.substring(0, 32));
  }

  @Test
  void eachPlacementIsAnotherRevision() {
    Set<Revision> seen = new HashSet<>();
    for (Placement placement :
        List.of(
            Placement.DEFAULT,
            new Placement("a", Placement.SHARED),
            new Placement("b", Placement.SHARED),
            new Placement("", Placement.DEDICATED),
            new Placement("a", Placement.DEDICATED),
            new Placement(Placement.SHARED, ""))) {
      assertThat(seen.add(placed(placement).revision())).as("%s", placement).isTrue();
    }
  }

  @Test
  void groupAndIsolationFollowWhatWasThereBefore() {
    assertThat(placed(new Placement("team-1", Placement.DEDICATED)).sha256())
        .isEqualTo("8c126590753dfe638e974274e8b963c5d9bcf0a40361aeeead534d6fad7303ac");
  }
}
