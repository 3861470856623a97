package dev.impuls.desktop.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents in files that only their user may read. They are written by one thread in the
 * background, whole or not at all; of what is written quickly one after the other, the last counts.
 * Safe for use by any number of threads.
 */
public final class StateDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final int SECONDS_TO_WRITE = 10;
  private static final int DIGEST_BYTES = 12;

  /** A name that keeps the rules is read in it, its capitals included. */
  private static final int LONGEST_SEGMENT = 200;

  private final Path root;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();

  /** Held while a document is written, so that who reads meanwhile sees it before or after. */
  private final Object writing = new Object();

  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("impuls-state").factory());

  /** What is to become of a document. */
  private sealed interface Pending {}

  /** That, or nothing, whatever it was. */
  private record Whole(Optional<Object> document) implements Pending {}

  private record Changed(Class<?> type, UnaryOperator<Optional<Object>> how) implements Pending {}

  /** One in that directory, which is made when the first document is written. */
  public StateDirectory(Path root) {
    this.root = root;
  }

  /** Where applications of this system keep what they remember. */
  public static Path usual(Map<String, String> environment, String system, Path home) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.contains("win")) {
      String roaming = environment.get("APPDATA");
      return (roaming == null ? home : Path.of(roaming)).resolve("Impuls");
    }
    if (name.contains("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve("Impuls");
    }
    // XDG Base Directory Specification: a path that is not absolute is to be ignored.
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    return (state.startsWith("/") ? Path.of(state) : home.resolve(".local").resolve("state"))
        .resolve("impuls");
  }

  /**
   * Part of a document's name made of any text, another one for each, also where file names fold
   * case.
   */
  public static String segment(String text) {
    var name = new StringBuilder("-"); // No file is called like a device then.
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
      if (plain) {
        name.append((char) b);
      } else {
        name.append(String.format(Locale.ROOT, "%%%02x", b & 0xff));
      }
    }
    // Of a long one the digest tells it apart, as file names may have 255 bytes.
    return name.length() > LONGEST_SEGMENT
        ? name.substring(0, LONGEST_SEGMENT) + "-" + digest(text)
        : name.toString();
  }

  /** Part of a document's name for a text that is too long or too private for one. */
  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One for documents that belong together, in a directory of its own; to be closed by itself. */
  public StateDirectory child(String name) {
    return new StateDirectory(root.resolve(name));
  }

  /** Where the documents are. */
  public Path path() {
    return root;
  }

  /**
   * What was written under that name, if it can be read.
   *
   * @param name a file name, or several with / between them
   */
  public <T> Optional<T> read(String name, Class<T> type) {
    Pending waiting = pending.get(name);
    if (waiting instanceof Whole whole) {
      return whole.document().map(type::cast);
    }
    synchronized (writing) {
      Optional<Object> written;
      try {
        written = stored(name, type);
      } catch (IOException e) {
        log.warn("{} cannot be read and is not used: {}", file(name), e.getMessage());
        written = Optional.empty();
      }
      return after(written, pending.get(name)).map(type::cast);
    }
  }

  private static Optional<Object> after(Optional<Object> written, @Nullable Pending pending) {
    return switch (pending) {
      case null -> written;
      case Whole whole -> whole.document();
      case Changed changed -> changed.how().apply(written);
    };
  }

  /** What is there, if it is what it should be. */
  private Optional<Object> stored(String name, Class<?> type) throws IOException {
    Path file = file(name);
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      log.warn("{} cannot be read and is not used: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private Path file(String name) {
    return root.resolve(name + ".json");
  }

  /** Writes a document in the background. */
  public void write(String name, Object document) {
    enqueue(name, new Whole(Optional.of(document)));
  }

  /**
   * Writes, in the background, what is made of a document as it is by then: others may write it
   * too.
   *
   * @param change gets what is there, if that can be read; may be called more than once
   */
  public <T> void change(String name, Class<T> type, Function<Optional<T>, T> change) {
    enqueue(name, new Changed(type, before -> Optional.of(change.apply(before.map(type::cast)))));
  }

  /** Removes one in the background; fine if there is none. */
  public void remove(String name) {
    enqueue(name, new Whole(Optional.empty()));
  }

  private static Pending both(Pending first, Pending then) {
    return switch (then) {
      case Whole whole -> whole;
      case Changed changed ->
          switch (first) {
            case Whole whole -> new Whole(changed.how().apply(whole.document()));
            case Changed before ->
                new Changed(
                    changed.type(), written -> changed.how().apply(before.how().apply(written)));
          };
    };
  }

  private void enqueue(String name, Pending document) {
    pending.merge(name, document, StateDirectory::both);
    try {
      writer.execute(() -> store(name));
    } catch (RejectedExecutionException e) {
      store(name); // What is told after the end is late, but not lost.
    }
  }

  private void store(String name) {
    synchronized (writing) {
      Pending waiting = pending.get(name);
      if (waiting instanceof Whole whole) {
        var _ = store(name, whole.document());
        pending.remove(name, whole);
      } else if (waiting instanceof Changed) {
        // Once only: what comes meanwhile is another change.
        change(name, Objects.requireNonNull(pending.remove(name)));
      } // Or else it was written with one that came before.
    }
  }

  /** What fails is tried again with the next change; until then it is read from here. */
  private void change(String name, Pending change) {
    Pending left = change;
    try {
      Optional<Object> written =
          change instanceof Changed changed ? stored(name, changed.type()) : Optional.empty();
      Optional<Object> document = after(written, change);
      left = new Whole(document);
      if (store(name, document)) {
        return;
      }
    } catch (IOException e) {
      log.warn("{} cannot be changed: {}", file(name), e.toString());
    }
    pending.merge(name, left, (later, first) -> both(first, later));
  }

  private boolean store(String name, Optional<Object> document) {
    Path file = file(name);
    try {
      if (document.isPresent()) {
        replace(file, JSON.writeValueAsBytes(document.get()));
      } else {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException | JacksonException e) {
      log.warn("{} cannot be written: {}", file, e.toString());
      return false;
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".", ".part"); // Its owner's only.
    try {
      Files.write(part, content);
      try {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Makes a directory for files of another kind. */
  public Path makeDirectory(String name) throws IOException {
    Path made = Files.createDirectories(root.resolve(name));
    if (made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    }
    return made;
  }

  /** Writes what is still to be written. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(SECONDS_TO_WRITE, TimeUnit.SECONDS)) {
        log.warn("{} could not be written within {} s", root, SECONDS_TO_WRITE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
