package dev.impuls.transfer;

import dev.impuls.function.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of each function of an import.
 *
 * @param rows in order of name
 * @param applied false if nothing was changed: because nothing was to be, or because something
 *     failed and then nothing was to be; the rows then tell what would have been
 */
public record ImportReport(List<Row> rows, boolean applied) {

  /** What became of one. */
  public enum Outcome {
    CREATED,
    UPDATED,
    /** It was there as it is. */
    UNCHANGED,
    /** Another one was there, and was left alone. */
    SKIPPED,
    FAILED
  }

  /**
   * One function, or what was found in place of one.
   *
   * @param name of the function; of a record that cannot be read what it is called
   * @param reason why it failed, a sentence without its end; null if it did not
   * @param revision what is kept now, as far as that is known
   */
  public record Row(
      String name, Outcome outcome, @Nullable String reason, @Nullable Revision revision) {}

  /** How many came to that. */
  public long count(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }
}
