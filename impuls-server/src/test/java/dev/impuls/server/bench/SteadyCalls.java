package dev.impuls.server.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Calls of a function at a steady pace, whether or not those before were answered: time is taken
 * from when each was due, so that a call that had to wait for others counts as late.
 */
final class SteadyCalls {
  private static final int PER_SECOND = 50;

  private final Api api;
  private final String name;

  SteadyCalls(Api api, String name) {
    this.api = api;
    this.name = name;
  }

  /**
   * What came of the calls.
   *
   * @param wrong those that were not answered, or not rightly
   */
  record Answers(Medians millis, int wrong) {
    double p99() {
      return millis.quantile(0.99);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%d calls: median %.1f ms, 99th percentile %.1f ms, longest %.0f ms",
          millis.size(),
          millis.median(),
          p99(),
          millis.max());
    }
  }

  /** One call; NaN for a wrong answer. */
  private double call(long due) throws InterruptedException {
    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
    try {
      return Handler.HELLO.isAnsweredBy(api.invoke(name, Handler.HELLO.event()))
          ? StoreBenchmark.seconds(due) * 1e3
          : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  Answers run(double seconds) throws Exception {
    long begun = System.nanoTime();
    List<Callable<Double>> calls =
        IntStream.range(0, (int) (seconds * PER_SECOND))
            .mapToObj(i -> begun + i * 1_000_000_000L / PER_SECOND)
            .<Callable<Double>>map(due -> () -> call(due))
            .toList();
    var millis = new Medians();
    int wrong = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Double> call : threads.invokeAll(calls)) {
        double taken = call.get();
        if (Double.isNaN(taken)) {
          wrong++;
        } else {
          millis.add(taken);
        }
      }
    }
    return new Answers(millis, wrong);
  }
}
