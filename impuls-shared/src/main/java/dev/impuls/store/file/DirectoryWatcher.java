package dev.impuls.store.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the index load what is in the directory, then notices changes that others make there and has
 * the index take note of them.
 *
 * <p>On Linux the kernel tells (inotify): one watch for the metadata directory and one for each
 * function's code directory. Where it does not, or there are more functions than it watches, the
 * files are looked over twice a second instead. A slow look over everything goes on all the time,
 * for what the kernel does not tell, as on network file systems.
 */
final class DirectoryWatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryWatcher.class);

  private static final Duration TICK = Duration.ofMillis(200);

  /** Who opens a large directory has much else to do first, as a server that starts. */
  private static final Duration START_UP = Duration.ofSeconds(1);

  /** One change makes several events, and many changes come at once. */
  private static final Duration GATHERING = Duration.ofMillis(10);

  private static final Duration QUICK_SCAN = Duration.ofMillis(500);
  private static final Duration SLOW_SCAN = Duration.ofSeconds(15);

  /** A look over a large directory may take long; at most a fifth of one core's time goes there. */
  private static final int SCAN_REST = 5;

  /** Watches set up between two looks at what the kernel told. */
  private static final int REGISTRATIONS = 200;

  private static final WatchEvent.Kind<?>[] EVENTS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final Layout layout;
  private final FunctionIndex index;
  private final Predicate<String> isBeingWritten;
  private final boolean told;
  private final Thread thread;
  private final ArrayDeque<Path> unwatched = new ArrayDeque<>();

  /** Names of which something was told while they were being written here, to look at again. */
  private Set<String> postponed = Set.of();

  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable WatchService service;
  private @Nullable Object metadataKey;
  private @Nullable Object codeKey;

  /** Still setting up the watches of the directories that were there. */
  private boolean starting;

  /** The kernel watches no more of them for us. */
  private boolean exhausted;

  /**
   * One of the two directories was removed, and the one there now may have its inode all the same;
   * or events were lost.
   */
  private boolean lost;

  private long nextScan;

  /**
   * @param isBeingWritten whether this process is about to tell the index of a function itself
   * @param told whether to ask the kernel; if not, the files are looked over
   */
  DirectoryWatcher(
      Layout layout, FunctionIndex index, Predicate<String> isBeingWritten, boolean told) {
    this.layout = layout;
    this.index = index;
    this.isBeingWritten = isBeingWritten;
    this.told = told;
    this.thread = Thread.ofPlatform().daemon().name("impuls-watch").unstarted(this::run);
  }

  /** Whether this system's kernel tells, and the JDK listens rather than looks itself. */
  static boolean isToldHere() {
    return "Linux".equals(System.getProperty("os.name"));
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      load();
    } catch (RuntimeException | Error e) {
      log.error("Reading {} failed; what is missing is looked at again", layout.functions, e);
    }
    nextScan = System.nanoTime() + QUICK_SCAN.toNanos();
    while (closing.getCount() > 0) {
      try {
        if (told) {
          watch();
        }
        if (System.nanoTime() - nextScan >= 0) {
          scan();
        }
        await();
      } catch (InterruptedException e) {
        log.warn("Watching {} was interrupted and ends", layout.functions);
        return;
      } catch (ClosedWatchServiceException e) {
        log.debug("No longer watching {}", layout.functions);
      } catch (IOException | RuntimeException e) {
        // The directory may be gone, or unreadable, for a while; it is looked for again.
        log.debug("Looking at {} failed", layout.functions, e);
        pauseUntilClosing();
      } catch (Error e) {
        // Such as no memory left just then; without this thread nothing would be noticed any more.
        log.error("Looking at {} failed", layout.functions, e);
        pauseUntilClosing();
      }
    }
  }

  private void load() {
    try {
      index.awaitWanted(START_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    index.load(() -> closing.getCount() == 0);
  }

  /** Looks everything over. */
  private void scan() throws IOException {
    long begun = System.nanoTime();
    index.rescan();
    long took = System.nanoTime() - begun;
    Duration rest = told && !starting && !exhausted ? SLOW_SCAN : QUICK_SCAN;
    nextScan = System.nanoTime() + Math.max(rest.toNanos(), took * SCAN_REST);
  }

  /** Sets up the watches, anew if the directories are others than before. */
  private void watch() throws IOException {
    Object metadata = key(layout.metadata);
    if (metadata == null) {
      lost = true;
      throw new NoSuchFileException(layout.metadata.toString());
    }
    Object code = key(layout.code);
    if ((service == null && !exhausted)
        || lost
        || !Objects.equals(metadata, metadataKey)
        || !Objects.equals(code, codeKey)) {
      watchAnew(code != null);
      metadataKey = metadata;
      codeKey = code;
    }
    WatchService open = service;
    if (open != null) {
      watchMore(open);
    }
  }

  private void watchAnew(boolean withCode) throws IOException {
    closeService();
    unwatched.clear();
    starting = true;
    exhausted = false;
    try {
      WatchService opened = layout.metadata.getFileSystem().newWatchService();
      service = opened;
      register(opened, layout.metadata);
      if (withCode) {
        register(opened, layout.code);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw e;
    } catch (IOException e) {
      closeService();
      exhausted(e);
    }
    if (withCode && !exhausted) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(layout.code)) {
        directories.forEach(unwatched::add);
      }
    }
    index.rescan();
    lost = false;
  }

  private void exhausted(IOException e) {
    if (!exhausted) {
      exhausted = true;
      nextScan = System.nanoTime();
      log.warn(
          "Not all of {} can be watched ({}), so it is looked over twice a second; raising"
              + " fs.inotify.max_user_watches or max_user_instances would spare that",
          layout.functions,
          e.getMessage());
    }
  }

  private void watchMore(WatchService open) throws IOException {
    for (int i = 0; i < REGISTRATIONS && !unwatched.isEmpty(); i++) {
      Path directory = unwatched.remove();
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        // A link in its place leads to files that may be no others than before.
        index.refreshLogged(String.valueOf(directory.getFileName()));
      } else if (!exhausted) {
        watchCode(open, directory);
      }
    }
    if (starting && unwatched.isEmpty()) {
      starting = false;
      index.rescan(); // For what changed before its watch was set up.
    }
  }

  private void watchCode(WatchService open, Path directory) {
    try {
      register(open, directory);
      if (!starting) {
        index.refreshTouched(String.valueOf(directory.getFileName()));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      log.debug("{} went before it could be watched", directory);
    } catch (AccessDeniedException e) {
      log.debug("{} cannot be watched, nor read", directory);
    } catch (IOException e) {
      exhausted(e);
    }
  }

  private static void register(WatchService service, Path directory) throws IOException {
    WatchKey key = directory.register(service, EVENTS);
    if (!key.watchable().equals(directory)) {
      // It was renamed, and is still watched under its old name.
      key.cancel();
      directory.register(service, EVENTS);
    }
  }

  private static @Nullable Object key(Path directory) throws IOException {
    Stamp stamp = Stamp.of(directory);
    return stamp == null ? null : stamp.key();
  }

  /** Waits for the kernel's word, or a tick, and has what it named refreshed. */
  private void await() throws InterruptedException, IOException {
    WatchService open = service;
    if (open == null) {
      pauseUntilClosing();
      return;
    }
    var touched = new LinkedHashSet<String>();
    WatchKey key =
        unwatched.isEmpty() ? open.poll(TICK.toNanos(), TimeUnit.NANOSECONDS) : open.poll();
    if (key != null && closing.await(GATHERING.toNanos(), TimeUnit.NANOSECONDS)) {
      return;
    }
    while (key != null) {
      Path directory = (Path) key.watchable();
      for (WatchEvent<?> event : key.pollEvents()) {
        if (event.context() instanceof Path file) {
          note(directory, file, touched);
        } else {
          lost = true; // More happened than was kept, directories that were made included.
        }
      }
      if (!key.reset() && (directory.equals(layout.metadata) || directory.equals(layout.code))) {
        lost = true;
      }
      key = open.poll();
    }
    Set<String> again = postponed;
    postponed = new LinkedHashSet<>(touched);
    postponed.removeIf(isBeingWritten.negate());
    touched.removeAll(postponed);
    touched.addAll(again);
    touched.forEach(index::refreshTouched);
  }

  private void note(Path directory, Path file, Set<String> touched) {
    if (directory.equals(layout.metadata)) {
      String name = Layout.nameOf(file);
      if (name != null) {
        touched.add(name);
      }
    } else if (directory.equals(layout.code)) {
      unwatched.add(directory.resolve(file));
      touched.add(file.toString());
    } else if (!file.toString().startsWith(".")) {
      touched.add(String.valueOf(directory.getFileName()));
    }
  }

  private void pauseUntilClosing() {
    try {
      var _ = closing.await(TICK.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeService() throws IOException {
    WatchService open = service;
    if (open != null) {
      open.close();
      service = null;
    }
  }

  /** Returns when nothing is looked at any more. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    index.want();
    closeService();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeService(); // It may just have been opened anew.
  }
}
