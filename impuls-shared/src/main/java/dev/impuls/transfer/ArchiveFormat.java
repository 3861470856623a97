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
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Archives in the layout of a data directory: unpacked into one, they are an import, and a tar of
 * one can be imported.
 */
public enum ArchiveFormat {
  ZIP {
    @Override
    Writer writer(OutputStream out) {
      var zip = new ZipArchiveOutputStream(out);
      zip.setLevel(Deflater.BEST_SPEED);
      return new Writer(zip) {
        @Override
        ArchiveEntry entry(String path, int size, FileTime modified) {
          var entry = new ZipArchiveEntry(path);
          entry.setUnixMode(modeOf(path));
          entry.setLastModifiedTime(modified);
          return entry;
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
      return new Writer(tar) {
        @Override
        ArchiveEntry entry(String path, int size, FileTime modified) {
          var entry = new TarArchiveEntry(path);
          entry.setMode(modeOf(path));
          entry.setLastModifiedTime(modified);
          entry.setSize(size);
          return entry;
        }

        @Override
        void finish() throws IOException {
          super.finish();
          gzip.finish();
        }
      };
    }
  };

  private static final int FILE_MODE = 0100644;
  private static final int DIRECTORY_MODE = 040755;

  abstract Writer writer(OutputStream out) throws IOException;

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
    writer.directory("functions/", time);
    writer.directory("functions/metadata/", time);
    writer.directory("functions/code/", time);
    while (functions.hasNext()) {
      writer.add(functions.next());
    }
    writer.finish();
  }

  private static int modeOf(String path) {
    return path.endsWith("/") ? DIRECTORY_MODE : FILE_MODE;
  }

  /** Writes entries. */
  abstract static class Writer {
    private final ArchiveOutputStream<? super ArchiveEntry> out;

    @SuppressWarnings("unchecked") // It is given what its own format makes.
    Writer(ArchiveOutputStream<? extends ArchiveEntry> out) {
      this.out = (ArchiveOutputStream<? super ArchiveEntry>) out;
    }

    abstract ArchiveEntry entry(String path, int size, FileTime modified);

    void directory(String path, Instant time) throws IOException {
      out.putArchiveEntry(entry(path, 0, FileTime.from(time)));
      out.closeArchiveEntry();
    }

    void add(Function function) throws IOException, TransferException {
      List<RecordFile> files;
      try {
        files = RecordFile.of(function);
      } catch (IllegalArgumentException e) {
        throw new TransferException(
            "The function \"" + function.name() + "\" cannot be in an archive: " + e.getMessage());
      }
      for (RecordFile file : files) {
        byte[] content = file.content();
        out.putArchiveEntry(entry(file.path(), content.length, FileTime.from(file.modified())));
        out.write(content);
        out.closeArchiveEntry();
      }
    }

    void finish() throws IOException {
      out.finish();
      out.flush();
    }
  }
}
