package dev.impuls.desktop.health;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Numbers, durations, sizes and times, for people. */
final class Shown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
          .withZone(ZoneId.systemDefault());
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int MILLIS_PER_SECOND = 1000;
  private static final int UNIT = 1024;

  private Shown() {}

  static String number(long number) {
    return NumberFormat.getIntegerInstance().format(number);
  }

  static String percent(long part, long of) {
    NumberFormat format = NumberFormat.getPercentInstance();
    format.setMaximumFractionDigits(1);
    return format.format(of == 0 ? 0 : (double) part / of);
  }

  static String duration(Duration duration) {
    return millis(duration.toNanos() / NANOS_PER_MILLI);
  }

  static String millis(double millis) {
    return millis >= MILLIS_PER_SECOND
        ? digits(millis / MILLIS_PER_SECOND) + " s"
        : digits(millis) + " ms";
  }

  static String bytes(long bytes) {
    if (bytes < UNIT) {
      return number(bytes) + " B";
    }
    double kib = (double) bytes / UNIT;
    return kib < UNIT ? digits(kib) + " KiB" : digits(kib / UNIT) + " MiB";
  }

  /** As many places as say something. */
  private static String digits(double value) {
    NumberFormat format = NumberFormat.getNumberInstance();
    format.setMaximumFractionDigits(value < 1 ? 2 : value < 100 ? 1 : 0);
    return format.format(value);
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** To the minute. */
  static String shortTime(Instant time) {
    return MINUTE.format(time);
  }

  static String dayAndTime(Instant time) {
    return DAY_AND_TIME.format(time);
  }
}
