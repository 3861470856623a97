package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingCallsTest {
  private static final int MOST = 1000;

  private final WaitingCalls waiting = new WaitingCalls();

  private static WorkerCall call() {
    return WorkerCallsTest.callOf(new FunctionBuilder("f", "1").build());
  }

  @Test
  void theyWaitInTheOrderTheyCame() {
    WorkerCall first = call();
    WorkerCall second = call();
    assertThat(waiting.add(first)).isTrue();
    assertThat(waiting.add(second)).isTrue();
    WaitingCalls.Waiting taken = waiting.remove();
    assertThat(taken.call()).isSameAs(first);
    assertThat(waiting.addAgain(taken)).isTrue();
    assertThat(waiting.remove().call()).isSameAs(second);
    assertThat(waiting.remove().call()).isSameAs(first);
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void noneWaitsForever() {
    long longAgo = System.nanoTime() - Duration.ofSeconds(11).toNanos();
    assertThat(waiting.addAgain(new WaitingCalls.Waiting(call(), longAgo))).isFalse();
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void soManyWaitAtMost() {
    WorkerCall call = call();
    for (int i = 0; i < MOST; i++) {
      assertThat(waiting.add(call)).isTrue();
    }
    assertThat(waiting.add(call)).isFalse();
    assertThat(waiting.size()).isEqualTo(MOST);
  }
}
