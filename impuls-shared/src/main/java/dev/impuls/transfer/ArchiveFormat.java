package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.store.file.RecordFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Archives in the layout of a data directory: unpacked into one, they are an import, and a tar of
 * one can be imported.
 */
public enum ArchiveFormat {
  /** Its list of entries is kept in memory until its end, some 300 bytes for each file. */
  ZIP {
    @Override
    Writer writer(OutputStream out) {
      var zip = new ZipOutputStream(out);
      zip.setLevel(Deflater.BEST_SPEED);
      return new Writer() {
        @Override
        void entry(String path, byte[] content, Instant modified) throws IOException {
          var entry = new ZipEntry(path);
          entry.setLastModifiedTime(FileTime.from(modified));
          zip.putNextEntry(entry);
          zip.write(content);
          zip.closeEntry();
        }

        @Override
        void finish() throws IOException {
          zip.finish();
        }
      };
    }
  },

  /** A tar file, compressed by gzip. */
  TAR_GZ {
    @Override
    Writer writer(OutputStream out) throws IOException {
      var gzip = new GzipCompressorOutputStream(out);
      var tar = new TarArchiveOutputStream(gzip, "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX); // Times finer than a second.
      tar.setAddPaxHeadersForNonAsciiNames(true);
      return new Writer() {
        @Override
        void entry(String path, byte[] content, Instant modified) throws IOException {
          var entry = new TarArchiveEntry(path);
          entry.setMode(path.endsWith("/") ? DIRECTORY_MODE : FILE_MODE);
          entry.setLastModifiedTime(FileTime.from(modified));
          entry.setSize(content.length);
          tar.putArchiveEntry(entry);
          tar.write(content);
          tar.closeArchiveEntry();
        }

        @Override
        void finish() throws IOException {
          tar.finish();
          tar.flush();
          gzip.finish();
        }
      };
    }
  };

  private static final int FILE_MODE = 0100644;
  private static final int DIRECTORY_MODE = 040755;
  private static final byte[] NOTHING = {};

  abstract Writer writer(OutputStream out) throws IOException;

  /** Writes entries. */
  abstract static class Writer {
    abstract void entry(String path, byte[] content, Instant modified) throws IOException;

    abstract void finish() throws IOException;
  }

  /**
   * Writes functions as they come; neither closes nor flushes the stream. If it throws, what was
   * written is no whole archive.
   *
   * @param time of the directories
   * @throws TransferException if no file can have the name of one of the functions
   */
  public void write(OutputStream out, Iterator<Function> functions, Instant time)
      throws IOException, TransferException {
    Writer writer = writer(out);
    for (String directory : List.of("functions/", "functions/metadata/", "functions/code/")) {
      writer.entry(directory, NOTHING, time);
    }
    while (functions.hasNext()) {
      for (RecordFile file : files(functions.next())) {
        writer.entry(file.path(), file.content(), file.modified());
      }
    }
    writer.finish();
  }

  private static List<RecordFile> files(Function function) throws TransferException {
    try {
      return RecordFile.of(function);
    } catch (IllegalArgumentException e) {
      throw new TransferException(
          "The function \"" + function.name() + "\" cannot be in an archive: " + Reasons.of(e));
    }
  }
}
