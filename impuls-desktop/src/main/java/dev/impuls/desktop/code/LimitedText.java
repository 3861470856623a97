package dev.impuls.desktop.code;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A text that can be read until a deadline only, so that no regular expression reads it for ever.
 */
final class LimitedText implements CharSequence {
  /** It took too long. */
  static final class TimeIsUp extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final int BETWEEN_LOOKS = 4_096;

  private final CharSequence text;
  private final long deadline;
  private final BooleanSupplier cancelled;
  private int untilLook = BETWEEN_LOOKS;

  /**
   * One.
   *
   * @param deadline in {@link System#nanoTime}
   * @param cancelled whether nobody waits for it any more
   */
  LimitedText(CharSequence text, long deadline, BooleanSupplier cancelled) {
    this.text = text;
    this.deadline = deadline;
    this.cancelled = cancelled;
  }

  @Override
  public char charAt(int index) {
    if (--untilLook == 0) {
      untilLook = BETWEEN_LOOKS;
      look();
    }
    return text.charAt(index);
  }

  /** Throws if it must end. */
  void look() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException();
    }
    if (System.nanoTime() - deadline > 0) {
      throw new TimeIsUp();
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
