package dev.impuls.transfer;

import dev.impuls.json.Incoming;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.RecordFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.X000A_NTFS;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive, unpacked to a directory of its own, which goes when it is closed. Only what belongs
 * to functions is taken out of it, to places of our own choosing.
 */
final class UnpackedFile implements AutoCloseable {
  /** Where files of functions are in an archive, whatever directories they are in. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?:.*/)?(metadata/[^/\\\\]+\\.json|code/[^/\\\\]+/function\\.[a-z]+)", Pattern.DOTALL);

  private static final Pattern UPWARDS = Pattern.compile("(?:^|[/\\\\])\\.\\.(?:[/\\\\]|$)");

  /** More than the files of a function may have, so that it shows that they are too large. */
  private static final long MOST_BYTES_EACH = 64L * 1024 * 1024;

  /** What an archive may come to: as much as it takes, two hundred times, and a GiB at least. */
  private static final long LARGEST_RATIO = 200;

  private static final long ALWAYS_BYTES = 1024L * 1024 * 1024;

  /** Of a third of a million functions. */
  private static final int MOST_ENTRIES = 1_000_000;

  private final Path directory;
  private final FunctionStore store;

  private final List<RecordProblem> problems;

  private UnpackedFile(Path directory, List<RecordProblem> problems) {
    this.directory = directory;
    this.problems = List.copyOf(problems);
    this.store = FileFunctionStore.open(new FileStoreSettings(directory, true));
  }

  FunctionStore store() {
    return store;
  }

  /** What is in the file and not in the store. */
  List<RecordProblem> problems() {
    return problems;
  }

  /** Unpacks a file, whatever it is. */
  static UnpackedFile of(Path file) throws IOException, TransferException {
    return switch (FileKind.of(file)) {
      case JSON -> bundle(file);
      case ZIP -> zip(file);
      case GZIP -> tar(file, true);
      case TAR -> tar(file, false);
    };
  }

  private static UnpackedFile bundle(Path file) throws IOException, TransferException {
    return unpack(
        file,
        unpacking -> {
          try (Source bundle = Source.of(file)) {
            bundle.read(
                item -> {
                  try {
                    unpacking.take(item);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Unpacks a zip file. */
  static UnpackedFile zip(Path file) throws IOException, TransferException {
    return unpack(
        file,
        unpacking -> {
          ZipTail.requireReadable(file);
          try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntries();
                entries.hasMoreElements(); ) {
              ZipArchiveEntry entry = entries.nextElement();
              if (!unpacking.wants(entry, !entry.isUnixSymlink())) {
                continue;
              }
              if (!zip.canReadEntryData(entry)) {
                throw new TransferException(
                    "\"" + entry.getName() + "\" is encrypted, or compressed in an unknown way");
              }
              var crc = new CRC32();
              try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                unpacking.take(entry, in);
              }
              if (crc.getValue() != entry.getCrc()) {
                throw new TransferException("\"" + entry.getName() + "\" was altered or damaged");
              }
            }
          }
        });
  }

  /** Unpacks a tar file, compressed by gzip or not. */
  static UnpackedFile tar(Path file, boolean compressed) throws IOException, TransferException {
    return unpack(
        file,
        unpacking -> {
          try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
              var plain = new TarBytes(compressed ? gunzip(raw) : raw, unpacking.left);
              var tar = new TarArchiveInputStream(plain, "UTF-8")) {
            for (TarArchiveEntry entry = next(plain, tar);
                entry != null;
                entry = next(plain, tar)) {
              if (unpacking.wants(entry, isPlain(entry))) {
                unpacking.take(entry, tar);
              } else {
                tar.transferTo(OutputStream.nullOutputStream());
              }
            }
            plain.requireEnd();
          }
        });
  }

  private static @Nullable TarArchiveEntry next(TarBytes plain, TarArchiveInputStream tar)
      throws IOException {
    plain.headFollows();
    TarArchiveEntry entry = tar.getNextEntry();
    plain.contentFollows();
    return entry;
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    return !entry.isSymbolicLink()
        && !entry.isLink()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO()
        && !entry.isSparse();
  }

  private static InputStream gunzip(InputStream in) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(in)
        .setDecompressConcatenated(true)
        .get();
  }

  private interface Unpack {
    void run(Unpacking unpacking) throws IOException, TransferException;
  }

  private static UnpackedFile unpack(Path file, Unpack unpack)
      throws IOException, TransferException {
    Path directory = Temporary.directory("impuls-import-");
    boolean done = false;
    try {
      var unpacking = new Unpacking(directory, Files.size(file));
      unpack.run(unpacking);
      var unpacked = new UnpackedFile(directory, unpacking.problems);
      done = true;
      return unpacked;
    } catch (DiskException e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      throw new TransferException("It is damaged, or cut short: " + e.getMessage(), e);
    } finally {
      if (!done) {
        Temporary.delete(directory);
      }
    }
  }

  /** What was unpacked cannot be written down, which is no fault of the archive. */
  private static final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super("What was unpacked cannot be written to " + cause.getMessage(), cause);
    }
  }

  /** Puts files in their places. */
  private static final class Unpacking {
    private final Path directory;
    private final Path functions;
    private final List<RecordProblem> problems = new ArrayList<>();
    private long left;
    private int entries;

    Unpacking(Path directory, long size) throws IOException {
      this.directory = directory;
      this.functions = directory.resolve("functions");
      this.left = Math.max(ALWAYS_BYTES, size * LARGEST_RATIO);
      Files.createDirectories(functions.resolve("metadata"));
      Files.createDirectories(functions.resolve("code"));
    }

    /**
     * Whether that is a file of a function.
     *
     * @param plain whether it is a file at all, and not a link or a device
     */
    boolean wants(ArchiveEntry entry, boolean plain) throws TransferException {
      String path = entry.getName();
      entries++;
      if (entries > MOST_ENTRIES) {
        throw new TransferException("It has more than " + MOST_ENTRIES + " entries");
      }
      if (UPWARDS.matcher(path).find()) {
        throw new TransferException("\"" + path + "\" leads out of the archive");
      }
      if (entry.isDirectory() || !FILE.matcher(path).matches()) {
        return false;
      }
      if (!plain) {
        throw new TransferException("\"" + path + "\" is no plain file, but a link or a device");
      }
      return true;
    }

    void take(ArchiveEntry entry, InputStream in) throws IOException, TransferException {
      Matcher matcher = FILE.matcher(entry.getName());
      if (!matcher.matches()) {
        throw new IllegalStateException(entry.getName());
      }
      Path file = functions.resolve(matcher.group(1)).normalize();
      if (!file.startsWith(functions) || Files.exists(file)) {
        throw new TransferException("\"" + entry.getName() + "\" is there twice");
      }
      Files.createDirectories(file.getParent());
      try (var out = Files.newOutputStream(file)) {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          size += n;
          left -= n;
          if (size > MOST_BYTES_EACH || left < 0) {
            throw new TransferException(
                "\"" + entry.getName() + "\" comes to more than any archive of functions does");
          }
          write(out, buffer, n);
        }
      }
      Files.setLastModifiedTime(file, modified(entry));
    }

    private static void write(OutputStream out, byte[] buffer, int length) throws DiskException {
      try {
        out.write(buffer, 0, length);
      } catch (IOException e) {
        throw new DiskException(e);
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
              Files.createDirectories(path.getParent());
              Files.write(path, file.content());
              Files.setLastModifiedTime(path, FileTime.from(file.modified()));
            }
          } catch (IllegalArgumentException e) {
            problems.add(
                new RecordProblem(
                    incoming.name(), "in the bundle", String.valueOf(e.getMessage())));
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
  }

  @Override
  public void close() throws IOException {
    store.close();
    Temporary.delete(directory);
  }
}
