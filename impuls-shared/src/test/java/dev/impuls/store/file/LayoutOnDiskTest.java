package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.Samples;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on the disk: what is written, and what is read that others wrote. */
class LayoutOnDiskTest {
  @TempDir Path temporary;
  private Path data;

  @BeforeEach
  void chooseDirectory() {
    data = temporary.resolve("not/there/yet");
  }

  @Test
  void aFunctionIsTwoFilesPeopleCanRead() throws IOException {
    var environment = Map.of("ZONE", "Übersee", "A", "line 1\nline 2 \"quoted\" \\ /");
    Function function;
    try (var store = Tree.open(data)) {
      function =
          store.create(
              new FunctionDraft(
                  "hello",
                  "Says \"hello\" 漢 \ud83d\ude00",
                  "nodejs22",
                  "index.handler",
                  "exports.handler = () => 'ü\r\n';",
                  128,
                  30,
                  Placement.DEFAULT,
                  environment));
      assertThat(function.codePath()).isEqualTo("functions/code/hello/function.js");
      Tree.requireTidy(data, store);
    }

    assertThat(Tree.metadata(data, "hello"))
        .content()
        .isEqualTo(
            """
            {
              "id": "%s",
              "name": "hello",
              "description": "Says \\"hello\\" 漢 \ud83d\ude00",
              "runtime": "nodejs22",
              "handler": "index.handler",
              "memory_mb": 128,
              "timeout_sec": 30,
              "environment": {
                "A": "line 1\\nline 2 \\"quoted\\" \\\\ /",
                "ZONE": "Übersee"
              },
              "created_at": "%s",
              "updated_at": "%s"
            }
            """
                .formatted(function.id(), function.createdAt(), function.updatedAt()));
    assertThat(Tree.code(data, "hello")).content().isEqualTo("exports.handler = () => 'ü\r\n';");
    for (Path file : List.of(Tree.metadata(data, "hello"), Tree.code(data, "hello"))) {
      assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(function.updatedAt());
    }
  }

  @Test
  void groupAndIsolationAreWrittenOnlyIfTheyAreNotTheDefault() throws IOException {
    try (var store = Tree.open(data)) {
      store.create(Samples.draft("hello"));
      assertThat(Tree.metadata(data, "hello"))
          .content()
          .contains(
              "\"timeout_sec\": 7,\n  \"group\": \"team-1\",\n  \"isolation\": \"dedicated\",\n"
                  + "  \"environment\": {");

      store.update("hello", Samples.group(""), null);
      assertThat(Tree.metadata(data, "hello"))
          .content()
          .contains("\"isolation\": \"dedicated\"")
          .doesNotContain("\"group\"");
      store.update("hello", Samples.isolation("shared"), null);
      assertThat(Tree.metadata(data, "hello")).content().doesNotContain("\"isolation\"");
    }
  }

  @Test
  void whatAFileSaysOfGroupAndIsolationIsShownAsItIs() throws IOException {
    write(
        "hello",
        "{\"runtime\":\"nodejs22\",\"handler\":\"a.b\",\"group\":\"the team\",\"isolation\":null}",
        "code");
    try (var store = Tree.open(data)) {
      Function function = store.get("hello");
      assertThat(function.placement()).isEqualTo(new Placement("the team", Placement.SHARED));
      assertThatThrownBy(() -> store.update("hello", Samples.code("x"), null))
          .isInstanceOf(InvalidFunctionException.class)
          .hasMessageContaining("group");

      Function updated = store.update("hello", Samples.group("team"), null);

      assertThat(store.get("hello")).isEqualTo(updated);
      assertThat(Tree.metadata(data, "hello"))
          .content()
          .contains("\"group\": \"team\"")
          .doesNotContain("\"isolation\"");
    }
  }

  @Test
  void anEmptyEnvironmentIsShownAsOne() throws IOException {
    try (var store = Tree.open(data)) {
      store.create(Samples.described("hello", "", "nodejs22"));
    }

    assertThat(Tree.metadata(data, "hello")).content().contains("\"environment\": {},\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodejs22/js", "python312/py", "dotnet8/cs", "ruby3/rb", "cobol/txt"})
  void theCodeFileHasTheRuntimesExtension(String runtimeAndExtension) throws IOException {
    String runtime = runtimeAndExtension.split("/", -1)[0];
    String extension = runtimeAndExtension.split("/", -1)[1];
    try (var store = Tree.open(data)) {
      store.create(Samples.described("direct", "", runtime));
      store.create(Samples.described("changed", "", "nodejs22"));
      store.update("changed", Samples.runtime(runtime), null);

      assertThat(Tree.below(data))
          .contains("code/direct/function." + extension, "code/changed/function." + extension);
      Tree.requireTidy(data, store);
    }
  }

  @Test
  void deletingLeavesOtherPeoplesFilesAlone() throws IOException {
    try (var store = Tree.open(data)) {
      store.create(Samples.draft("hello"));
      Files.writeString(Tree.code(data, "hello").resolveSibling("notes.txt"), "mine");
      store.delete("hello", null);

      assertThat(Tree.below(data))
          .containsExactly("code/", "code/hello/", "code/hello/notes.txt", "metadata/");
      Function again = store.create(Samples.draft("hello"));
      assertThat(store.get("hello")).isEqualTo(again);
    }
  }

  @Test
  void anOlderStoreWithTheCodeInTheMetadataIsRead() throws IOException {
    Path metadata = Tree.metadata(data, "old");
    Files.createDirectories(metadata.getParent());
    Files.writeString(
        metadata,
        """
        {"id":"7","name":"old","runtime":"nodejs18","handler":"index.handler","code":"old\\n",
         "memory_mb":64,"created_at":"2020-01-02T03:04:05.123456789Z",
         "updated_at":"2021-01-02T05:04:05+02:00","owner":{"team":["a",1]}}
        """);
    FileTime time = FileTime.from(Instant.parse("2020-06-01T00:00:00Z"));
    Files.setLastModifiedTime(metadata, time);

    try (var store = Tree.open(data)) {
      Function old = store.get("old");
      assertThat(old.id()).isEqualTo("7");
      assertThat(old.code()).isEqualTo("old\n");
      assertThat(old.memoryMb()).isEqualTo(64);
      assertThat(old.timeoutSec()).isEqualTo(30);
      assertThat(old.createdAt()).isEqualTo("2020-01-02T03:04:05.123456Z");
      assertThat(old.updatedAt()).isEqualTo("2021-01-02T03:04:05Z");
      assertThat(store.list(FunctionQuery.ALL).functions()).containsExactly(old.summary());
      assertThat(Tree.below(data)).contains("metadata/old.json").doesNotContain("code/old/");

      Function updated = store.update("old", Samples.memory(65), old.revision());

      assertThat(updated.code()).isEqualTo("old\n");
      assertThat(updated.id()).isEqualTo("7");
      Tree.requireTidy(data, store);
      assertThat(metadata).content().contains("\"owner\"", "\"team\"").doesNotContain("\"code\"");
    }
  }

  @Test
  void theLeastMetadataIsAFunction() throws IOException {
    write("least", "{\"runtime\":\"nodejs22\",\"handler\":\"a.b\"}", "code");
    FileTime time = FileTime.from(Instant.parse("2024-05-06T07:08:09.123456789Z"));
    Files.setLastModifiedTime(Tree.metadata(data, "least"), time);
    Files.setLastModifiedTime(Tree.code(data, "least"), time);

    Function first;
    try (var store = Tree.open(data)) {
      first = store.get("least");
      assertThat(first.toDraft())
          .isEqualTo(
              new FunctionDraft(
                  "least", "", "nodejs22", "a.b", "code", 128, 30, Placement.DEFAULT, Map.of()));
      assertThat(first.id()).isNotBlank();
      assertThat(first.createdAt())
          .isEqualTo(first.updatedAt())
          .isEqualTo("2024-05-06T07:08:09.123456Z");
    }
    try (var store = Tree.open(data)) {
      assertThat(store.get("least")).isEqualTo(first);
      Function updated = store.update("least", Samples.description("now"), first.revision());
      assertThat(updated.id()).isEqualTo(first.id());
      assertThat(updated.createdAt()).isEqualTo(first.createdAt());
      assertThat(updated.updatedAt()).isAfter(first.updatedAt());
    }
  }

  @Test
  void whatBreaksTodaysRulesIsShownAsItIs() throws IOException {
    write(
        "not a.valid näme",
        "{\"runtime\":\"\",\"handler\":\"x\",\"memory_mb\":-5,\"environment\":{\"a b\":\"1\"}}",
        "");
    Files.move(
        Tree.code(data, "not a.valid näme"),
        Tree.code(data, "not a.valid näme").resolveSibling("function.txt"));

    try (var store = Tree.open(data)) {
      Function function = store.get("not a.valid näme");
      assertThat(function.memoryMb()).isEqualTo(-5);
      assertThat(function.environment()).isEqualTo(Map.of("a b", "1"));
      assertThat(store.list(FunctionQuery.ALL).functions()).containsExactly(function.summary());
      store.delete("not a.valid näme", null);
      assertThat(Tree.below(data)).containsExactly("code/", "metadata/");
    }
  }

  @Test
  void aClockThatWasAheadDoesNotStopTheTimeFromGrowing() throws IOException {
    try (var store = Tree.open(data)) {
      store.create(Samples.draft("hello"));
      Instant future = Instant.now().plus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      Files.setLastModifiedTime(Tree.code(data, "hello"), FileTime.from(future));

      Function ahead = store.get("hello");
      assertThat(ahead.updatedAt()).isEqualTo(future);
      Function updated = store.update("hello", Samples.code("new"), ahead.revision());
      assertThat(updated.updatedAt()).isAfter(future);
      assertThat(store.get("hello")).isEqualTo(updated);
    }
    try (var store = Tree.open(data)) {
      assertThat(store.get("hello").code()).isEqualTo("new");
    }
  }

  @Test
  void filesOfOthersAreNotFunctions() throws IOException {
    write("hello", "{\"runtime\":\"nodejs22\"}", "code");
    Path metadata = data.resolve("functions/metadata");
    for (String name : List.of("README.txt", ".hidden.json", ".json", "hello.json~", "#x.json#")) {
      Files.writeString(metadata.resolve(name), "not JSON");
    }
    Files.createDirectories(data.resolve("functions/code/alone"));

    try (var store = Tree.open(data)) {
      assertThat(store.status().functions()).isEqualTo(1);
      assertThat(store.status().problems()).isEmpty();
      assertThatThrownBy(() -> store.get("alone")).isInstanceOf(FunctionNotFoundException.class);
      assertThat(store.create(Samples.draft("alone")).code()).isEqualTo(Samples.HELLO);
    }
    assertThat(metadata.resolve("README.txt")).content().isEqualTo("not JSON");
  }

  @Test
  void nothingButTheFunctionsIsNeeded() throws Exception {
    Function function;
    try (var store = Tree.open(data)) {
      store.create(Samples.draft("hello"));
      function = store.update("hello", Samples.code("changed"), null);
    }
    Path copy = temporary.resolve("copy");
    Files.createDirectory(copy);

    Children.shell(copy, "cp -a '" + data.resolve("functions") + "' .");

    try (var store = Tree.open(copy)) {
      assertThat(store.get("hello")).isEqualTo(function);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077", "027"})
  void modesAreTheSameWhateverTheUmask(String umask) throws IOException {
    assumeThat(File.separatorChar).as("modes are of POSIX").isEqualTo('/');

    write(umask, "");

    assertThat(modes()).allSatisfy((path, mode) -> assertThat(mode).isEqualTo(publicMode(path)));
  }

  private static String publicMode(String path) {
    return path.endsWith("/") ? "rwxr-xr-x" : "rw-r--r--";
  }

  @Test
  void aSettingTightensTheModes() throws IOException {
    assumeThat(File.separatorChar).as("modes are of POSIX").isEqualTo('/');

    write("000", " private");

    assertThat(modes())
        .allSatisfy(
            (path, mode) ->
                assertThat(mode).isEqualTo(path.endsWith("/") ? "rwx------" : "rw-------"));
  }

  /** Has a process with that umask make and change functions. */
  private void write(String umask, String setting) throws IOException {
    data = temporary.resolve("data");
    try (var process =
        new StoreProcess(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"))) {
      process.ok("open " + data + setting);
      process.ok("create a one");
      process.ok("create b two");
      process.ok("write b three 20");
      process.ok("describe b four");
    }
  }

  private Map<String, String> modes() throws IOException {
    var modes = new LinkedHashMap<String, String>();
    try (Stream<Path> paths = Files.walk(data)) {
      for (Path path : paths.toList()) {
        modes.put(
            path + (Files.isDirectory(path) ? "/" : ""),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    assertThat(modes).hasSizeGreaterThan(8);
    return modes;
  }

  @Test
  void anEditMadeDuringAnUpdateIsNotOverwritten() throws IOException {
    Path code = Tree.code(data, "hello");
    var edits = new ArrayDeque<>(List.of("edited", "edited once more"));
    var disk = new DiskOperations(false);
    var files =
        new FileOperations() {
          @Override
          public void createDirectory(Path directory) throws IOException {
            disk.createDirectory(directory);
          }

          @Override
          public void createFile(Path file) throws IOException {
            disk.createFile(file);
          }

          @Override
          public void write(Path file, byte[] content, Instant modified) throws IOException {
            disk.write(file, content, modified);
          }

          @Override
          public void setTime(Path file, Instant modified) throws IOException {
            disk.setTime(file, modified);
          }

          @Override
          public void move(Path from, Path to) throws IOException {
            disk.move(from, to);
          }

          @Override
          public void delete(Path path) throws IOException {
            disk.delete(path);
          }

          @Override
          public void sync(List<Path> paths) throws IOException {
            disk.sync(paths);
            if (Files.exists(code) && !edits.isEmpty()) {
              Files.writeString(code, edits.remove());
            }
          }
        };
    Tree.open(data).close();
    write("hello", "{\"runtime\": \"nodejs22\", \"handler\": \"a.b\"}", "first");
    try (var store =
        FileFunctionStore.open(
            new FileStoreSettings(data, false), files, Clock.systemUTC(), false)) {
      var read = store.get("hello").revision();
      assertThatThrownBy(() -> store.update("hello", Samples.memory(64), read))
          .isInstanceOf(RevisionMismatchException.class);

      Function updated = store.update("hello", Samples.memory(64), null);

      assertThat(updated.code()).isEqualTo("edited once more");
      assertThat(updated).isEqualTo(store.get("hello"));
      Tree.requireTidy(data, store);
    }
  }

  @Test
  void aFileThatLiesWhereTheCodeGoesDoesNotTakeItsPlace() throws IOException {
    write("hello", "{\"runtime\": \"nodejs22\", \"handler\": \"a.b\"}", "first");
    Path orphan = data.resolve("functions/code/hello/function.py");
    Files.writeString(orphan, "somebody's");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().plus(1, ChronoUnit.HOURS)));
    try (var store = Tree.open(data)) {
      Function updated =
          store.update(
              "hello",
              new FunctionPatch(null, "python312", null, "new code", null, null, null, null, null),
              null);
      assertThat(updated.updatedAt()).isAfter(Instant.now().plus(50, ChronoUnit.MINUTES));
      assertThat(store.get("hello").code()).isEqualTo("new code");
    }
  }

  @Test
  void numbersInFieldsThatAreNotOursStayAsTheyAre() throws IOException {
    write(
        "hello",
        "{\"runtime\": \"nodejs22\", \"handler\": \"a.b\","
            + " \"x\": [0.12345678901234567890123, 1E+400, 12345678901234567890123]}",
        "1");
    try (var store = Tree.open(data)) {
      store.update("hello", Samples.memory(64), null);
    }
    assertThat(Tree.metadata(data, "hello"))
        .content()
        .contains("0.12345678901234567890123", "1E+400", "12345678901234567890123");
  }

  private void write(String name, String metadata, String code) throws IOException {
    Files.createDirectories(Tree.metadata(data, name).getParent());
    Files.createDirectories(Tree.code(data, name).getParent());
    Files.writeString(Tree.metadata(data, name), metadata);
    Files.writeString(Tree.code(data, name), code);
  }
}
