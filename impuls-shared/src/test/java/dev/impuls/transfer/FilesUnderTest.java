package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Functions and files for tests of transfers. */
final class FilesUnderTest {
  static final Instant EXPORTED = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2024-02-03T04:05:06.789012Z");

  private FilesUnderTest() {}

  static FileFunctionStore open(Path directory) {
    return FileFunctionStore.open(new FileStoreSettings(directory, false));
  }

  /** A function as another store had it. */
  static Function function(String name, String code) {
    return function(name, code, CREATED.plusSeconds(60));
  }

  static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  static Function function(String name, String code, Instant updated) {
    return function(id(name), name, code, updated);
  }

  static Function function(String id, String name, String code, Instant updated) {
    return new FunctionBuilder(name, code)
        .id(id)
        .description("says ü漢\ud83d\ude00 \"hello\"\n")
        .codePath("elsewhere")
        .placement(new Placement("team-1", Placement.DEDICATED))
        .environment(Map.of("A", "1", "B", "ü\u0001"))
        .at(CREATED, updated)
        .build();
  }

  /** Functions of all kinds. */
  static List<Function> sample() {
    return List.of(
        function("empty", ""),
        function("hello", "exports.handler = async () => 'hello';\n"),
        function("lines", "a\r\nb\u2028c\\n\t\0x".replace("\0", "") + "ü漢\ud83d\ude00\n\n"),
        function("Upper", "x".repeat(100_000)));
  }

  static void keep(FunctionStore store, List<Function> functions) {
    functions.forEach(function -> store.put(function, null));
  }

  static List<Function> all(FunctionStore store) {
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      return functions.map(function -> function.keptAt("")).toList();
    }
  }

  static Path bundle(Path file, List<Function> functions) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      Bundle.write(out, functions.iterator(), "a test", EXPORTED, List::of);
    }
    return file;
  }

  static Path archive(Path file, ArchiveFormat format, List<Function> functions) throws Exception {
    try (var out = Files.newOutputStream(file)) {
      format.write(out, functions.iterator(), EXPORTED);
    }
    return file;
  }

  static ImportReport run(FunctionStore target, Path file, OnConflict onConflict) throws Exception {
    try (Source source = Source.of(file)) {
      return new Importer(target, onConflict, Progress.NONE).run(source, name -> true, false);
    }
  }

  /** What each function came to, as {@code name OUTCOME}. */
  static List<String> outcomes(ImportReport report) {
    return report.rows().stream().map(row -> row.name() + " " + row.outcome()).toList();
  }
}
