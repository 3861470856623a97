package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The second half of an import: what was found right is written, by several threads. */
final class Writing implements AutoCloseable {
  private final FunctionStore target;
  private final boolean allOrNone;
  private final boolean takesBack;
  private final UndoLog undo;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  /** Why the target takes nothing any more. */
  private volatile @Nullable String gone;

  /**
   * @param allOrNone whether the first that cannot be written ends it
   * @param takesBack whether to note what is written, to be taken back
   */
  Writing(FunctionStore target, boolean allOrNone, boolean takesBack) throws IOException {
    this.target = target;
    this.allOrNone = allOrNone;
    this.takesBack = takesBack;
    this.undo = new UndoLog();
  }

  /** One could not be written, and so none is to be. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException() {
      super(null, null, false, false);
    }
  }

  /**
   * Writes one.
   *
   * @param expected the revision it takes the place of, or null
   * @param made makes the function of what is there before
   */
  void write(
      String name,
      @Nullable Revision expected,
      java.util.function.Function<@Nullable Function, Function> made) {
    Row row = tryToWrite(name, expected, made);
    rows.put(name, row);
    if (allOrNone && row.outcome() == Outcome.FAILED) {
      throw new RefusedException();
    }
  }

  private Row tryToWrite(
      String name,
      @Nullable Revision expected,
      java.util.function.Function<@Nullable Function, Function> made) {
    if (gone != null) {
      return Importer.failed(name, "it was not tried, as before that " + gone);
    }
    Object noted = null;
    try {
      Function before = expected == null ? null : target.get(name);
      Function next = made.apply(before);
      // Before, as a failure may leave open whether it was written.
      noted = takesBack ? undo.note(before, next) : null;
      Function kept = target.put(next, expected);
      return new Row(
          name, before == null ? Outcome.CREATED : Outcome.UPDATED, null, kept.revision());
    } catch (StoreUnavailableException e) {
      if (target.status().outage() != null) {
        gone = Reasons.of(e);
      }
      return Importer.failed(name, Reasons.of(e));
    } catch (StoreException | InvalidFunctionException e) {
      if (noted != null) {
        undo.forget(noted);
      }
      return Importer.failed(name, Reasons.of(e));
    } catch (IOException e) {
      return Importer.failed(
          name, "what it takes the place of cannot be noted down: " + Reasons.of(e));
    }
  }

  /** Whether something failed, and nothing is to be changed then. */
  boolean isRefused() {
    return allOrNone && rows.values().stream().anyMatch(row -> row.outcome() == Outcome.FAILED);
  }

  /**
   * Takes back what was written, as far as it was noted.
   *
   * @return the names of those that could not be
   */
  List<String> undo() {
    List<String> left = undo.undo(target);
    for (String name : left) {
      rows.put(name, Importer.failed(name, "it may be written, and could not be taken back"));
    }
    return left;
  }

  Map<String, Row> rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    undo.close();
  }
}
