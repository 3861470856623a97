package dev.impuls.store.file;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.file.StoredRecord.Editable;
import dev.impuls.store.file.StoredRecord.Head;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads functions without a lock: what is read counts only if the files are the same before and
 * after. Writers make that enough: at every moment the two files together are one state of the
 * function (see {@link RecordWriter}).
 */
final class RecordReader {
  /** No function is that large; more would only be a way to exhaust the memory. */
  private static final int MAX_FILE_BYTES = 32 * 1024 * 1024;

  /** A writer would have to change the function every time it is read to get there. */
  private static final int ATTEMPTS = 1000;

  private final Layout layout;
  private final Clock clock;
  private final boolean foldsCase;

  /** The directories of the layout must be there. */
  RecordReader(Layout layout, Clock clock) throws IOException {
    this.layout = layout;
    this.clock = clock;
    this.foldsCase = Stamp.of(layout.metadata.resolveSibling("METADATA")) != null;
  }

  /**
   * The function of that name as it is now, or null if there is none.
   *
   * @throws BrokenRecordException if it cannot be read for what its own files are
   * @throws IOException if the directory cannot be read
   */
  @Nullable StoredRecord read(String name) throws BrokenRecordException, IOException {
    Editable editable = readToChange(name);
    return editable == null ? null : editable.record();
  }

  /** The same with what is to be known before it is changed. */
  @Nullable Editable readToChange(String name) throws BrokenRecordException, IOException {
    return consistently(
        name,
        (metadataFile, metadataStamp) -> {
          Instant readAt = clock.instant();
          Head head = readHead(name, metadataFile, metadataStamp);
          String code = head.code() != null ? head.code() : text(head.files().code());
          Function function = Function.of(head.summary(), code, head.environment());
          return head.files().areUnchanged()
              ? new Editable(
                  new StoredRecord(function, head.files(), readAt),
                  head.carriesCode(),
                  head.metadata())
              : null;
        });
  }

  /** The same without reading the code file; it is only looked whether it is there to be read. */
  @Nullable Head head(String name) throws BrokenRecordException, IOException {
    return consistently(
        name,
        (metadataFile, metadataStamp) -> {
          Head head = readHead(name, metadataFile, metadataStamp);
          if (head.code() == null && !Files.isReadable(head.files().code())) {
            throw new BrokenRecordException(
                head.files().code(), "cannot be read: permission denied");
          }
          return metadataStamp.equals(Stamp.of(metadataFile)) ? head : null;
        });
  }

  private interface Attempt<T> {
    /** What was read, or null if it changed meanwhile. */
    @Nullable T read(Path metadataFile, Stamp stamp) throws BrokenRecordException, IOException;
  }

  private <T> @Nullable T consistently(String name, Attempt<T> attempt)
      throws BrokenRecordException, IOException {
    Path metadataFile = layout.metadataFile(name);
    if (metadataFile == null) {
      return null;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      Stamp stamp = Stamp.of(metadataFile);
      if (stamp == null || !isSpelled(name, metadataFile)) {
        return null;
      }
      try {
        T read = attempt.read(metadataFile, stamp);
        if (read != null) {
          return read;
        }
      } catch (BrokenRecordException e) {
        // Only what stays as it is, is broken; the rest is a write seen half.
        if (stamp.equals(Stamp.of(metadataFile)) && isStable(e.file())) {
          throw e;
        }
      }
    }
    throw new BrokenRecordException(metadataFile, "changes all the time");
  }

  /** File systems that fold case find {@code hello.json} for {@code HELLO}: not the same name. */
  private boolean isSpelled(String name, Path metadataFile) throws IOException {
    try {
      return !foldsCase
          || Files.isSymbolicLink(metadataFile)
          || name.equals(Layout.nameOf(metadataFile.toRealPath(LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException e) {
      return true; // Gone meanwhile; the next attempt sees it.
    }
  }

  private static boolean isStable(Path file) throws IOException {
    return Objects.equals(Stamp.of(file), Stamp.of(file));
  }

  private Head readHead(String name, Path metadataFile, Stamp metadataStamp)
      throws BrokenRecordException, IOException {
    requireFile(metadataFile, metadataStamp);
    Metadata metadata;
    try {
      metadata = MetadataFormat.parse(name, bytes(metadataFile));
    } catch (MetadataFormat.FormatException e) {
      throw new BrokenRecordException(metadataFile, String.valueOf(e.getMessage()));
    }
    Path codeFile = layout.codeFile(name, metadata.runtime());
    requireDirectory(layout.codeDirectory(name));
    Stamp codeStamp = stamp(codeFile);
    if (codeStamp != null) {
      requireFile(codeFile, codeStamp);
    } else if (metadata.code() == null) {
      throw new BrokenRecordException(codeFile, "is missing");
    }
    boolean own =
        metadata.code() != null
            && (codeStamp == null || !codeStamp.modified().isAfter(metadataStamp.modified()));
    Instant created = metadata.createdAt() == null ? metadataStamp.time() : metadata.createdAt();
    Instant updated = metadata.updatedAt() == null ? created : metadata.updatedAt();
    updated = later(updated, metadataStamp.time());
    if (codeStamp != null) {
      updated = later(updated, codeStamp.time());
    }
    return new Head(
        new FunctionSummary(
            metadata.id(),
            name,
            metadata.description(),
            metadata.runtime(),
            metadata.handler(),
            layout.shown(own ? metadataFile : codeFile),
            metadata.memoryMb(),
            metadata.timeoutSec(),
            metadata.placement(),
            created,
            updated),
        metadata.environment(),
        own ? metadata.code() : null,
        metadata.code() != null,
        metadata.all(),
        new StoredRecord.Files(metadataFile, metadataStamp, codeFile, codeStamp));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static @Nullable Stamp stamp(Path file) throws BrokenRecordException {
    try {
      return Stamp.of(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireFile(Path file, Stamp stamp) throws BrokenRecordException {
    if (!stamp.regular()) {
      throw new BrokenRecordException(
          file,
          Files.isSymbolicLink(file)
              ? "is a symbolic link, which is not followed"
              : "is not a regular file");
    }
    if (stamp.size() > MAX_FILE_BYTES) {
      throw new BrokenRecordException(
          file, "is " + stamp.size() + " bytes long, too large for a function");
    }
  }

  private static void requireDirectory(Path directory) throws BrokenRecordException {
    if (Files.isSymbolicLink(directory)) {
      throw new BrokenRecordException(directory, "is a symbolic link, which is not followed");
    }
  }

  private static String text(Path file) throws BrokenRecordException, IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new BrokenRecordException(file, "is not UTF-8 text");
    }
  }

  private static byte[] bytes(Path file) throws BrokenRecordException, IOException {
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_FILE_BYTES);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Too many open files")) {
        throw e; // That is no fault of this file.
      }
      throw unreadable(file, e);
    }
  }

  static BrokenRecordException unreadable(Path file, IOException cause) {
    return new BrokenRecordException(
        file,
        switch (cause) {
          case AccessDeniedException e -> "cannot be read: permission denied";
          case NoSuchFileException e -> "is missing";
          case FileSystemException e when e.getReason() != null ->
              "cannot be read: " + e.getReason();
          case IOException e when e.getMessage() != null -> "cannot be read: " + e.getMessage();
          default -> "cannot be read";
        });
  }
}
