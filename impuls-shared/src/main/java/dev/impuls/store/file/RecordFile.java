package dev.impuls.store.file;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * One of the files that are a function in a data directory.
 *
 * @param path below the data directory, with forward slashes
 * @param text what is in it
 * @param modified the time the file must have
 */
public record RecordFile(String path, String text, Instant modified) {

  /** What is in it, UTF-8. */
  public byte[] content() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The files of a function as {@link FileFunctionStore} would write them.
   *
   * @throws IllegalArgumentException if no files can have its name, or its code cannot be UTF-8
   */
  public static List<RecordFile> of(Function function) {
    String name = function.name();
    if (!Layout.isFileName(name)) {
      throw new IllegalArgumentException("no file can have its name");
    }
    if (!FunctionRules.isUnicode(function.code())) {
      throw new IllegalArgumentException("its code is no Unicode text: it has half a pair");
    }
    return List.of(
        new RecordFile(
            Layout.METADATA + name + Layout.JSON,
            new String(MetadataFormat.format(function, false, null), StandardCharsets.UTF_8),
            function.updatedAt()),
        new RecordFile(
            Layout.CODE + name + "/" + Layout.codeFileName(function.runtime()),
            function.code(),
            function.updatedAt()));
  }
}
