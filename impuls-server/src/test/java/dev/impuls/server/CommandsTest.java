package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.TestMain.Ran;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The commands of {@code impuls-server} on a real directory and a real server. */
class CommandsTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int NOT_FOUND = 3;
  private static final int DIFFERENT = 4;

  @TempDir private Path directory;
  private Path data;
  private Path code;

  @BeforeEach
  void prepare() throws Exception {
    data = directory.resolve("data");
    code = directory.resolve("hello.js");
    Files.writeString(
        code, "exports.handler = async (e) => { console.log('hi'); return { e }; };\n");
  }

  private Ran run(String... arguments) {
    return run(Map.of("DATA_DIR", data.toString()), arguments);
  }

  private static Ran run(Map<String, String> environment, String... arguments) {
    return TestMain.run(environment, arguments);
  }

  private void done(String... arguments) {
    Ran ran = run(arguments);
    assertThat(ran.exitCode()).as("%s", ran).isEqualTo(DONE);
  }

  private void createHello() {
    done("create", "hello", "--code", code.toString(), "--env", "A=1", "--env", "B=x=y");
  }

  // ---- Functions ----

  @Test
  void aFunctionIsMadeSeenChangedAndRemoved() throws Exception {
    createHello();
    assertThat(run("list").out()).contains("NAME", "hello", "nodejs22", "index.handler", "128 MB");
    assertThat(run("get", "hello", "--code").out()).isEqualTo(Files.readString(code));
    JsonNode hello = run("get", "hello", "--json").json();
    assertThat(hello.path("environment").toString()).isEqualTo("{\"A\":\"1\",\"B\":\"x=y\"}");
    String shown = run("get", "hello").out();
    assertThat(shown).contains("environment", "B=x=y", "console.log");
    String revision = shown.replaceFirst("(?s).*\nrevision +(\\w+)\n.*", "$1");

    done("update", "hello", "--memory-mb", "256", "--no-env", "--if-revision", revision);
    assertThat(run("update", "hello", "--memory-mb", "64", "--if-revision", revision))
        .satisfies(stale -> assertThat(stale.exitCode()).isEqualTo(DIFFERENT))
        .satisfies(stale -> assertThat(stale.err()).contains("hello"));
    hello = run("get", "hello", "--json").json();
    assertThat(hello.path("memory_mb").asInt()).isEqualTo(256);
    assertThat(hello.path("environment").isEmpty()).isTrue();

    assertThat(run("get", "hello").out())
        .containsPattern("isolation +shared")
        .doesNotContain("group");
    done("update", "hello", "--group", "team-1", "--isolation", "dedicated");
    assertThat(run("list").out()).containsPattern("team-1 +dedicated");
    assertThat(run("get", "hello").out())
        .containsPattern("group +team-1")
        .containsPattern("isolation +dedicated");
    done("update", "hello", "--group", "");
    hello = run("get", "hello", "--json").json();
    assertThat(hello.path("group").asString()).isEmpty();
    assertThat(hello.path("isolation").asString()).isEqualTo("dedicated");

    Path output = directory.resolve("out.js");
    done("get", "hello", "-o", output.toString());
    assertThat(output).hasSameBinaryContentAs(code);
    done("delete", "hello");
    assertThat(run("list").out()).isEmpty();
    assertThat(run("list", "--json").json().path("count").asInt()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get nothere                              | 3 | nothere
          delete nothere                           | 3 | nothere
          update nothere --memory-mb 64            | 3 | nothere
          invoke nothere                           | 3 | nothere
          create hello --code hello.js             | 1 | hello
          create bad/name --code hello.js          | 1 | name
          create more                              | 1 | code is required
          create more --code nothere.js            | 1 | nothere.js
          create more --code hello.js --memory-mb 1 | 1 | memory_mb
          create more --code hello.js --isolation own | 1 | isolation must be shared or dedicated
          create more --code hello.js --group a.b  | 1 | group must be
          create                                   | 2 | NAME
          update hello --memory-mb much            | 2 | --memory-mb
          frobnicate                               | 2 | frobnicate
          list --store postgres://127.0.0.1:1/x?connect_timeout=1 | 1 | nothing answers
          list --store http://127.0.0.1:1          | 1 | Nothing answers at http://127.0.0.1:1
          list --store http://u:secret@127.0.0.1:1 | 1 | must not have a password
          list --store nothere                     | 1 | no data directory
          list --store nothere.zip                 | 1 | no file
          export out.txt                           | 1 | .json, .zip
          export nowhere/out.json                  | 1 | nowhere
          import nothere.json                      | 1 | nothere.json
          import hello.js                          | 1 | neither JSON
          migrate --from data --to out.zip         | 1 | export writes one
          migrate --from data                      | 2 | --to
          verify --from data --to nothere          | 1 | no data directory
          invoke hello {                           | 1 | not valid JSON
          export out.json --include [              | 2 | no pattern
          """)
  void whatGoesWrongIsSaidInALine(String command, int exitCode, String said) {
    createHello();
    String[] arguments = command.split(" ");
    for (int i = 1; i < arguments.length; i++) {
      boolean isName = arguments[i - 1].matches("delete|get|update|invoke|create|--memory-mb");
      boolean isFile = arguments[i].matches("[a-z/]+(\\.[a-z]+)?");
      if (isFile && (!isName || arguments[i].endsWith(".js"))) {
        arguments[i] = directory.resolve(arguments[i]).toString();
      }
    }

    Ran ran = run(arguments);

    assertThat(ran.exitCode()).as("%s", ran).isEqualTo(exitCode);
    assertThat(ran.err()).contains(said).startsWith("impuls-server: ").doesNotContain("secret");
    assertThat(ran.err().lines()).hasSizeLessThan(4);
    assertThat(ran.err()).doesNotContain("Exception");
  }

  @Test
  void aFunctionRunsHere() throws Exception {
    createHello();

    Ran ran = run("invoke", "hello", "{\"a\":[1,2]}");
    assertThat(ran.exitCode()).as("%s", ran).isEqualTo(DONE);
    assertThat(ran.out()).isEqualTo("{\"e\":{\"a\":[1,2]}}\n");
    assertThat(ran.err()).isEqualTo("info: hi\n");
    Path event = directory.resolve("event.json");
    Files.writeString(event, "[1]");
    assertThat(run("invoke", "hello", "@" + event).out()).isEqualTo("{\"e\":[1]}\n");
  }

  @Test
  void aFunctionThatFailsSaysWhy() {
    done("create", "fails", "--code", directory.resolve("hello.js").toString());
    done("update", "fails", "--handler", "index.nothere");

    Ran ran = run("invoke", "fails", "--json");

    assertThat(ran.exitCode()).isEqualTo(FAILED);
    assertThat(ran.json().path("error").path("type").asString()).contains("Handler");
  }

  @Test
  void aServerIsAStoreLikeAnyOther() throws Exception {
    try (var server = new RunningServer(directory.resolve("server"))) {
      String url = "http://127.0.0.1:" + server.port();
      done("create", "hello", "--code", code.toString(), "--store", url);
      done("update", "hello", "--description", "ü", "--store", url + "/api/v1/");
      assertThat(run("list", "--store", url).out()).contains("hello");
      assertThat(run("get", "hello", "--code", "--store", url).out())
          .isEqualTo(Files.readString(code));
      Ran ran = run("invoke", "hello", "1", "--store", url);
      assertThat(ran.out()).isEqualTo("{\"e\":1}\n");
      assertThat(ran.err()).isEqualTo("info: hi\n");
      assertThat(run("get", "nothere", "--store", url).exitCode()).isEqualTo(NOT_FOUND);
      assertThat(run("create", "hello", "--code", code.toString(), "--store", url).exitCode())
          .isEqualTo(FAILED);
      done("delete", "hello", "--store", url);
      Answer list = server.get(ApiClient.FUNCTIONS);
      assertThat(list.json().path("count").asInt()).isZero();
    }
  }

  // ---- Transfers ----

  @Test
  void whatWasExportedIsImportedAndTheSame() {
    createHello();
    done("create", "order-1", "--code", code.toString());
    done("create", "order-2", "--code", code.toString());
    for (String file : List.of("all.json", "all.zip", "all.tar.gz", "all.TGZ")) {
      String path = directory.resolve(file).toString();
      String to = directory.resolve(file + "-unpacked").toString();
      assertThat(run("export", path).err()).contains("Exported 3 functions");
      assertThat(run("list", "--store", path).out()).contains("hello", "order-1", "order-2");
      assertThat(run("import", path, "--to", to).out()).isEqualTo("3 created\n");
      assertThat(run("import", path, "--to", to).out()).isEqualTo("3 unchanged\n");
      assertThat(run("verify", "--from", path, "--to", to).out())
          .isEqualTo("3 functions compared: all are the same on both sides\n");
      done("verify", "--from", data.toString(), "--to", path);
    }
    String some = directory.resolve("some.json").toString();
    done("export", some, "--include", "order-*", "--exclude", "*-2");
    assertThat(run("list", "--json", "--store", some).json().path("count").asInt()).isEqualTo(1);
    assertThat(run("update", "order-1", "--memory-mb", "64", "--store", some))
        .satisfies(ran -> assertThat(ran.exitCode()).isEqualTo(FAILED))
        .satisfies(ran -> assertThat(ran.err()).contains("nothing can be changed"));
  }

  @Test
  void aMigrationSaysThatAllIsThere() {
    createHello();
    String to = directory.resolve("to").toString();

    assertThat(run("migrate", "--from", data.toString(), "--to", to, "--dry-run").out())
        .isEqualTo("It would be: 1 created\n");
    assertThat(directory.resolve("to")).doesNotExist();
    Ran ran = run("migrate", "--from", data.toString(), "--to", to);
    assertThat(ran.exitCode()).isEqualTo(DONE);
    assertThat(ran.out())
        .isEqualTo("1 created\n1 function compared: all are the same on both sides\n");
    done("update", "hello", "--memory-mb", "64", "--group", "team-1", "--isolation", "dedicated");
    Ran verified = run("verify", "--from", data.toString(), "--to", to);
    assertThat(verified.exitCode()).isEqualTo(DIFFERENT);
    assertThat(verified.err())
        .contains("hello: has another memory_mb, group, isolation, updated_at");
    JsonNode report = run("migrate", "--from", data.toString(), "--to", to, "--json").json();
    assertThat(report.path("updated").asInt()).isEqualTo(1);
    assertThat(report.path("equal").asInt()).isEqualTo(1);
    assertThat(report.path("differences").isEmpty()).isTrue();
  }

  @Test
  void aConflictChangesNothingUnlessItIsSaidHow() {
    createHello();
    String bundle = directory.resolve("all.json").toString();
    done("export", bundle);
    String to = directory.resolve("to").toString();
    done("create", "hello", "--code", code.toString(), "--store", to);

    Ran refused = run("import", bundle, "--to", to);
    assertThat(refused.exitCode()).isEqualTo(FAILED);
    assertThat(refused.out()).startsWith("Nothing was changed: 1 function cannot be imported");
    assertThat(refused.err()).contains("hello: there is another function of that name");
    assertThat(run("import", bundle, "--to", to, "--on-conflict", "skip").out())
        .isEqualTo("1 skipped\n");
    assertThat(run("import", bundle, "--to", to, "--on-conflict", "overwrite").out())
        .isEqualTo("1 updated\n");
    done("verify", "--from", bundle, "--to", to);
  }

  // ---- Help ----

  @Test
  void helpNamesAllCommandsAndTheServersFlags() {
    assertThat(run("--help").out())
        .contains("migrate", "verify", "invoke", "generate-completion", "--data-dir", "--db-conn");
    assertThat(run("migrate", "--help").out()).contains("--from", "--to", "--on-conflict");
    assertThat(run("generate-completion").out()).contains("complete -F", "migrate");
    assertThat(run("list", "--what"))
        .satisfies(ran -> assertThat(ran.exitCode()).isEqualTo(WRONG_USAGE))
        .satisfies(ran -> assertThat(ran.err()).contains("see impuls-server list --help"));
  }

  // ---- Where nothing is made ----

  @Test
  void writesNoStoreIntoADirectoryOfOtherThings() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "x");
    List<Ran> ran =
        List.of(
            run(Map.of("DATA_DIR", directory.toString()), "import", bundle()),
            run("import", bundle(), "--to", directory.toString()),
            run("import", bundle(), "--to", directory.toString(), "--dry-run"),
            run("migrate", "--from", bundle(), "--to", directory.toString()),
            run("create", "--store", directory.toString(), "x", "--code", code.toString()),
            run(Map.of("DATA_DIR", directory.toString()), "--port", "0"));
    assertThat(ran)
        .allSatisfy(
            each -> {
              assertThat(each.exitCode()).isNotEqualTo(DONE);
              assertThat(each.err()).contains(directory + " is not empty", "choose another");
            });
    assertThat(directory.resolve("functions")).doesNotExist();
    assertThat(run("list", "--store", directory.toString()).err()).contains("is no data directory");
    assertThat(directory.resolve("functions")).doesNotExist();
  }

  @Test
  void theInsideOfAStoreIsNamedWithTheStoreAround() throws Exception {
    FileFunctionStore.open(new FileStoreSettings(data, false)).close();
    Path inside = data.resolve("functions");
    List<Ran> ran =
        List.of(
            run("import", bundle(), "--to", inside.toString()),
            run("list", "--store", data + "//functions"),
            run("--data-dir", inside.toString(), "--port", "0"));
    assertThat(ran)
        .allSatisfy(
            each -> {
              assertThat(each.exitCode()).isNotEqualTo(DONE);
              assertThat(each.err()).contains("is the inside of a data directory; name " + data);
            });
    assertThat(inside.resolve("functions")).doesNotExist();
  }

  /** A file of one function. */
  private String bundle() throws IOException {
    Path file = directory.resolve("one.json");
    Files.writeString(
        file, "[{\"name\":\"a\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\",\"code\":\"1\"}]");
    return file.toString();
  }

  @Test
  void aMisspeltAddressIsNoDirectoryAndItsPasswordIsNotRepeated() throws Exception {
    String misspelt = "postgress://user:secret@localhost/db";
    List<Ran> ran =
        List.of(
            run("list", "--store", misspelt),
            run("list", "--store", "https//user:secret@localhost"),
            run("list", "--store", "user:secret@localhost/db"),
            run(Map.of("DATA_DIR", misspelt), "list"),
            run("import", bundle(), "--to", misspelt),
            run("import", misspelt, "--to", data.toString()),
            run("migrate", "--from", bundle(), "--to", misspelt),
            run("migrate", "--from", misspelt, "--to", data.toString()),
            run("verify", "--from", bundle(), "--to", misspelt),
            run("export", "--from", misspelt),
            run("export", "--from", bundle(), misspelt + ".json"),
            run("--data-dir", misspelt, "--port", "0"),
            run(Map.of("DATA_DIR", misspelt), "--port", "0"));
    assertThat(ran)
        .allSatisfy(
            each -> {
              assertThat(each.exitCode()).isNotEqualTo(DONE);
              assertThat(each.err()).contains("looks like a URL").doesNotContain("secret");
            });
    assertThat(Path.of("postgress:")).doesNotExist();
  }

  @Test
  void commandsGoByTheServersSettings() throws Exception {
    run("create", "hello", "--code", code.toString());
    Path file = directory.resolve("server.conf");
    Files.writeString(file, "data-dir = " + data + "\negress = deny\n");
    for (Map<String, String> variables :
        List.of(
            Map.of("IMPULS_DATA_DIR", data.toString(), "DATA_DIR", "/none"),
            Map.of("IMPULS_CONFIG", file.toString()))) {
      assertThat(run(variables, "list").out()).contains("hello");
    }
    Files.writeString(file, "data-dir\n");
    Ran refused = run(Map.of("IMPULS_CONFIG", file.toString()), "list");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .startsWith("impuls-server: " + file + ", line 1: is not of the form name = value");
    assertThat(run(Map.of("IMPULS_CONFIG", file.toString()), "--help").exitCode()).isZero();
  }

  /** Values are taken as they are, whatever picocli makes of dollar signs. */
  @Test
  void theServerTakesVariablesAsTheyAre() {
    for (String odd : List.of("a$b", "a$$b", "a${HOME}b", "a$${HOME}b", "a\\${HOME}$", "$")) {
      Ran ran = run(Map.of("IMPULS_STORAGE", odd), "--port", "0");
      assertThat(ran.err())
          .startsWith(
              "impuls-server: IMPULS_STORAGE must be file or postgres, not \"" + odd + "\"");
    }
    // What is no flag's concern does not keep commands from working.
    assertThat(run(Map.of("DATA_DIR", data.toString(), "IMPULS_PORT", "x"), "list").err())
        .doesNotContain("IMPULS_PORT");
  }

  @Test
  void noOtherPlaceOfAnAddressRepeatsItsPassword() {
    String url = "postgres://user:secret@localhost/db";
    String misspelt = "postgress://user:secret@localhost/db?sslmode=disable";
    List<Ran> ran =
        List.of(
            run("--data-dir", url, "--port", "0"),
            run("--storage", url, "--port", "0"),
            run("list", url),
            run("list", "--store=" + url, url),
            run("get", "hello", misspelt, misspelt),
            run("--colour=" + url),
            run(Map.of("STORAGE_TYPE", url), "list"),
            run(Map.of("IMPULS_PORT", url)),
            run(Map.of("IMPULS_STORAGE", "host=db password=secret"), "--port", "0"),
            run(Map.of("IMPULS_STORAGE", "host=db password=secret"), "list"),
            run("--storage", "postgres", "--db-conn", misspelt, "--port", "0"),
            run(Map.of("STORAGE_TYPE", "postgres", "DB_CONN", misspelt), "--port", "0"),
            run(Map.of("STORAGE_TYPE", "postgres", "DB_CONN", misspelt), "list"),
            run(Map.of("STORAGE_TYPE", "postgres", "DB_CONN", "user:secret"), "list"),
            run("list", "--store", "http://user:secret@localhost"),
            run("list", "--store", "HTTP://user:secret@localhost"),
            run("list", "--store", "http://user:secret @localhost"));
    assertThat(ran)
        .allSatisfy(
            each -> {
              assertThat(each.exitCode()).isNotEqualTo(DONE);
              assertThat(each.err()).isNotBlank().doesNotContain("secret");
            });
  }
}
