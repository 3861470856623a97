package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Set;

/** States, times and durations in words. */
final class Words {
  private static final Texts T = Texts.of(Words.class);

  private static final Set<Integer> KNOWN =
      Set.of(
          200, 201, 202, 204, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 410, 412, 413, 415,
          422, 429, 500, 501, 502, 503, 504, 507);

  /** What a failed run means by a status is more precise than what HTTP does. */
  private static final Set<Integer> FAILED = Set.of(500, 501, 503, 504, 507);

  private static final double MICROS_PER_MILLI = 1000;
  private static final double MICROS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_MINUTE = 60;

  private Words() {}

  /** How a run ended, in words. */
  static String status(PastRun run) {
    if (run.isCancelled()) {
      return T.get("status.cancelled");
    }
    int status = run.status();
    if (run.failed() && FAILED.contains(status)) {
      return status + " " + T.get("failed." + status);
    }
    return KNOWN.contains(status)
        ? status + " " + T.get("status." + status)
        : Integer.toString(status);
  }

  /** Whether a run did what it was to: a style class of AtlantaFX. */
  static String style(PastRun run) {
    if (run.isCancelled()) {
      return "neutral";
    }
    if (run.failed() || run.status() >= 500) {
      return "danger";
    }
    return run.status() < 300 ? "success" : "warning";
  }

  /** A duration with its unit. */
  static String duration(Duration duration) {
    return duration(duration.toNanos() / 1000);
  }

  /** A duration of so many microseconds with its unit. */
  static String duration(long micros) {
    if (micros < MICROS_PER_SECOND) {
      double millis = micros / MICROS_PER_MILLI;
      return T.get("duration.millis", number(millis, millis < 10 ? 2 : millis < 100 ? 1 : 0));
    }
    double seconds = micros / MICROS_PER_SECOND;
    if (seconds < SECONDS_PER_MINUTE) {
      return T.get("duration.seconds", number(seconds, seconds < 10 ? 2 : 1));
    }
    long whole = (long) seconds;
    return T.get("duration.minutes", whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
  }

  /** Time that passes, to be read while it does. */
  static String passing(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    return T.get("duration.seconds", number(seconds, 1));
  }

  private static String number(double value, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance();
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(value);
  }

  /** The time of day, and the day if it is not today. */
  static String time(Instant instant, ZoneId zone) {
    var time = instant.atZone(zone);
    boolean today = time.toLocalDate().equals(LocalDate.now(zone));
    DateTimeFormatter format =
        today
            ? DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
            : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT);
    return format.format(time);
  }
}
