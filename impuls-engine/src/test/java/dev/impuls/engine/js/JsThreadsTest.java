package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsThreadsTest {
  private static final int PATIENCE_SECONDS = 60;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void turnsThatTakeLongDoNotHoldUpOthers(boolean lowersLong) throws Exception {
    try (var threads = new JsThreads(2, lowersLong)) {
      var end = new CountDownLatch(1);
      var ended = new CountDownLatch(10);
      for (int i = 0; i < 10; i++) {
        threads.execute(
            "f",
            () -> {
              awaitQuietly(end);
              ended.countDown();
            });
      }
      var done = new CountDownLatch(1);
      threads.execute("other", done::countDown);
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      end.countDown();
      assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thereAreThreadsAfterThoseThatTookLong(boolean lowersLong) throws Exception {
    try (var threads = new JsThreads(1, lowersLong)) {
      for (int i = 0; i < 3; i++) {
        var next = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        threads.execute(
            "f",
            () -> {
              awaitQuietly(next);
              done.countDown();
            });
        threads.execute("f", next::countDown); // Which needs another thread.
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void noFunctionTakesAllThreads() throws Exception {
    try (var threads = new JsThreads(2, true)) {
      var end = new CountDownLatch(1);
      var begun = new AtomicInteger();
      var ended = new CountDownLatch(200);
      for (int i = 0; i < 200; i++) {
        threads.execute(
            "greedy",
            () -> {
              begun.incrementAndGet();
              awaitQuietly(end);
              ended.countDown();
            });
      }
      var others = new CountDownLatch(100);
      for (int i = 0; i < 100; i++) {
        threads.execute("other " + i, others::countDown);
      }
      assertThat(others.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(begun.get()).isLessThan(20);
      end.countDown();
      assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
