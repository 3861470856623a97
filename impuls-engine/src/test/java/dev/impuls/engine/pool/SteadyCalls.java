package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Invoker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls of a function that behaves, one after the other, each of which has to be answered right.
 */
final class SteadyCalls {
  private static final int PATIENCE_SECONDS = 60;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Function STEADY =
      new FunctionBuilder("steady", "exports.handler = async (e) => e + 1;")
          .id("id-steady")
          .timeoutSec(60)
          .at(Instant.EPOCH)
          .build();

  private final Invoker invoker;
  private final List<Long> nanos = new ArrayList<>();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile boolean ended;

  /** Begins them. */
  SteadyCalls(Invoker invoker) {
    this.invoker = invoker;
    thread = Thread.ofPlatform().daemon().name("steady-calls").start(this::run);
  }

  private void run() {
    int i = 0;
    do {
      long begun = System.nanoTime();
      try {
        InvocationResult result =
            invoker
                .invoke(new Invocation("steady-" + i, STEADY, Integer.toString(i)))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!Integer.toString(i + 1).equals(result.body())) {
          wrong.add(result.toString());
        }
      } catch (Exception e) {
        wrong.add(e.toString());
      }
      nanos.add(System.nanoTime() - begun);
      LockSupport.parkNanos(PAUSE_NANOS);
      i++;
    } while (!ended);
  }

  /** Ends them; fails if one was answered wrongly or not at all. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
    assertThat(wrong).isEmpty();
  }

  /** How long each took, in nanoseconds, once they have ended. */
  List<Long> nanos() {
    return nanos;
  }

  static String text(List<Long> nanos) {
    var sorted = nanos.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%d calls, median %.1f ms, 99th percentile %.1f, longest %.1f",
        sorted.size(),
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 99 / 100) / 1e6,
        sorted.getLast() / 1e6);
  }
}
