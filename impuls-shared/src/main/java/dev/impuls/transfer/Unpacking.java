package dev.impuls.transfer;

import dev.impuls.json.Incoming;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.file.RecordFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.X000A_NTFS;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * Takes what belongs to functions out of an archive. First it looks at all entries, and then, in a
 * second round, puts those files in places of our own choosing.
 */
final class Unpacking {
  private static final long MIB = 1024 * 1024;

  /** More than the files of a function may have, so that it shows that they are too large. */
  private static final long MAX_ENTRY_BYTES = 64 * MIB;

  /** What any archive may come to, beside so many times its own size. */
  private static final long ALWAYS_BYTES = 64 * MIB;

  private static final long MAX_RATIO = 200;

  /** Of a third of a million functions. */
  private static final int MAX_ENTRIES = 1_000_000;

  private static final int MAX_NAME_LENGTH = 200;

  private static final Pattern UPWARDS = Pattern.compile("(?:^|[/\\\\])\\.\\.(?:[/\\\\]|$)");

  private final Path directory;
  private final Path functions;
  private final Room room;
  private final List<RecordProblem> problems = new ArrayList<>();
  private int entries;
  private long bytes;
  private boolean hasFunctions;
  private @Nullable String current;
  private boolean isInside;

  Unpacking(Path directory, Room room) {
    this.directory = directory;
    this.functions = directory.resolve("functions");
    this.room = room;
  }

  /** Whether that is more than an archive of that size may come to. */
  static boolean isTooMuch(long unpacked, long archive) {
    return unpacked > ALWAYS_BYTES && (unpacked - ALWAYS_BYTES) / MAX_RATIO > archive;
  }

  /** What was found and cannot be kept in files. */
  List<RecordProblem> problems() {
    return problems;
  }

  // ---- Looking ----

  /**
   * Whether that is a file of a function.
   *
   * @param plain whether it is a file at all, and not a link or a device
   */
  boolean wants(ArchiveEntry entry, boolean plain) throws TransferException {
    String path = entry.getName();
    current = path;
    isInside = true;
    entries++;
    if (entries > MAX_ENTRIES) {
      throw new TransferException("It has more than " + MAX_ENTRIES + " entries");
    }
    if (UPWARDS.matcher(path).find()) {
      throw new TransferException(shown(path) + " leads out of the archive");
    }
    if (entry.isDirectory()) {
      hasFunctions |= place(path + "x.json") != null;
      return false;
    }
    String place = place(path);
    if (place == null) {
      if (place(path.replace('\\', '/')) != null) {
        throw new TransferException(
            shown(path)
                + " has a backslash where names in archives have a slash: pack it again by a"
                + " program that writes slashes");
      }
      return false;
    }
    if (!plain) {
      throw new TransferException(shown(path) + " is no plain file, but a link or a device");
    }
    if (place.length() > MAX_NAME_LENGTH) {
      throw new TransferException(shown(path) + " has a longer name than any function");
    }
    hasFunctions |= place.startsWith("metadata/");
    return true;
  }

  /** The entry was read to its end. */
  void isBehind() {
    isInside = false;
  }

  /** Where a file of a function goes, whatever directories it is in; null if it is none. */
  private static @Nullable String place(String path) {
    int nameAt = path.lastIndexOf('/') + 1;
    int parentAt = path.lastIndexOf('/', nameAt - 2) + 1;
    if (nameAt == 0 || path.indexOf('\\', parentAt) >= 0) {
      return null;
    }
    String name = path.substring(nameAt);
    String parent = path.substring(parentAt, nameAt - 1);
    if (parent.equals("metadata")) {
      return name.endsWith(".json") && name.length() > ".json".length() ? "metadata/" + name : null;
    }
    boolean isOfCode =
        parentAt > 0 && path.startsWith("code/", path.lastIndexOf('/', parentAt - 2) + 1);
    return isOfCode && !parent.isEmpty() && isSource(name) ? "code/" + parent + "/" + name : null;
  }

  private static boolean isSource(String name) {
    String begin = "function.";
    return name.startsWith(begin)
        && name.length() > begin.length()
        && name.chars().skip(begin.length()).allMatch(c -> c >= 'a' && c <= 'z');
  }

  /** Takes note of what an entry says that it comes to. */
  void reserve(ArchiveEntry entry) throws IOException, TransferException {
    long size = entry.getSize();
    if (size < 0 || size > MAX_ENTRY_BYTES) {
      throw new TransferException(
          shown(entry.getName())
              + " comes to more than "
              + MAX_ENTRY_BYTES / MIB
              + " MiB, which no file of a function does");
    }
    bytes += size;
    room.takeFile(size);
  }

  /**
   * Fails if all entries together come to too much for an archive of that size.
   *
   * @param archive bytes
   */
  void requireUsualRatio(long archive) throws TransferException {
    if (isTooMuch(bytes, archive)) {
      throw tooMuch();
    }
  }

  private static TransferException tooMuch() {
    return new TransferException(
        "It comes to more than any archive of functions does: more than "
            + MAX_RATIO
            + " times its own size, and "
            + ALWAYS_BYTES / MIB
            + " MiB");
  }

  /** All was looked at; the second round begins. */
  void beginWriting() throws IOException {
    entries = 0;
    current = null;
    isInside = false;
    try {
      Files.createDirectories(functions.resolve("metadata"));
      Files.createDirectories(functions.resolve("code"));
    } catch (IOException e) {
      throw new NoRoomException(e);
    }
  }

  /** Fails if there was nothing of functions in it, not even the directories of none. */
  void requireFunctions() throws TransferException {
    if (!hasFunctions) {
      throw new TransferException(
          "There is no function in it: a function is a file metadata/NAME.json, and one in"
              + " code/NAME/");
    }
  }

  // ---- Writing ----

  void take(ArchiveEntry entry, InputStream in) throws IOException, TransferException {
    String place = place(entry.getName());
    if (place == null) {
      throw new IllegalStateException(entry.getName());
    }
    Path file = functions.resolve(place).normalize();
    if (!file.startsWith(functions) || Files.exists(file)) {
      throw new TransferException(shown(entry.getName()) + " is there twice");
    }
    try (OutputStream out = create(file)) {
      byte[] buffer = new byte[64 * 1024];
      long left = entry.getSize();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw new TransferException(
              shown(entry.getName()) + " comes to more than it says: it was altered or damaged");
        }
        write(out, buffer, n);
      }
    }
    Files.setLastModifiedTime(file, modified(entry));
  }

  private static OutputStream create(Path file) throws NoRoomException {
    try {
      Files.createDirectories(file.getParent());
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new NoRoomException(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws NoRoomException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new NoRoomException(e);
    }
  }

  /** As a store would keep it, but that it need not be on the disk. */
  void take(Item item) throws IOException {
    switch (item) {
      case Item.Unreadable(String name, String reason) ->
          problems.add(new RecordProblem(name, "in the bundle", reason));
      case Item.Whole(Incoming incoming) -> {
        try {
          for (RecordFile file : RecordFile.of(incoming.function(null, Instant.EPOCH))) {
            Path path = directory.resolve(file.path());
            room.takeFile(file.content().length);
            try (OutputStream out = create(path)) {
              write(out, file.content(), file.content().length);
            }
            Files.setLastModifiedTime(path, FileTime.from(file.modified()));
          }
        } catch (IllegalArgumentException e) {
          problems.add(new RecordProblem(incoming.name(), "in the bundle", Reasons.of(e)));
        }
      }
    }
  }

  /**
   * The time of a zip's entry is without a zone, unless it says more; then what the metadata says
   * is the only time there is.
   */
  private static FileTime modified(ArchiveEntry entry) {
    return switch (entry) {
      case TarArchiveEntry tar -> tar.getLastModifiedTime();
      case ZipArchiveEntry zip
          when zip.getExtraField(X5455_ExtendedTimestamp.HEADER_ID) != null
              || zip.getExtraField(X000A_NTFS.HEADER_ID) != null ->
          zip.getLastModifiedTime();
      default -> FileTime.from(Instant.EPOCH);
    };
  }

  // ---- What is wrong with it ----

  /** What a failure to read it is to people. */
  TransferException unreadable(Exception e) {
    return switch (e) {
      case EOFException cut -> cutShort(cut);
      case TarBytes.TooManyException _ -> tooMuch();
      case InvalidPathException _ ->
          new TransferException("It is damaged: no file can have the name of " + where(), e);
      default -> new TransferException("It is damaged: it cannot be read " + at(), e);
    };
  }

  /** It ends too early. */
  TransferException cutShort(@Nullable Exception e) {
    String message = "It is cut short: it ends " + at();
    return e == null ? new TransferException(message) : new TransferException(message, e);
  }

  private String at() {
    return current == null
        ? "before its first entry"
        : (isInside ? "in the middle of " : "behind ") + where();
  }

  private String where() {
    return current == null ? "an entry" : shown(current);
  }

  static String shown(String name) {
    String text = name.replaceAll("\\p{Cntrl}", "?");
    return '"' + (text.length() > MAX_NAME_LENGTH ? "…" + end(text) : text) + '"';
  }

  private static String end(String text) {
    return text.substring(text.length() - MAX_NAME_LENGTH);
  }
}
