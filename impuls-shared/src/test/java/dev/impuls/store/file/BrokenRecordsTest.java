package dev.impuls.store.file;

import static dev.impuls.store.Change.Kind.DELETED;
import static dev.impuls.store.Change.Kind.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One record that cannot be read is told by its path and hides no other. */
class BrokenRecordsTest {
  private static final String METADATA = "functions/metadata/bad.json";
  private static final String CODE = "functions/code/bad/function.js";
  private static final String GOOD = "\"runtime\": \"nodejs22\", \"handler\": \"a.b\"";

  @TempDir Path temporary;
  private Path data;
  private FileFunctionStore store;
  private Function good;

  @BeforeEach
  void open() {
    data = temporary.resolve("data");
    store = Tree.open(data);
    good = store.create(Samples.draft("good"));
    store.create(Samples.draft("bad"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("empty metadata", ": > metadata/bad.json", METADATA, "not"),
        damage(
            "metadata cut off",
            "head -c 60 metadata/good.json > metadata/bad.json",
            METADATA,
            "line 3"),
        damage("not JSON", "echo hello > metadata/bad.json", METADATA, "JSON"),
        damage("an array", "echo '[]' > metadata/bad.json", METADATA, "object"),
        damage("a text", "echo '\"x\"' > metadata/bad.json", METADATA, "object"),
        damage("null", "echo null > metadata/bad.json", METADATA, "object"),
        damage("two objects", json("{" + GOOD + "}{}"), METADATA, "JSON"),
        damage("comma too many", json("{" + GOOD + ",}"), METADATA, "JSON"),
        damage("key twice", json("{" + GOOD + ", \"runtime\": \"x\"}"), METADATA, "runtime"),
        damage("a number for a text", json("{\"runtime\": 5}"), METADATA, "runtime must be"),
        damage(
            "memory a text", json("{" + GOOD + ",\"memory_mb\":\"128\"}"), METADATA, "memory_mb"),
        damage(
            "memory a fraction", json("{" + GOOD + ",\"memory_mb\":1.5}"), METADATA, "memory_mb"),
        damage("group a number", json("{" + GOOD + ",\"group\":7}"), METADATA, "group must be"),
        damage(
            "isolation a truth value",
            json("{" + GOOD + ",\"isolation\":true}"),
            METADATA,
            "isolation must be"),
        damage(
            "memory too large",
            json("{" + GOOD + ",\"timeout_sec\":5000000000}"),
            METADATA,
            "timeout_sec"),
        damage(
            "environment a list",
            json("{" + GOOD + ",\"environment\":[]}"),
            METADATA,
            "environment"),
        damage(
            "environment of numbers",
            json("{" + GOOD + ",\"environment\":{\"A\":1}}"),
            METADATA,
            "environment.A"),
        damage(
            "not a time",
            json("{" + GOOD + ",\"updated_at\":\"yesterday\"}"),
            METADATA,
            "updated_at"),
        damage("another's name", json("{\"name\":\"good\"," + GOOD + "}"), METADATA, "name"),
        damage(
            "deep nesting",
            "{ yes [ | head -c 400000 | tr -d '\\n'; } > metadata/bad.json",
            METADATA,
            ""),
        damage(
            "metadata not UTF-8",
            "printf '{\"runtime\":\"\\377\\376\"}' > metadata/bad.json",
            METADATA,
            "UTF-8"),
        damage(
            "metadata a directory",
            "rm metadata/bad.json; mkdir metadata/bad.json",
            METADATA,
            "not a regular file"),
        damage(
            "metadata a pipe",
            "rm metadata/bad.json; mkfifo metadata/bad.json",
            METADATA,
            "not a regular file"),
        damage(
            "metadata a link",
            "mv metadata/bad.json /tmp/../" + "$PWD/x; ln -s ../x metadata/bad.json",
            METADATA,
            "link"),
        damage(
            "metadata a dangling link",
            "rm metadata/bad.json; ln -s nowhere metadata/bad.json",
            METADATA,
            "link"),
        damage("metadata gigantic", "truncate -s 3G metadata/bad.json", METADATA, "large"),
        damage("code missing", "rm code/bad/function.js", CODE, "missing"),
        damage("code directory missing", "rm -r code/bad", CODE, "missing"),
        damage(
            "code in another language",
            "mv code/bad/function.js code/bad/function.py",
            CODE,
            "missing"),
        damage("code not UTF-8", "printf '\\303\\050' > code/bad/function.js", CODE, "UTF-8"),
        damage(
            "code a directory",
            "rm code/bad/function.js; mkdir code/bad/function.js",
            CODE,
            "not a regular file"),
        damage(
            "code a pipe",
            "rm code/bad/function.js; mkfifo code/bad/function.js",
            CODE,
            "not a regular file"),
        damage(
            "code a link",
            "mv code/bad/function.js x; ln -s ../../x code/bad/function.js",
            CODE,
            "link"),
        damage("code a link to a secret", "ln -sf /etc/passwd code/bad/function.js", CODE, "link"),
        damage(
            "code directory a link",
            "mv code/bad x; ln -s ../x code/bad",
            "functions/code/bad",
            "link"),
        damage("code gigantic", "truncate -s 3G code/bad/function.js", CODE, "large"));
  }

  private static String json(String json) {
    return "echo '" + json + "' > metadata/bad.json";
  }

  private static Arguments damage(String what, String command, String place, String message) {
    return Arguments.of(what, command, place, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void isToldByItsPathAndHidesNoOther(String what, String command, String place, String message)
      throws Exception {
    var heard = new Heard();
    store.subscribe(heard);
    // Links and the like are put where files were: the originals are kept to repair it with.
    Children.shell(data, "cp -a functions original");
    Children.shell(data.resolve("functions"), command);

    Await.until(
        "the problem is told",
        () -> store.status().problems().stream().anyMatch(p -> p.message().contains(message)));
    requireBroken(store, place, message);
    // Some of the commands take it away for a moment.
    Await.until(
        "hearing of it",
        () -> heard.of("bad").contains(UPDATED) || heard.of("bad").contains(DELETED));
    try (var reopened = Tree.open(data)) {
      requireBroken(reopened, place, message);
      assertThat(reopened.get("good")).isEqualTo(good);
    }

    Children.shell(
        data,
        "rm -rf functions/metadata/bad.json functions/code/bad; cp -a original/code/bad"
            + " functions/code/; cp -a original/metadata/bad.json functions/metadata/");

    Await.until("the problem is gone", () -> store.status().problems().isEmpty());
    assertThat(store.get("bad").code()).isEqualTo(Samples.HELLO);
    Await.until("it is listed", () -> store.list(FunctionQuery.ALL).total() == 2);
  }

  private void requireBroken(FileFunctionStore store, String place, String message) {
    assertThatThrownBy(() -> store.get("bad"))
        .isInstanceOf(BrokenFunctionException.class)
        .hasMessageContainingAll("\"bad\"", place, message);
    assertThat(store.status().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.place()).isEqualTo(place);
              assertThat(problem.message()).contains(message).doesNotContain("root:");
            });
    assertThat(store.status().functions()).isEqualTo(1);
    assertThat(store.status().outage()).isNull();
    assertThatThrownBy(() -> store.update("bad", Samples.code("x"), null))
        .isInstanceOf(BrokenFunctionException.class);
    var refused =
        catchThrowableOfType(
            RevisionMismatchException.class, () -> store.delete("bad", good.revision()));
    assertThat(refused.current()).isNull();
    assertThat(store.get("good")).isEqualTo(good);
    assertThat(store.list(FunctionQuery.ALL).functions()).containsExactly(good.summary());
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      assertThat(functions).containsExactly(good);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void canBeDeletedAndMadeAnew(String what, String command, String place, String message)
      throws Exception {
    Children.shell(data.resolve("functions"), command);
    if (what.equals("metadata a directory")) {
      assertThatThrownBy(() -> store.delete("bad", null)).hasMessageContaining("by hand");
      return;
    }

    store.delete("bad", null);

    assertThatThrownBy(() -> store.get("bad")).isInstanceOf(FunctionNotFoundException.class);
    assertThat(store.status().problems()).as(message).isEmpty();
    assertThat(Files.isSymbolicLink(data.resolve(place)))
        .isEqualTo(what.startsWith("code directory a link"));
    if (what.equals("code a directory") || what.equals("code directory a link")) {
      return; // What is in the way is somebody else's.
    }
    assertThat(store.create(Samples.draft("bad"))).isEqualTo(store.get("bad"));
    assertThat(Path.of("/etc/passwd")).exists();
  }

  @Test
  void aFileWhoseNameIsNotTextIsTold() throws Exception {
    Children.shell(data.resolve("functions/metadata"), "cp bad.json \"$(printf 'n\\374me.json')\"");
    try (var reopened = Tree.open(data)) {
      assertThat(reopened.list(FunctionQuery.ALL).total()).isEqualTo(2);
      assertThat(reopened.status().problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.place()).matches("functions/metadata/n.me\\.json");
                assertThat(problem.message()).contains("UTF-8").endsWith("rename it");
              });
      Children.shell(data.resolve("functions/metadata"), "rm n*me.json");
    }
  }

  @Test
  void doesNotCutAPageShort() throws Exception {
    Children.shell(data.resolve("functions"), "printf '\\303\\050' > code/bad/function.js");
    store.create(Samples.draft("zebra"));

    try (Stream<Function> page = store.stream(FunctionQuery.ALL.withLimit(2))) {
      assertThat(page.map(Function::name)).containsExactly("good", "zebra");
    }

    assertThat(store.status().problems()).hasSize(1);
  }

  @Test
  void anInterruptedWriteThatCannotBeFinishedKeepsNothingFromOpening() throws Exception {
    store.close();
    Children.shell(
        data.resolve("functions"),
        "mv metadata/bad.json .bad.json.deleted; rm code/bad/function.js;"
            + " mkdir -p code/bad/function.js/x; touch '..x.json.new' '.a\\b.json.new'");
    try (var reopened = Tree.open(data)) {
      assertThat(reopened.list(FunctionQuery.ALL).functions()).containsExactly(good.summary());
      assertThat(reopened.create(Samples.draft("new"))).isEqualTo(reopened.get("new"));
    }
    Children.shell(data.resolve("functions"), "rmdir code/bad/function.js/x code/bad/function.js");
    try (var reopened = Tree.open(data)) {
      assertThat(reopened.list(FunctionQuery.ALL).total()).isEqualTo(2);
    }
    assertThat(data.resolve("functions/.bad.json.deleted")).doesNotExist();
  }

  @Test
  void whatALinkLeadsToIsNotTidiedUp() throws Exception {
    store.close();
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve(".function.js.new"), "not ours");
    Children.shell(
        data.resolve("functions"),
        "cp metadata/bad.json .bad.json.new; rm -r code/bad; ln -s '" + outside + "' code/bad");
    Tree.open(data).close();
    assertThat(outside.resolve(".function.js.new")).content().isEqualTo("not ours");
  }

  @Test
  void whatALinkLeadsToIsNeitherReadNorWritten() throws Exception {
    Path outside = temporary.resolve("outside");
    Files.createDirectory(outside);
    Files.writeString(outside.resolve("function.js"), "not ours");
    Children.shell(data.resolve("functions/code"), "ln -s '" + outside + "' linked");

    assertThatThrownBy(() -> store.create(Samples.draft("linked"))).hasMessageContaining("link");

    assertThatThrownBy(() -> store.get("linked")).isInstanceOf(FunctionNotFoundException.class);
    assertThat(outside.resolve("function.js")).content().isEqualTo("not ours");
    assertThat(Tree.below(data)).noneMatch(path -> path.contains("/."));
  }

  @Test
  void manyProblemsAreToldInOrderOfTheirPlace() throws Exception {
    for (String name : List.of("c", "a", "b")) {
      Files.writeString(Tree.metadata(data, name), "{");
    }

    try (var reopened = Tree.open(data)) {
      assertThat(reopened.list(FunctionQuery.ALL).total()).isEqualTo(2);
      assertThat(reopened.status().problems())
          .extracting(RecordProblem::place)
          .containsExactly(
              "functions/metadata/a.json",
              "functions/metadata/b.json",
              "functions/metadata/c.json");
    }
  }

  @Test
  void theLargestFileThatIsReadIsNotTooLargeForTheMemory() throws IOException {
    try (var file = new RandomAccessFile(Tree.code(data, "bad").toFile(), "rw")) {
      file.setLength(33L * 1024 * 1024);
    }

    assertThatThrownBy(() -> store.get("bad"))
        .isInstanceOf(BrokenFunctionException.class)
        .hasMessageContaining("large");
    assertThat(store.get("good")).isEqualTo(good);
  }

  @Test
  void aFileThatMayNotBeReadIsTold() throws Exception {
    List<String> prefix = Unprivileged.prefix();
    Children.shell(data.resolve("functions"), "chmod 000 code/bad/function.js");
    try (var process = new StoreProcess(prefix)) {
      process.ok("open " + data);

      assertThat(process.ok("list")).isEqualTo("good");
      assertThat(process.ask("get bad"))
          .startsWith("BrokenFunctionException")
          .contains(CODE, "permission denied");
      assertThat(process.ok("status")).contains("outage=null", CODE, "permission denied");
      Children.shell(data.resolve("functions"), "chmod 000 metadata/bad.json");
      Await.until("the metadata", () -> process.ask("get bad").contains(METADATA));
      assertThat(process.ok("list")).isEqualTo("good");
    }
  }
}
