package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.json.FunctionJson;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.Incoming;
import dev.impuls.json.JsonReaders;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was changed, to be taken back. What was there before is in a file, as there may be more of
 * it than there is memory.
 */
final class UndoLog implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper(JsonReaders.factory().build());

  /**
   * A change.
   *
   * @param at where in the file that is what was there before
   * @param length 0 if there was nothing
   */
  private record Change(String name, Revision after, long at, int length) {}

  private final List<Change> changes = new ArrayList<>();
  private final Path path;
  private final RandomAccessFile file;

  UndoLog() throws IOException {
    path = Temporary.file("impuls-undo-", ".json");
    file = new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Takes note of a change that is about to be made.
   *
   * @param before null if there is none of that name
   * @return what {@link #forget} takes, if it is not made after all
   */
  synchronized Object note(@Nullable Function before, Function after) throws IOException {
    byte[] bytes = before == null ? new byte[0] : bytes(before);
    long at = file.length();
    file.seek(at);
    file.write(bytes);
    var change = new Change(after.name(), after.revision(), at, bytes.length);
    changes.add(change);
    return change;
  }

  /** It is certain that the change was not made. */
  synchronized void forget(Object noted) {
    changes.remove(noted);
  }

  private static byte[] bytes(Function function) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FunctionJson.generator(bytes)) {
      FunctionJson.write(json, function);
    }
    return bytes.toByteArray();
  }

  /**
   * Takes everything back, last made first; what somebody else has changed since stays as it is.
   *
   * @return the names of those that could not be
   */
  synchronized List<String> undo(FunctionStore store) {
    var left = new ArrayList<String>();
    boolean gone = false;
    for (Change change : changes.reversed()) {
      if (gone) {
        left.add(change.name());
        continue;
      }
      try {
        undo(store, change);
      } catch (FunctionNotFoundException | RevisionMismatchException e) {
        // It is somebody else's by now.
      } catch (StoreException | InvalidFunctionException | IOException e) {
        left.add(change.name());
        gone = store.status().outage() != null; // Each of the others would be waited for.
      }
    }
    changes.clear();
    return left;
  }

  private void undo(FunctionStore store, Change change) throws IOException {
    if (change.length() == 0) {
      store.delete(change.name(), change.after());
      return;
    }
    byte[] bytes = new byte[change.length()];
    file.seek(change.at());
    file.readFully(bytes);
    Incoming before = FunctionReader.incoming((ObjectNode) MAPPER.readTree(bytes));
    store.put(Objects.requireNonNull(before.function()), change.after());
  }

  @Override
  public void close() throws IOException {
    file.close();
    Temporary.delete(path);
  }
}
