package dev.impuls.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets a few warnings and errors of each kind into the log a minute, as clients can cause as many
 * as they like. Those of one logger with one text, whatever is put into it, are of a kind. The last
 * one that is let through is followed by a line that says so; how many were left out is told with
 * the next one of their kind.
 */
public final class LogLimit extends TurboFilter {
  private static final int MAX_A_MINUTE = 10;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Texts that are made for each line would else be as many kinds. */
  private static final int MAX_KINDS = 500;

  private static final String NO_MORE =
      "More lines like the one before are left out for up to a minute";
  private static final String LEFT_OUT = "{} lines like the next one were left out";

  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private long sinceNanos = System.nanoTime();
    private int count;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable t) {
    if (format == null // Asks whether such a line would be logged at all.
        || !level.isGreaterOrEqual(Level.WARN)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())
        || format.equals(NO_MORE)
        || format.equals(LEFT_OUT)) {
      return FilterReply.NEUTRAL;
    }
    int leftOut = 0;
    int count;
    synchronized (kinds) {
      Kind kind = kind(logger.getName() + ' ' + format, logger.getName());
      if (System.nanoTime() - kind.sinceNanos > MINUTE_NANOS) {
        leftOut = Math.max(0, kind.count - MAX_A_MINUTE);
        kind.sinceNanos = System.nanoTime();
        kind.count = 0;
      }
      kind.count++;
      count = kind.count;
    }
    if (leftOut > 0) {
      logger.warn(LEFT_OUT, leftOut);
    }
    if (count == MAX_A_MINUTE + 1) {
      logger.warn(NO_MORE);
    }
    return count > MAX_A_MINUTE ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private Kind kind(String text, String logger) {
    Kind known = kinds.get(text);
    if (known != null) {
      return known;
    }
    return kinds.computeIfAbsent(kinds.size() < MAX_KINDS ? text : logger, _ -> new Kind());
  }
}
