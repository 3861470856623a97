package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseWatchTest {
  private static final Duration USED = Duration.ofSeconds(20);

  private final PulseWatch watch = new PulseWatch(0);

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void whatGoesOnIsLetBe() {
    for (int i = 1; i < 100; i++) {
      assertThat(watch.look(i, () -> USED, at(i))).isNull();
      assertThat(watch.beats(at(i + 0.2))).isTrue();
    }
  }

  @Test
  void whatUsesTheTimeAndGetsNothingDoneHangs() {
    assertThat(watch.look(7, () -> USED, at(1))).isNull();
    assertThat(watch.look(7, () -> USED, at(1.3))).isNull();
    assertThat(watch.look(7, () -> USED.plusMillis(900), at(2.3))).isNull();
    assertThat(watch.beats(at(2.3))).isFalse();
    assertThat(watch.look(7, () -> USED.plusMillis(1200), at(2.6)))
        .isEqualTo("got nothing done for 1.6 s");
  }

  /** As where it was stopped, or others take all the time there is. */
  @Test
  void whatGetsNoTimeIsLetBe() {
    for (int i = 1; i < 100; i++) {
      assertThat(watch.look(7, () -> USED.plusMillis(10), at(i))).isNull();
    }
  }

  @Test
  void whatGoesOnAgainBeginsAnew() {
    assertThat(watch.look(7, () -> USED, at(1))).isNull();
    assertThat(watch.look(7, () -> USED.plusMillis(900), at(2.4))).isNull();
    assertThat(watch.look(8, () -> USED.plusMillis(1400), at(2.6))).isNull();
    assertThat(watch.look(8, () -> USED.plusMillis(1900), at(3.9))).isNull();
    assertThat(watch.look(8, () -> USED.plusMillis(3000), at(4.2))).isNotNull();
  }
}
