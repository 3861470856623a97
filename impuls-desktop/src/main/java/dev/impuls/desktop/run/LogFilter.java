package dev.impuls.desktop.run;

import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which log records are shown.
 *
 * @param least the level from which on
 * @param text what is in their messages, whatever the case; empty for all
 */
record LogFilter(Level least, String text) implements Predicate<LogRecord> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  LogFilter {
    text = text.toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean test(LogRecord log) {
    return log.level().compareTo(least) >= 0
        && (text.isEmpty() || log.message().toLowerCase(Locale.ROOT).contains(text));
  }

  /** When something was logged, to the millisecond. */
  static String time(LogRecord log) {
    return TIME.format(log.time().atZone(ZoneId.systemDefault()));
  }

  /** Records as lines of text. */
  static String text(List<LogRecord> logs) {
    return logs.stream()
        .map(log -> time(log) + " " + log.level() + " " + log.message() + "\n")
        .collect(Collectors.joining());
  }
}
