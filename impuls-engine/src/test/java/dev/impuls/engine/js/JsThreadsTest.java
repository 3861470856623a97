package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            () -> {
              awaitQuietly(end);
              ended.countDown();
            });
      }
      var done = new CountDownLatch(1);
      threads.execute(done::countDown);
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
            () -> {
              awaitQuietly(next);
              done.countDown();
            });
        threads.execute(next::countDown); // Which needs another thread.
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
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
