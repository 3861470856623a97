package dev.impuls.store.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.store.Change;
import dev.impuls.store.ChangeFeed;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Page;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.StoredRecord.Editable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions in a directory, which any number of processes may have open, and people may edit.
 *
 * <p>{@link #get} looks at the files each time, so it answers what is there now, whoever put it
 * there; it reads them again only if they changed. Lists come from memory and follow changes by
 * others within a second.
 *
 * <p>Opening a directory of more than some hundred functions does not wait until all of it was
 * looked at: lists and subscriptions do, and until then {@link #status} may not know yet of records
 * that cannot be read.
 *
 * <p>A directory that takes no writes can be opened all the same: its functions are read, and what
 * would change them throws {@link StoreUnavailableException}.
 */
public final class FileFunctionStore implements FunctionStore {
  private static final Logger log = LoggerFactory.getLogger(FileFunctionStore.class);

  /**
   * What is kept in memory, in characters: thousands of ordinary functions, or a dozen of the
   * largest.
   */
  private static final long CACHED_CHARACTERS = 64L * 1024 * 1024;

  /** How often an update begins anew because somebody edits the files just then. */
  private static final int ATTEMPTS = 10;

  private final Layout layout;
  private final DataDirectory directory;
  private final Clock clock;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final DirectoryLocks locks;
  private final ChangeFeed feed = new ChangeFeed();
  private final FunctionIndex index;
  private final DirectoryWatcher watcher;
  private final Cache<String, StoredRecord> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_CHARACTERS)
          .weigher((String name, StoredRecord record) -> record.function().characters())
          .executor(Runnable::run) // What there is to do takes less than waking a thread for it.
          .build();

  /** Held shared by whoever changes something, exclusively by close. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /**
   * Opens a directory, making it if it is not there, and brings to an end what a process that was
   * stopped in the middle of a write left behind.
   *
   * @throws StoreUnavailableException if there is no directory to read and none can be made
   */
  public static FileFunctionStore open(FileStoreSettings settings) {
    return open(
        settings,
        new DiskOperations(settings.privateFiles()),
        Clock.systemUTC(),
        DirectoryWatcher.isToldHere());
  }

  static FileFunctionStore open(
      FileStoreSettings settings, FileOperations files, Clock clock, boolean told) {
    Layout layout = new Layout(settings.dataDirectory());
    var directory = new DataDirectory(layout);
    try {
      directory.make(files);
      return new FileFunctionStore(layout, directory, files, clock, told);
    } catch (IOException e) {
      throw directory.unavailable("The directory " + layout.root() + " cannot be opened", e);
    }
  }

  private FileFunctionStore(
      Layout layout, DataDirectory directory, FileOperations files, Clock clock, boolean told)
      throws IOException {
    this.layout = layout;
    this.directory = directory;
    this.clock = clock;
    this.reader = new RecordReader(layout, clock);
    this.writer = new RecordWriter(layout, files);
    this.locks = DirectoryLocks.open(layout.lockFile(), files);
    this.index = new FunctionIndex(layout, reader, feed::announce);
    this.watcher = new DirectoryWatcher(layout, index, locks::isHeldHere, told);
    try {
      if (isWritable()) {
        finishUnfinishedWrites();
      }
      index.prepare();
    } catch (IOException | RuntimeException e) {
      locks.close();
      feed.close();
      throw e;
    }
    watcher.start();
  }

  private void finishUnfinishedWrites() throws IOException {
    try (var files = Files.newDirectoryStream(layout.functions, ".*")) {
      for (Path file : files) {
        String name = Layout.markedName(file);
        if (name != null) {
          finish(name);
        }
      }
    }
  }

  private void finish(String name) {
    try (var held = locks.tryLock(name, Duration.ZERO)) {
      if (held != null) { // Else somebody is writing it just now.
        writer.tidy(name, reader);
        log.info("{}: finished a write that was interrupted", name);
      }
    } catch (IOException e) {
      // Its marker stays, so the next opening tries again.
      log.warn("{}", directory.unavailable("An interrupted write of " + name, e).getMessage());
    }
  }

  @Override
  public Function create(FunctionDraft draft) {
    FunctionRules.require(draft);
    String name = Objects.requireNonNull(draft.name());
    String runtime = Objects.requireNonNull(draft.runtime());
    return change(
        name,
        () -> createAs(name, runtime, codePath -> draft.toFunction(codePath, clock.instant())));
  }

  private Function createAs(
      String name, String runtime, java.util.function.Function<String, Function> made)
      throws IOException {
    Path metadata = Objects.requireNonNull(layout.metadataFile(name));
    if (Files.exists(metadata, LinkOption.NOFOLLOW_LINKS)) {
      throw new FunctionExistsException(name);
    }
    Function function = made.apply(layout.shown(layout.codeFile(name, runtime)));
    writer.create(function);
    return function;
  }

  @Override
  public Function get(String name) {
    requireOpen();
    StoredRecord cached = cache.getIfPresent(name);
    try {
      if (cached != null && cached.isCurrent()) {
        return cached.function();
      }
      return refreshed(name).function();
    } catch (BrokenRecordException e) {
      throw directory.broken(name, e);
    } catch (IOException e) {
      directory.requireReachable();
      throw directory.unavailable("The function \"" + name + "\" cannot be read", e);
    }
  }

  private StoredRecord refreshed(String name) throws BrokenRecordException, IOException {
    StoredRecord record = index.refresh(name);
    if (record == null) {
      cache.invalidate(name);
      directory.requireReachable();
      throw new FunctionNotFoundException(name);
    }
    cache.put(name, record);
    return record;
  }

  @Override
  public Function update(String name, FunctionPatch patch, @Nullable Revision expected) {
    return edit(name, () -> update(current(name), patch, expected));
  }

  /** Changes what is there, which people may be editing. */
  private Function edit(String name, Step<Function> step) {
    return change(
        name,
        () -> {
          for (int i = 0; i < ATTEMPTS; i++) {
            try {
              return step.run();
            } catch (RecordWriter.EditedException e) {
              log.debug("{} was edited meanwhile", name);
            }
          }
          throw new IOException("it is edited all the time");
        });
  }

  private Function update(Editable record, FunctionPatch patch, @Nullable Revision expected)
      throws IOException {
    Function current = record.function();
    RevisionMismatchException.check(current.name(), expected, current.revision());
    Function changed = patch.applyTo(current);
    FunctionRules.require(changed.toDraft());
    if (changed.revision().equals(current.revision())) {
      return current;
    }
    Path codeFile = layout.codeFile(current.name(), changed.runtime());
    Instant time = current.nextUpdate(clock.instant());
    if (!codeFile.equals(record.codeFile())) {
      // A file of somebody's that lies there must not look newer than the code about to be.
      Stamp there = Stamp.of(codeFile);
      if (there != null && !time.isAfter(there.time())) {
        time = there.time().plus(1, ChronoUnit.MICROS);
      }
    }
    Function next = changed.updatedAt(time, layout.shown(codeFile));
    writer.update(record, next);
    return next;
  }

  @Override
  public Function put(Function function, @Nullable Revision expected) {
    FunctionRules.require(function);
    String name = function.name();
    if (expected == null) {
      return change(name, () -> createAs(name, function.runtime(), function::keptAt));
    }
    return edit(name, () -> replace(current(name), function, expected));
  }

  private Function replace(Editable record, Function function, Revision expected)
      throws BrokenRecordException, IOException {
    Function current = record.function();
    RevisionMismatchException.check(current.name(), expected, current.revision());
    Path codeFile = layout.codeFile(current.name(), function.runtime());
    Function next = function.keptAt(layout.shown(codeFile));
    if (next.revision().equals(current.revision())) {
      return current;
    }
    Editable before = record;
    if (writer.age(record, codeFile, next.updatedAt())) {
      before = current(current.name());
      if (!isSameButForTime(before.function(), current)) {
        throw new RecordWriter.EditedException();
      }
    }
    writer.update(before, next);
    return next;
  }

  private static boolean isSameButForTime(Function a, Function b) {
    return a.updatedAt(b.updatedAt(), b.codePath()).revision().equals(b.revision());
  }

  @Override
  public void delete(String name, @Nullable Revision expected) {
    change(
        name,
        () -> {
          Path metadata = layout.metadataFile(name);
          if (metadata == null || !Files.exists(metadata, LinkOption.NOFOLLOW_LINKS)) {
            directory.requireReachable();
            throw new FunctionNotFoundException(name);
          }
          if (expected != null) {
            requireRevision(name, expected);
          }
          writer.delete(name);
          return null;
        });
  }

  private void requireRevision(String name, Revision expected) throws IOException {
    Revision current;
    try {
      StoredRecord record = reader.read(name);
      if (record == null) {
        throw new FunctionNotFoundException(name);
      }
      current = record.function().revision();
    } catch (BrokenRecordException e) {
      current = null;
    }
    RevisionMismatchException.check(name, expected, current);
  }

  private Editable current(String name) throws BrokenRecordException, IOException {
    Editable record = reader.readToChange(name);
    if (record == null) {
      directory.requireReachable();
      throw new FunctionNotFoundException(name);
    }
    return record;
  }

  private interface Step<T extends @Nullable Object> {
    T run() throws BrokenRecordException, IOException;
  }

  /** Makes a change under the function's lock and takes note of it. */
  private <T extends @Nullable Object> T change(String name, Step<T> step) {
    if (layout.metadataFile(name) == null) {
      requireOpen();
      throw new FunctionNotFoundException(name);
    }
    use.readLock().lock();
    try {
      requireOpen();
      try (var _ = locks.lock(name)) {
        T result;
        try {
          result = step.run();
        } catch (StoreException | InvalidFunctionException e) {
          throw e; // Found before anything was written.
        } catch (BrokenRecordException | IOException | RuntimeException e) {
          note(name, null);
          throw e;
        }
        note(name, result instanceof Function function ? function : null);
        return result;
      }
    } catch (BrokenRecordException e) {
      throw directory.broken(name, e);
    } catch (IOException e) {
      directory.requireReachable();
      throw directory.unavailable("Writing the function \"" + name + "\" failed", e);
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * Takes note of what is there after a change, or a failed one: that counts, whatever was meant.
   *
   * @param written the function as it was written, if it was
   */
  private void note(String name, @Nullable Function written) {
    try {
      StoredRecord record = written == null ? null : asWritten(written);
      if (record == null || !index.note(record)) {
        record = index.refresh(name);
      }
      if (record != null) {
        cache.put(name, record);
      } else {
        cache.invalidate(name);
      }
    } catch (BrokenRecordException | IOException e) {
      cache.invalidate(name);
      log.debug("{} cannot be read after a change", name, e);
    }
  }

  /**
   * The record of a function whose files have the time it was written at; any other, and it is
   * null.
   */
  private @Nullable StoredRecord asWritten(Function function) throws IOException {
    Instant readAt = clock.instant();
    Path metadata = Objects.requireNonNull(layout.metadataFile(function.name()));
    Path code = layout.codeFile(function.name(), function.runtime());
    Stamp metadataStamp = Stamp.of(metadata);
    Stamp codeStamp = Stamp.of(code);
    return metadataStamp != null
            && codeStamp != null
            && metadataStamp.modified().equals(function.updatedAt())
            && codeStamp.modified().equals(function.updatedAt())
        ? new StoredRecord(
            function, new StoredRecord.Files(metadata, metadataStamp, code, codeStamp), readAt)
        : null;
  }

  @Override
  public Page list(FunctionQuery query) {
    requireLoaded();
    List<FunctionSummary> found;
    int total;
    if (query.limit() == Integer.MAX_VALUE && query.after() == null) {
      found = index.select(query).toList();
      return new Page(found, found.size(), false);
    }
    total = Math.toIntExact(index.select(query.all()).count());
    found = index.select(query).limit(query.limit() + 1L).toList();
    boolean more = found.size() > query.limit();
    return new Page(more ? found.subList(0, query.limit()) : found, total, more);
  }

  @Override
  public Stream<Function> stream(FunctionQuery query) {
    requireLoaded();
    return index.select(query).flatMap(summary -> peek(summary.name())).limit(query.limit());
  }

  private void requireLoaded() {
    requireOpen();
    directory.requireReachable();
    index.awaitLoaded();
    requireOpen(); // Closing ends the loading.
  }

  /** One function for a stream of many, which are not worth keeping in memory. */
  private Stream<Function> peek(String name) {
    requireOpen();
    try {
      StoredRecord record = cache.getIfPresent(name);
      if (record == null || !record.isCurrent()) {
        record = reader.read(name);
      }
      return record == null ? Stream.empty() : Stream.of(record.function());
    } catch (BrokenRecordException e) {
      log.debug("{} is left out of a list: {}", name, e.getMessage());
      index.refreshLogged(name);
      return Stream.empty();
    } catch (IOException e) {
      throw directory.unavailable("The function \"" + name + "\" cannot be read", e);
    }
  }

  @Override
  public Subscription subscribe(Consumer<Change> listener) {
    requireOpen();
    index.awaitLoaded();
    requireOpen();
    return feed.subscribe(listener);
  }

  @Override
  public StoreStatus status() {
    String outage = closed ? "the store is closed" : directory.outage();
    return new StoreStatus(
        "file",
        layout.root().toString(),
        index.size(),
        outage == null && isWritable(),
        outage,
        index.problems());
  }

  private boolean isWritable() {
    return directory.isWritable() && locks.isWritable();
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreUnavailableException("The store in " + layout.root() + " is closed", null);
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      use.writeLock().unlock();
    }
    try (locks;
        feed;
        watcher) {
      cache.invalidateAll();
    } catch (IOException e) {
      log.warn("Closing the store in {}", layout.root(), e);
    }
  }
}
