package dev.impuls.store.file;

import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Revision;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the directory, in memory and in order of name, for lists and for telling what changed.
 * It is brought up to date name by name; each time the files are read under the name's lock, so
 * that what is kept is never older than what was kept before.
 */
final class FunctionIndex {
  private static final Logger log = LoggerFactory.getLogger(FunctionIndex.class);

  /** So many are loaded in a tenth of a second, and need not be loaded in the background. */
  private static final int FEW = 500;

  private final Layout layout;
  private final RecordReader reader;
  private final Consumer<Change> announce;
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final ReentrantLock[] locks = new ReentrantLock[64];
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CompletableFuture<@Nullable Void> loaded = new CompletableFuture<>();

  /** The names of which nothing is known yet but that they were there. */
  private final Set<String> unloaded = ConcurrentHashMap.newKeySet();

  /** Files that cannot be told by a name. */
  private volatile List<RecordProblem> unnameable = List.of();

  FunctionIndex(Layout layout, RecordReader reader, Consumer<Change> announce) {
    this.layout = layout;
    this.reader = reader;
    this.announce = announce;
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  private sealed interface Entry {}

  /**
   * A function.
   *
   * @param revision null if its code was not read yet
   */
  private record Whole(
      FunctionSummary summary,
      @Nullable Revision revision,
      Stamp metadataStamp,
      @Nullable Stamp codeStamp)
      implements Entry {}

  /**
   * A record that cannot be read.
   *
   * @param known whether it was announced as a function before
   */
  private record Broken(RecordProblem problem, boolean known) implements Entry {}

  /**
   * Reads the names, and if there are many nothing else: {@link #load} reads the rest, so that
   * nobody has to wait for it who need not.
   */
  void prepare() throws IOException {
    unloaded.addAll(names());
    if (unloaded.size() <= FEW) {
      load(() -> false);
    }
  }

  /** Says that what {@link #load} reads is needed now. */
  void want() {
    wanted.countDown();
  }

  /** Returns when somebody needs what {@link #load} reads, or after that time. */
  void awaitWanted(Duration most) throws InterruptedException {
    if (!loaded.isDone()) {
      var _ = wanted.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Reads what is there without announcing it, until it is done or told to stop. */
  void load(BooleanSupplier stopped) {
    try {
      for (String name : unloaded) {
        if (stopped.getAsBoolean()) {
          break;
        }
        load(name);
      }
    } finally {
      loaded.complete(null);
    }
  }

  private void load(String name) {
    ReentrantLock lock = lock(name);
    lock.lock();
    try {
      if (unloaded.contains(name)) { // Else somebody asked for it meanwhile.
        Entry entry = head(name);
        if (entry != null) {
          become(name, null, entry);
        }
        unloaded.remove(name);
      }
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(String name) {
    return locks[Math.floorMod(name.hashCode(), locks.length)];
  }

  private @Nullable Entry head(String name) {
    try {
      StoredRecord.Head head = reader.head(name);
      return head == null
          ? null
          : new Whole(head.summary(), null, head.files().metadataStamp(), head.files().codeStamp());
    } catch (BrokenRecordException e) {
      return broken(name, e, true);
    } catch (IOException e) {
      Path metadata = Objects.requireNonNull(layout.metadataFile(name));
      return broken(name, RecordReader.unreadable(metadata, e), true);
    }
  }

  /**
   * Reads a function, takes note of what it is now and announces it if that is new.
   *
   * @return the function, or null if there is none
   * @throws BrokenRecordException if it cannot be read
   * @throws IOException if the directory cannot be read; then nothing is taken note of
   */
  @Nullable StoredRecord refresh(String name) throws BrokenRecordException, IOException {
    ReentrantLock lock = lock(name);
    lock.lock();
    try {
      Entry before = entries.get(name);
      StoredRecord record;
      try {
        record = reader.read(name);
      } catch (BrokenRecordException e) {
        become(name, before, broken(name, e, isKnown(before) || unloaded.contains(name)));
        throw e;
      }
      if (record == null) {
        if (!Files.isDirectory(layout.metadata)) {
          throw new NoSuchFileException(layout.metadata.toString()); // It may come back.
        }
        unloaded.remove(name);
        if (entries.remove(name) != null && isKnown(before)) {
          announce(Change.Kind.DELETED, name);
        }
        return null;
      }
      become(name, before, whole(record));
      return record;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of a function that was just written, without reading it again.
   *
   * @return false if its files are no longer those that were written; then nothing was noted
   */
  boolean note(StoredRecord written) throws IOException {
    String name = written.function().name();
    ReentrantLock lock = lock(name);
    lock.lock();
    try {
      if (!written.files().areUnchanged()) {
        return false;
      }
      become(name, entries.get(name), whole(written));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static Whole whole(StoredRecord record) {
    return new Whole(
        record.function().summary(),
        record.function().revision(),
        record.files().metadataStamp(),
        record.files().codeStamp());
  }

  /** Refreshes every function whose files do not look as they did. */
  void rescan() throws IOException {
    Set<String> found = new HashSet<>(names());
    for (String name : found) {
      if (hasChanged(name, entries.get(name))) {
        refreshLogged(name);
      }
    }
    for (String name : entries.keySet()) {
      if (!found.contains(name)) {
        refreshLogged(name);
      }
    }
  }

  /**
   * Refreshes where nobody waits for the outcome; what is wrong is kept and logged as a problem.
   */
  void refreshLogged(String name) {
    try {
      refresh(name);
    } catch (BrokenRecordException e) {
      log.debug("{} stays a problem", name);
    } catch (IOException e) {
      log.warn("functions/metadata/{}.json: {}", name, e.toString());
    }
  }

  /**
   * Refreshes a function something happened to, unless its files are known to be what they were.
   * Files of our own writing have a time the clock of files does not give, so nobody's edit can
   * have the same.
   */
  void refreshTouched(String name) {
    try {
      if (!(entries.get(name) instanceof Whole whole && isOurs(whole)) || hasChanged(name, whole)) {
        refreshLogged(name);
      }
    } catch (IOException e) {
      refreshLogged(name);
    }
  }

  private static boolean isOurs(Whole whole) {
    Instant written = whole.summary().updatedAt();
    return whole.metadataStamp().modified().equals(written)
        && whole.codeStamp() != null
        && whole.codeStamp().modified().equals(written);
  }

  private boolean hasChanged(String name, @Nullable Entry entry) throws IOException {
    if (!(entry instanceof Whole whole)) {
      return true;
    }
    Path metadata = Objects.requireNonNull(layout.metadataFile(name));
    try {
      return !whole.metadataStamp().equals(Stamp.of(metadata))
          || !Objects.equals(
              whole.codeStamp(), Stamp.of(layout.codeFile(name, whole.summary().runtime())));
    } catch (IOException e) {
      return true;
    }
  }

  private void become(String name, @Nullable Entry before, Entry now) {
    entries.put(name, now);
    unloaded.remove(name);
    if (now instanceof Broken broken) {
      boolean told = before instanceof Broken old && old.problem().equals(broken.problem());
      if (!told) {
        log.warn(
            "{} {}; it is left out until it is repaired",
            broken.problem().place(),
            broken.problem().message());
      }
      if (before instanceof Whole) {
        announce(Change.Kind.UPDATED, name);
      }
    } else if (!isKnown(before)) {
      announce(Change.Kind.CREATED, name);
    } else if (!(before instanceof Whole old && isSame(old, (Whole) now))) {
      announce(Change.Kind.UPDATED, name);
    }
  }

  /** Before everything is loaded nobody listens, and what is found is not new. */
  private void announce(Change.Kind kind, String name) {
    if (loaded.isDone()) {
      announce.accept(new Change(kind, name));
    }
  }

  private static boolean isSame(Whole before, Whole now) {
    return before.revision() == null
        ? before.summary().equals(now.summary())
            && before.metadataStamp().equals(now.metadataStamp())
            && Objects.equals(before.codeStamp(), now.codeStamp())
        : before.revision().equals(now.revision());
  }

  private static boolean isKnown(@Nullable Entry entry) {
    return entry instanceof Whole || (entry instanceof Broken broken && broken.known());
  }

  private Broken broken(String name, BrokenRecordException e, boolean known) {
    return new Broken(new RecordProblem(name, layout.shown(e.file()), e.problem()), known);
  }

  private List<String> names() throws IOException {
    var names = new ArrayList<String>();
    var unnamed = new ArrayList<RecordProblem>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.metadata)) {
      for (Path file : files) {
        String name = Layout.nameOf(file);
        if (name == null) {
          continue;
        }
        if (layout.isNamedInText(file)) {
          names.add(name);
        } else {
          unnamed.add(
              new RecordProblem(
                  name,
                  layout.shown(file),
                  "has a name that is not text in this system's encoding of file names ("
                      + System.getProperty("sun.jnu.encoding")
                      + "); rename it"));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (!unnamed.equals(unnameable)) {
      unnamed.forEach(problem -> log.warn("{} {}", problem.place(), problem.message()));
      unnameable = unnamed;
    }
    return names;
  }

  /** Waits until everything that was there at the beginning is known. */
  void awaitLoaded() {
    want();
    loaded.join();
  }

  /** How many functions there are; what is not loaded yet is taken for one. */
  int size() {
    Set<String> left = Set.copyOf(unloaded);
    long known =
        entries.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Whole && !left.contains(entry.getKey()))
            .count();
    return Math.toIntExact(left.size() + known);
  }

  /** The functions that match, in order of name, the query's limit aside. */
  Stream<FunctionSummary> select(FunctionQuery query) {
    awaitLoaded();
    String after = query.after();
    NavigableMap<String, Entry> range = after == null ? entries : entries.tailMap(after, false);
    Stream<FunctionSummary> summaries =
        range.values().stream()
            .filter(Whole.class::isInstance)
            .map(entry -> ((Whole) entry).summary());
    String runtime = query.runtime();
    if (runtime != null) {
      summaries = summaries.filter(summary -> summary.runtime().equals(runtime));
    }
    if (query.text() != null) {
      String text = query.text().toLowerCase(Locale.ROOT);
      summaries =
          summaries.filter(
              summary ->
                  summary.name().toLowerCase(Locale.ROOT).contains(text)
                      || summary.description().toLowerCase(Locale.ROOT).contains(text));
    }
    return summaries;
  }

  /** The records known not to be readable, in order of their place. */
  List<RecordProblem> problems() {
    Stream<RecordProblem> broken =
        entries.values().stream()
            .filter(Broken.class::isInstance)
            .map(entry -> ((Broken) entry).problem());
    return Stream.concat(broken, unnameable.stream())
        .sorted(Comparator.comparing(RecordProblem::place))
        .toList();
  }
}
