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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The second half of an import: what was found right is written, by several threads. */
final class Writing implements AutoCloseable {
  private final FunctionStore target;
  private final boolean allOrNone;
  private final UndoLog undo;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  /** Why the target takes nothing any more. */
  private volatile @Nullable String gone;

  /**
   * @param allOrNone whether the first that cannot be written ends it
   */
  Writing(FunctionStore target, boolean allOrNone) throws IOException {
    this.target = target;
    this.allOrNone = allOrNone;
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
    try {
      Function before = expected == null ? null : target.get(name);
      Function kept = target.put(made.apply(before), expected);
      if (allOrNone) {
        undo.note(before, kept);
      }
      return new Row(
          name, before == null ? Outcome.CREATED : Outcome.UPDATED, null, kept.revision());
    } catch (StoreUnavailableException e) {
      if (target.status().outage() != null) {
        gone = e.getMessage();
      }
      return Importer.failed(name, e.getMessage());
    } catch (StoreException | InvalidFunctionException e) {
      return Importer.failed(name, e.getMessage());
    }
  }

  /** Whether something failed, and nothing is to be changed then. */
  boolean isRefused() {
    return allOrNone && rows.values().stream().anyMatch(row -> row.outcome() == Outcome.FAILED);
  }

  /** Takes back what was written, if it is to be all or none. */
  void undo() {
    for (String name : undo.undo(target)) {
      rows.put(name, Importer.failed(name, "it was written, and could not be taken back"));
    }
  }

  Map<String, Row> rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    undo.close();
  }
}
