package dev.impuls.desktop.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Names of what is kept of a function: safe for files of any system, and other for each one. */
final class StateNames {
  private static final int READABLE = 40;
  private static final int DIGITS = 16;

  private StateNames() {}

  static String events(String function) {
    return "events/" + file(function);
  }

  static String runs(String function) {
    return "runs/" + file(function);
  }

  /** The digits tell apart what some file systems do not: upper and lower case. */
  private static String file(String function) {
    String readable = function.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
    return readable.substring(0, Math.min(READABLE, readable.length())) + "-" + digits(function);
  }

  private static String digits(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
