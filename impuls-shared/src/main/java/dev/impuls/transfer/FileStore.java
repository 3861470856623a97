package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Revision;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Page;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions in a file that was exported, to be read as those of any store. Whatever would
 * change them throws {@link StoreUnavailableException}.
 */
public final class FileStore implements FunctionStore {
  private final Path file;
  private final UnpackedFile unpacked;

  private FileStore(Path file, UnpackedFile unpacked) {
    this.file = file;
    this.unpacked = unpacked;
  }

  /**
   * Opens a bundle, a list that the API answered, a zip or a tar file.
   *
   * @throws TransferException if it is none of these, or not whole
   */
  public static FileStore open(Path file) throws IOException, TransferException {
    return new FileStore(file, UnpackedFile.of(file));
  }

  private StoreUnavailableException unchangeable() {
    return new StoreUnavailableException(
        file + " is a file that was exported, in which nothing can be changed; import it", null);
  }

  @Override
  public Function create(FunctionDraft draft) {
    throw unchangeable();
  }

  @Override
  public Function get(String name) {
    return unpacked.store().get(name);
  }

  @Override
  public Function update(String name, FunctionPatch patch, @Nullable Revision expected) {
    throw unchangeable();
  }

  @Override
  public Function put(Function function, @Nullable Revision expected) {
    throw unchangeable();
  }

  @Override
  public void delete(String name, @Nullable Revision expected) {
    throw unchangeable();
  }

  @Override
  public Page list(FunctionQuery query) {
    return unpacked.store().list(query);
  }

  @Override
  public Stream<Function> stream(FunctionQuery query) {
    return unpacked.store().stream(query);
  }

  @Override
  public Subscription subscribe(Consumer<Change> listener) {
    return unpacked.store().subscribe(listener); // There is nothing to be heard.
  }

  @Override
  public StoreStatus status() {
    StoreStatus status = unpacked.store().status();
    List<RecordProblem> problems = new ArrayList<>(unpacked.problems());
    problems.addAll(status.problems());
    return new StoreStatus(
        "file", file.toString(), status.functions(), false, status.outage(), problems);
  }

  @Override
  public void close() {
    try {
      unpacked.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
