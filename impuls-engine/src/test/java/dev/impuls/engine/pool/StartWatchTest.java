package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWatchTest {
  private static final StartLimits LIMITS =
      new StartLimits(Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(1));
  private static final long BEGUN = Long.MAX_VALUE - 5; // It is to be compared by differences.

  private final StartWatch watch = new StartWatch(LIMITS, BEGUN);

  private static long at(int seconds) {
    return BEGUN + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aStartThatGetsLittleProcessorTimeMayTakeHours() {
    for (int second = 5; second < 10_000; second += 5) {
      // One part in a hundred of one processor.
      assertThat(watch.look(Duration.ofMillis(10L * second), at(second))).isNull();
    }
    assertThat(watch.goesOn(at(10_000)))
        .isEqualTo(
            "The machine gave the function's process too little processor time to start: 100.0 s in"
                + " 10000.0 s. It goes on starting; try again later");
  }

  @Test
  void aStartThatUsesMuchProcessorTimeHasFailed() {
    assertThat(watch.look(Duration.ofSeconds(119), at(10))).isNull();
    assertThat(watch.goesOn(at(60))).startsWith("The function's process has not started yet");
    assertThat(watch.look(Duration.ofMinutes(2), at(60)))
        .isEqualTo("did not start, though it used 120.0 s of processor time");
  }

  @Test
  void aStartThatUsesNextToNoneHasFailed() {
    assertThat(watch.look(Duration.ofSeconds(1), at(5))).isNull();
    for (int second = 6; second <= 125; second++) {
      assertThat(watch.look(Duration.ofMillis(1000 + second), at(second))).isNull();
    }
    assertThat(watch.look(Duration.ofMillis(1130), at(126)))
        .isEqualTo("did not start: it used no more than 0.1 s of processor time in 121.0 s");
  }

  @Test
  void whatIsNotKnownAnyMoreCountsAsItWas() {
    assertThat(watch.look(Duration.ofSeconds(119), at(10))).isNull();
    assertThat(watch.look(Duration.ZERO, at(20))).isNull(); // One of several has ended.
    assertThat(watch.look(Duration.ofMinutes(2), at(30))).isNotNull();
  }

  @Test
  void itIsLookedAtNowAndThen() {
    assertThat(watch.isDue(at(4))).isFalse();
    assertThat(watch.isDue(at(5))).isTrue();
    watch.look(Duration.ZERO, at(5));
    assertThat(watch.isDue(at(9))).isFalse();
    assertThat(watch.isDue(at(10))).isTrue();
  }
}
