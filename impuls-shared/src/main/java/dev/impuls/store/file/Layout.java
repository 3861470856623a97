package dev.impuls.store.file;

import dev.impuls.function.Runtimes;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which file is where below a data directory.
 *
 * <pre>
 * DATA_DIR/functions/metadata/NAME.json
 * DATA_DIR/functions/code/NAME/function.js
 * </pre>
 *
 * Files of our own that are not part of a function begin with a dot, which no name does. While a
 * function is being written, its marker {@code functions/.NAME.json.new} (or {@code .next}, or
 * {@code .deleted}) is there, so the markers of one directory tell of all unfinished writes. They
 * are not in {@code metadata}, which is watched.
 */
final class Layout {
  static final String JSON = ".json";
  static final String FUNCTIONS = "functions";

  /** Where metadata files are, below a data directory. */
  static final String METADATA = FUNCTIONS + "/metadata/";

  /** Where the directories of code are. */
  static final String CODE = FUNCTIONS + "/code/";

  /** File systems take 255 bytes; asking for more is an error there, not a file that is missing. */
  private static final int MAX_NAME_BYTES = 255 - JSON.length();

  private static final Pattern MARKER = Pattern.compile("\\.(.+)\\.json\\.(new|next|deleted)");

  private final Path root;
  final Path functions;
  final Path metadata;
  final Path code;

  Layout(Path dataDirectory) {
    this.root = dataDirectory.toAbsolutePath().normalize();
    this.functions = root.resolve(FUNCTIONS);
    this.metadata = root.resolve(METADATA);
    this.code = root.resolve(CODE);
  }

  Path root() {
    return root;
  }

  /** Outside of {@code functions}, which people remove and unpack while stores are open. */
  Path lockFile() {
    return root.resolve(".lock");
  }

  /**
   * True if a record of that name would be a file directly in the metadata directory, whatever the
   * platform. Says nothing of the rules for new names.
   */
  static boolean isFileName(String name) {
    if (name.isEmpty()
        || name.length() > MAX_NAME_BYTES
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES
        || name.startsWith(".")
        || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == 0)) {
      return false;
    }
    if (File.separatorChar == '/') {
      return true;
    }
    // On Windows a device or an alternate data stream may hide behind a plain name.
    return name.chars().noneMatch(c -> c < ' ' || "<>:\"|?*".indexOf(c) >= 0)
        && !name.matches("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
  }

  /** The metadata file of a name, or null if no file can have that name. */
  @Nullable Path metadataFile(String name) {
    if (!isFileName(name)) {
      return null;
    }
    try {
      return metadata.resolve(name + JSON);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  Path codeDirectory(String name) {
    return code.resolve(name);
  }

  Path codeFile(String name, String runtime) {
    return codeDirectory(name).resolve(codeFileName(runtime));
  }

  static String codeFileName(String runtime) {
    return "function." + Runtimes.extension(runtime);
  }

  /** Every file that may hold the code of that function in some runtime. */
  List<Path> codeFiles(String name) {
    var files = new ArrayList<Path>();
    for (String extension : Runtimes.extensions()) {
      files.add(codeDirectory(name).resolve("function." + extension));
    }
    return files;
  }

  /** Where the code is written before it takes its place. */
  static Path newCode(Path codeFile) {
    return codeFile.resolveSibling("." + codeFile.getFileName() + ".new");
  }

  /** The metadata about to take its place. */
  Path newMetadata(String name) {
    return functions.resolve("." + name + JSON + ".new");
  }

  /** The metadata that takes its place once the code file has. */
  Path nextMetadata(String name) {
    return functions.resolve("." + name + JSON + ".next");
  }

  /** What is left of a deleted function until its code is gone. */
  Path deletedMetadata(String name) {
    return functions.resolve("." + name + JSON + ".deleted");
  }

  /** The name whose metadata file this is, or null if it is none. */
  static @Nullable String nameOf(Path metadataFile) {
    String file = metadataFile.getFileName().toString();
    return file.endsWith(JSON) && !file.startsWith(".") && file.length() > JSON.length()
        ? file.substring(0, file.length() - JSON.length())
        : null;
  }

  /** False for a file whose name is not text in the encoding of this system's file names. */
  boolean isNamedInText(Path metadataFile) {
    try {
      return metadata.resolve(metadataFile.getFileName().toString()).equals(metadataFile);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The name whose unfinished write this file tells of, or null if it is no marker. */
  static @Nullable String markedName(Path marker) {
    Matcher matcher = MARKER.matcher(marker.getFileName().toString());
    return matcher.matches() && isFileName(matcher.group(1)) ? matcher.group(1) : null;
  }

  /** The path as people are told it: below the data directory, with forward slashes. */
  String shown(Path path) {
    return path.startsWith(root) && !path.equals(root)
        ? root.relativize(path).toString().replace(File.separatorChar, '/')
        : path.toString();
  }
}
