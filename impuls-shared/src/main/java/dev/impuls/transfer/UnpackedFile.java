package dev.impuls.transfer;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive, unpacked to a directory of its own, which goes when it is closed. Only what belongs
 * to functions is taken out of it, to places of our own choosing.
 */
final class UnpackedFile implements AutoCloseable {
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
        unpacking -> {
          unpacking.beginWriting();
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

  private static UnpackedFile zip(Path file) throws IOException, TransferException {
    return archive(
        unpacking -> {
          ZipDirectory.requireReadable(file);
          try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            List<ZipArchiveEntry> wanted = wanted(zip, unpacking);
            unpacking.requireUsualRatio(Files.size(file));
            unpacking.beginWriting();
            for (ZipArchiveEntry entry : wanted) {
              unpacking.wants(entry, true);
              var crc = new CRC32();
              try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                unpacking.take(entry, in);
              }
              if (crc.getValue() != entry.getCrc()) {
                throw new TransferException(
                    Unpacking.shown(entry.getName()) + " was altered or damaged");
              }
              unpacking.isBehind();
            }
          }
        });
  }

  /** The files of functions, in the order in which they are in the file. */
  private static List<ZipArchiveEntry> wanted(ZipFile zip, Unpacking unpacking)
      throws IOException, TransferException {
    var wanted = new ArrayList<ZipArchiveEntry>();
    long end = 0;
    for (Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
        entries.hasMoreElements(); ) {
      ZipArchiveEntry entry = entries.nextElement();
      boolean isWanted = unpacking.wants(entry, !entry.isUnixSymlink());
      long size = entry.getCompressedSize();
      if (size != 0) {
        // Else a short file could be unpacked any number of times.
        if (size < 0 || entry.getDataOffset() < end) {
          throw new TransferException(
              Unpacking.shown(entry.getName())
                  + " overlaps with another entry, as in no archive of functions");
        }
        end = entry.getDataOffset() + size;
      }
      if (isWanted) {
        if (!zip.canReadEntryData(entry)) {
          throw new TransferException(
              Unpacking.shown(entry.getName()) + " is encrypted, or compressed in an unknown way");
        }
        unpacking.reserve(entry);
        wanted.add(entry);
      }
    }
    return wanted;
  }

  /**
   * @param compressed by gzip
   */
  private static UnpackedFile tar(Path file, boolean compressed)
      throws IOException, TransferException {
    return archive(
        unpacking -> {
          readTar(
              file,
              compressed,
              unpacking,
              (entry, in) -> {
                unpacking.reserve(entry);
                in.transferTo(OutputStream.nullOutputStream());
              });
          unpacking.beginWriting();
          readTar(file, compressed, unpacking, unpacking::take);
        });
  }

  private interface EachEntry {
    void run(TarArchiveEntry entry, InputStream in) throws IOException, TransferException;
  }

  private static void readTar(
      Path file, boolean compressed, Unpacking unpacking, EachEntry ofFunctions)
      throws IOException, TransferException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        TarBytes plain = compressed ? gunzip(raw) : whole(raw, Files.size(file));
        var tar = new TarArchiveInputStream(plain, "UTF-8")) {
      try {
        for (TarArchiveEntry entry = next(plain, tar); entry != null; entry = next(plain, tar)) {
          if (unpacking.wants(entry, isPlain(entry))) {
            ofFunctions.run(entry, tar);
          } else {
            tar.transferTo(OutputStream.nullOutputStream());
          }
          unpacking.isBehind();
        }
      } catch (IOException e) {
        if (plain.isAtEnd()) {
          throw unpacking.cutShort(e);
        }
        throw e;
      }
      if (!plain.isWhole()) {
        throw unpacking.cutShort(null);
      }
    }
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

  private static TarBytes gunzip(InputStream in) throws IOException {
    GzipCompressorInputStream gzip =
        GzipCompressorInputStream.builder()
            .setInputStream(in)
            .setDecompressConcatenated(true)
            .get();
    return new TarBytes(gzip, gzip::getCompressedCount);
  }

  private static TarBytes whole(InputStream in, long size) {
    return new TarBytes(in, () -> size);
  }

  private interface Unpack {
    void run(Unpacking unpacking) throws IOException, TransferException;
  }

  private static UnpackedFile archive(Unpack unpack) throws IOException, TransferException {
    return unpack(
        unpacking -> {
          try {
            unpack.run(unpacking);
          } catch (NoRoomException e) {
            throw e; // Which is no fault of the archive.
          } catch (IOException | InvalidPathException e) {
            throw unpacking.unreadable(e);
          }
          unpacking.requireFunctions();
        });
  }

  private static UnpackedFile unpack(Unpack unpack) throws IOException, TransferException {
    Path directory = Temporary.directory("impuls-import-");
    boolean done = false;
    try {
      var unpacking = new Unpacking(directory, Room.in(directory));
      unpack.run(unpacking);
      var unpacked = new UnpackedFile(directory, unpacking.problems());
      done = true;
      return unpacked;
    } finally {
      if (!done) {
        Temporary.delete(directory);
      }
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    Temporary.delete(directory);
  }
}
