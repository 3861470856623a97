package dev.impuls.store.file;

import dev.impuls.function.Function;
import dev.impuls.store.file.StoredRecord.Editable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes functions on the disk. Every method is called with the function's lock held.
 *
 * <p>A function is two files, and no file system renames two at once. So each change has one rename
 * that makes it: before it, nothing of the change counts; after it, all does.
 *
 * <ul>
 *   <li>Create: the code file first, then the metadata file, which makes it.
 *   <li>Update of the code: a metadata file that carries the new code itself makes it; then the
 *       code file is put in place, then a metadata file without the code. All three are on the disk
 *       before the first rename, so that a full disk shows before anything counts.
 *   <li>Any other update: the metadata file.
 *   <li>Delete: renaming the metadata file away makes it; then the code is removed.
 * </ul>
 *
 * <p>Code that a metadata file carries is the function's, unless the code file is newer, that is,
 * edited since. Both files of a write have the function's {@code updated_at} as their time of
 * modification, so any other time tells of an edit by somebody else.
 */
final class RecordWriter {
  private static final Logger log = LoggerFactory.getLogger(RecordWriter.class);

  private final Layout layout;
  private final FileOperations files;

  RecordWriter(Layout layout, FileOperations files) {
    this.layout = layout;
    this.files = files;
  }

  /** A change was made, but the disk did not confirm that it will last. */
  static final class UnconfirmedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnconfirmedException(IOException cause) {
      super("the disk did not confirm the change, so it may or may not last", cause);
    }
  }

  /** Somebody edited the function after it was read to be changed; nothing was changed. */
  static final class EditedException extends IOException {
    private static final long serialVersionUID = 1L;

    EditedException() {
      super("it was edited meanwhile");
    }
  }

  /** Keeps a function whose name is free. */
  void create(Function function) throws IOException {
    String name = function.name();
    Path codeFile = layout.codeFile(name, function.runtime());
    Path newMetadata = layout.newMetadata(name);
    try {
      files.write(newMetadata, MetadataFormat.format(function, false, null), function.updatedAt());
      files.createDirectory(layout.codeDirectory(name));
      // Renamed, so that where it is seen it has its time, by which it is told from other code.
      files.write(Layout.newCode(codeFile), utf8(function.code()), function.updatedAt());
      files.move(Layout.newCode(codeFile), codeFile);
      files.sync(List.of(newMetadata, codeFile, layout.codeDirectory(name), layout.code));
      files.move(newMetadata, metadataFile(name));
    } catch (IOException e) {
      undoCreate(name, e);
      throw e;
    }
    confirm(layout.metadata);
  }

  /**
   * Makes the file that code is to be in look no newer than that, as it would be taken for an edit
   * of the code that takes its place.
   *
   * @return true if it did before; what was read of the function is to be read again then
   */
  boolean age(Editable current, Path codeFile, Instant time) throws IOException {
    Stamp there = Stamp.of(codeFile);
    if (there == null || !there.regular() || !there.time().isAfter(time)) {
      return false;
    }
    if (current.carriesCode()) {
      update(current, current.function()); // Its time told which code counts.
    }
    files.setTime(codeFile, time);
    return true;
  }

  /**
   * Puts a new state of a function in place of the one that was read.
   *
   * @throws EditedException if that is no longer there
   */
  void update(Editable current, Function next) throws IOException {
    String name = next.name();
    Path codeFile = layout.codeFile(name, next.runtime());
    boolean codeStays =
        !current.carriesCode()
            && current.function().code().equals(next.code())
            && current.codeFile().equals(codeFile);
    boolean mayLieElsewhere = current.carriesCode() || !current.codeFile().equals(codeFile);
    try {
      byte[] metadata = MetadataFormat.format(next, false, current.metadata());
      if (codeStays) {
        files.write(layout.newMetadata(name), metadata, next.updatedAt());
        files.sync(List.of(layout.newMetadata(name)));
      } else {
        files.write(layout.nextMetadata(name), metadata, next.updatedAt());
        files.createDirectory(layout.codeDirectory(name));
        files.write(Layout.newCode(codeFile), utf8(next.code()), next.updatedAt());
        files.write(
            layout.newMetadata(name),
            MetadataFormat.format(next, true, current.metadata()),
            next.updatedAt());
        files.sync(
            List.of(
                layout.newMetadata(name),
                layout.nextMetadata(name),
                Layout.newCode(codeFile),
                layout.code));
      }
      if (!current.record().files().areUnchanged()) {
        throw new EditedException();
      }
      files.move(layout.newMetadata(name), metadataFile(name));
    } catch (IOException e) {
      dropUnfinished(name, codeFile, e);
      throw e;
    }
    confirm(layout.metadata);
    if (!codeStays) {
      try {
        putCodeInPlace(name, codeFile, mayLieElsewhere ? layout.codeFiles(name) : List.of());
      } catch (IOException e) {
        // The change is made and lasts, with the code in the metadata file until the next write.
        log.warn("{}: the code file could not be written yet", layout.shown(codeFile), e);
      }
    }
  }

  /**
   * What it was in before goes while there is a marker, so that what stops half-way is taken up.
   */
  private void putCodeInPlace(String name, Path codeFile, List<Path> before) throws IOException {
    files.move(Layout.newCode(codeFile), codeFile);
    for (Path other : before) {
      if (!other.equals(codeFile)) {
        files.delete(other);
      }
    }
    files.sync(List.of(layout.codeDirectory(name)));
    files.move(layout.nextMetadata(name), metadataFile(name));
    files.sync(List.of(layout.metadata));
  }

  /** Removes a function, or a record that cannot be read. */
  void delete(String name) throws IOException {
    if (Files.isDirectory(metadataFile(name), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          layout.shown(metadataFile(name)) + " is a directory, which has to be removed by hand");
    }
    files.move(metadataFile(name), layout.deletedMetadata(name));
    confirm(layout.metadata);
    try {
      removeCode(name);
      files.delete(layout.deletedMetadata(name));
    } catch (IOException e) {
      log.warn("{}: could not be removed yet", layout.shown(layout.codeDirectory(name)), e);
    }
  }

  /** Brings to an end what a writer that is no more left unfinished. */
  void tidy(String name, RecordReader reader) throws IOException {
    Path newMetadata = layout.newMetadata(name);
    if (!exists(metadataFile(name))) {
      if (exists(layout.deletedMetadata(name))) {
        removeCode(name);
      } else {
        removeCodeOfCreate(name);
      }
    } else {
      finishUpdate(name, reader);
    }
    for (Path code : codeFiles(name)) {
      files.delete(Layout.newCode(code));
    }
    files.delete(newMetadata);
    files.delete(layout.nextMetadata(name));
    files.delete(layout.deletedMetadata(name));
  }

  /**
   * Writes the code file of a function whose metadata carries the code, if there is one with other
   * content: an update stopped between the two. Without a code file it is how older stores keep it.
   */
  private void finishUpdate(String name, RecordReader reader) throws IOException {
    Editable record;
    try {
      record = reader.readToChange(name);
    } catch (BrokenRecordException e) {
      return; // Somebody has to look at it; it is reported as what it is.
    }
    if (record == null || !record.carriesCode() || !isUpdateUnfinished(name, record)) {
      return;
    }
    Function function = record.function();
    Path codeFile = record.codeFile();
    files.createDirectory(layout.codeDirectory(name));
    files.write(
        layout.nextMetadata(name),
        MetadataFormat.format(function, false, record.metadata()),
        function.updatedAt());
    files.write(Layout.newCode(codeFile), utf8(function.code()), function.updatedAt());
    files.sync(List.of(layout.nextMetadata(name), Layout.newCode(codeFile), layout.code));
    putCodeInPlace(name, codeFile, layout.codeFiles(name));
  }

  private boolean isUpdateUnfinished(String name, Editable record) {
    return exists(layout.nextMetadata(name)) || exists(Layout.newCode(record.codeFile()));
  }

  private void undoCreate(String name, IOException cause) {
    try {
      removeCodeOfCreate(name);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return; // With the marker in place, the next opening tries again.
    }
    deleteQuietly(layout.newMetadata(name), cause);
  }

  private void dropUnfinished(String name, Path codeFile, IOException cause) {
    deleteQuietly(Layout.newCode(codeFile), cause);
    deleteQuietly(layout.newMetadata(name), cause);
    deleteQuietly(layout.nextMetadata(name), cause);
  }

  private void deleteQuietly(Path file, IOException cause) {
    try {
      files.delete(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The code of a create that never came to be has its metadata's time; other code is not ours. */
  private void removeCodeOfCreate(String name) throws IOException {
    Stamp written = Stamp.of(layout.newMetadata(name));
    for (Path code : codeFiles(name)) {
      files.delete(Layout.newCode(code));
      Stamp stamp = Stamp.of(code);
      if (written != null && stamp != null && stamp.modified().equals(written.modified())) {
        files.delete(code);
      }
    }
    removeIfEmpty(layout.codeDirectory(name));
  }

  private void removeCode(String name) throws IOException {
    for (Path code : codeFiles(name)) {
      files.delete(code);
      files.delete(Layout.newCode(code));
    }
    removeIfEmpty(layout.codeDirectory(name));
  }

  /** People may keep files of their own beside the code; those stay. */
  private void removeIfEmpty(Path directory) throws IOException {
    try {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        files.delete(directory);
      }
    } catch (DirectoryNotEmptyException e) {
      log.info("{}: left in place, it holds other files", layout.shown(directory));
    }
  }

  /** The files that may hold its code; none if its directory is a link out of the store. */
  private List<Path> codeFiles(String name) {
    return Files.isSymbolicLink(layout.codeDirectory(name)) ? List.of() : layout.codeFiles(name);
  }

  private void confirm(Path directory) throws UnconfirmedException {
    try {
      files.sync(List.of(directory));
    } catch (IOException e) {
      throw new UnconfirmedException(e);
    }
  }

  private Path metadataFile(String name) {
    return Objects.requireNonNull(layout.metadataFile(name), "a name that was read or checked");
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
