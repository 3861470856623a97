package dev.impuls.server.command;

import dev.impuls.transfer.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a transfer has come: on a terminal in one line, elsewhere in a line now and then.
 */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 30;
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration PLAIN = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final boolean terminal;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Step step;
  private long total;
  private long done;
  private long shownAt;
  private int shownLength;

  ProgressBar(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void begins(Step next, long most) {
    lock.lock();
    try {
      end();
      step = next;
      total = most;
      done = 0;
      shownAt = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void advances() {
    lock.lock();
    try {
      done++;
      long now = System.nanoTime();
      if (now - shownAt >= (terminal ? REDRAW : PLAIN).toNanos()) {
        shownAt = now;
        show();
      }
    } finally {
      lock.unlock();
    }
  }

  private void show() {
    String line = line();
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
      shownLength = line.length();
    } else {
      err.println(line);
    }
    err.flush();
  }

  private String line() {
    String what =
        switch (step) {
          case CHECKING -> "Checking";
          case COPYING -> "Copying";
          case COMPARING -> "Comparing";
          case null -> "";
        };
    if (total <= 0) {
      return String.format("%-9s %,d", what, done);
    }
    String counts = String.format("%,d of %,d", done, total);
    if (!terminal) {
      return String.format("%-9s %s", what, counts);
    }
    int filled = (int) Math.min(WIDTH, done * WIDTH / total);
    return String.format(
        "%-9s %s%s %s", what, "█".repeat(filled), "░".repeat(WIDTH - filled), counts);
  }

  private void end() {
    if (terminal && shownLength > 0) {
      err.print("\r" + " ".repeat(shownLength) + "\r");
      err.flush();
      shownLength = 0;
    }
  }

  /** Leaves nothing of it on a terminal. */
  @Override
  public void close() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }
}
