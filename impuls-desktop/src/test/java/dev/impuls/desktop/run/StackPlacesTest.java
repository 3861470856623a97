package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.run.StackPlaces.Place;
import dev.impuls.invoke.InvocationResult.InvocationError;
import org.junit.jupiter.api.Test;

class StackPlacesTest {
  @Test
  void theFirstFrameOfTheFunctionCounts() {
    var error =
        new InvocationError(
            "RangeError",
            "see function.js:9:9",
            "RangeError: see function.js:9:9\n    at Array.map (native)\n"
                + "    at inner (function.js:2:9)\n    at function.js:4:33");

    assertThat(StackPlaces.of(error)).contains(new Place(2, 9));
    assertThat(StackPlaces.ofFrame("    at function.js:4:33")).contains(new Place(4, 33));
    assertThat(StackPlaces.ofFrame("    at async f (function.js:4)")).contains(new Place(4, 1));
  }

  @Test
  void otherFilesAndOtherLinesAreNone() {
    assertThat(StackPlaces.ofFrame("    at f (myfunction.js:4:33)")).isEmpty();
    assertThat(StackPlaces.ofFrame("Error: at function.js:4:33")).isEmpty();
    assertThat(StackPlaces.of(new InvocationError("Error", "function.js:1:1", ""))).isEmpty();
  }

  @Test
  void aSyntaxErrorNamesItsPlaceItself() {
    var error =
        new InvocationError(
            "Runtime.UserCodeSyntaxError", "SyntaxError: function.js:2:6 Expected an ident", "");

    assertThat(StackPlaces.of(error)).contains(new Place(2, 6));
  }
}
