package dev.impuls.desktop.health;

import dev.impuls.function.Function;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How large the code of functions is.
 *
 * @param functions how many were read
 * @param bytes of all their code, as UTF-8
 * @param largest those with most code, at most ten, the largest first
 * @param measured when
 */
record Sizes(int functions, long bytes, List<Size> largest, Instant measured) {
  private static final int MOST = 10;
  private static final Comparator<Size> BY_SIZE =
      Comparator.comparingLong(Size::bytes)
          .thenComparing(Comparator.comparing(Size::name).reversed());

  Sizes {
    largest = List.copyOf(largest);
  }

  /** That of one function's code. */
  record Size(String name, long bytes) {}

  /** Adds them up. */
  static final class Sum {
    private final PriorityQueue<Size> largest = new PriorityQueue<>(BY_SIZE);
    private int functions;
    private long bytes;

    void add(Function function) {
      long size = function.code().getBytes(StandardCharsets.UTF_8).length;
      functions++;
      bytes += size;
      largest.add(new Size(function.name(), size));
      if (largest.size() > MOST) {
        largest.remove();
      }
    }

    int functions() {
      return functions;
    }

    Sizes sizes(Instant now) {
      var sorted = new ArrayList<>(largest);
      sorted.sort(BY_SIZE.reversed());
      return new Sizes(functions, bytes, sorted, now);
    }
  }
}
