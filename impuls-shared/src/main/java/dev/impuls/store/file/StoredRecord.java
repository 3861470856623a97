package dev.impuls.store.file;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One function as it was found on the disk, metadata and code of one state. */
record StoredRecord(Function function, Files files, Instant readAt) {

  /** True if the files are known to be as they were read. */
  boolean isCurrent() {
    try {
      return files.areUnchanged()
          && !files.metadataStamp.isRacy(readAt)
          && (files.codeStamp == null || !files.codeStamp.isRacy(readAt));
    } catch (IOException e) {
      return false; // Reading them will say why.
    }
  }

  /**
   * The two files of a record and what they looked like.
   *
   * @param codeStamp null if there is no code file
   */
  record Files(Path metadata, Stamp metadataStamp, Path code, @Nullable Stamp codeStamp) {

    boolean areUnchanged() throws IOException {
      return metadataStamp.equals(Stamp.of(metadata)) && Objects.equals(codeStamp, Stamp.of(code));
    }
  }

  /**
   * A record and what a writer has to know beside it.
   *
   * @param carriesCode whether the metadata file carries the code itself
   * @param metadata the metadata file, whole
   */
  record Editable(StoredRecord record, boolean carriesCode, ObjectNode metadata) {
    Function function() {
      return record.function();
    }

    /** The file the code is in, or will be. */
    Path codeFile() {
      return record.files().code();
    }
  }

  /**
   * A record without its code, unless the metadata carries it.
   *
   * @param code the code where the metadata carries it and the code file does not override it
   */
  record Head(
      FunctionSummary summary,
      Map<String, String> environment,
      @Nullable String code,
      boolean carriesCode,
      ObjectNode metadata,
      Files files) {}
}
