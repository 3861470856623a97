package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Heard;
import dev.impuls.store.Parallel;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory that is read-only, full, gone, or restored. */
class OutagesTest {
  @TempDir Path temporary;

  private Path prepare() {
    Path data = temporary.resolve("data");
    try (var store = Tree.open(data)) {
      store.create(Samples.sealedDraft("hello", "first"));
    }
    return data;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        ". functions",
        ". functions functions/metadata functions/code functions/code/hello"
      })
  void aDirectoryThatTakesNoWritesIsRead(String which) throws Exception {
    List<String> prefix = Unprivileged.prefix();
    Path data = prepare();
    Children.shell(data, "rm -f .lock");
    chmod(data, which, "555");
    try (var process = new StoreProcess(prefix)) {
      process.ok("open " + data);

      requireReadOnly(process);
      chmod(data, which, "755");
      process.ok("write hello second 10");
      assertThat(process.ok("status")).startsWith("writable=true");
    } finally {
      chmod(data, which, "755");
    }
  }

  private static void chmod(Path data, String which, String mode) throws Exception {
    Children.shell(data, "chmod " + mode + " " + which);
  }

  private static void requireReadOnly(StoreProcess process) throws Exception {
    assertThat(process.ok("get hello")).contains("whole");
    assertThat(process.ok("list")).isEqualTo("hello");
    assertThat(process.ok("status"))
        .isEqualTo("writable=false functions=1 outage=null problems=[]");
    for (String write :
        List.of("create new x", "write hello second 10", "describe hello x", "delete hello")) {
      assertThat(process.ask(write)).startsWith("StoreUnavailableException").contains("\"");
    }
    assertThat(process.ok("get hello")).contains("whole");
    assertThat(process.ok("list")).isEqualTo("hello");
  }

  @Test
  void aReadOnlyFileSystemIsRead() throws Exception {
    assumeThat(Children.works("unshare", "-rm", "true")).as("no namespaces to be had").isTrue();
    Path data = prepare();
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
    try (var process =
        new StoreProcess(List.of("unshare", "-rm", "sh", "-c", mount, data.toString()))) {
      process.ok("open " + data);

      requireReadOnly(process);
    }
  }

  @Test
  void aFullDiskIsToldAndLeavesWhatWasThere() throws Exception {
    assumeThat(Children.works("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"))
        .as("no small file system to be had")
        .isTrue();
    Path data = temporary.resolve("small");
    Files.createDirectory(data);
    String mount = "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"";
    try (var process =
        new StoreProcess(List.of("unshare", "-rm", "sh", "-c", mount, data.toString()))) {
      process.ok("open " + data);
      process.ok("create hello first");
      String before = process.ok("get hello");

      assertThat(process.ask("write hello large 2000000"))
          .startsWith("StoreUnavailableException")
          .contains("\"hello\"", "No space left on device");
      assertThat(process.ok("get hello")).isEqualTo(before);
      String answer = "ok";
      for (int i = 0; answer.startsWith("ok"); i++) {
        answer = process.ask("create f" + i + " x");
        if (answer.startsWith("ok")) {
          answer = process.ask("write f" + i + " large 100000");
        }
      }
      assertThat(answer).contains("No space left on device");
      assertThat(process.ok("get hello")).isEqualTo(before);
      assertThat(process.ok("status")).contains("outage=null problems=[]");
      process.ok("delete f0");
      process.ok("write hello second 1000");
      process.ok("open " + data);
      assertThat(process.ok("get hello")).contains("whole");
      assertThat(process.ok("status")).contains("outage=null problems=[]");
    }
  }

  @Test
  void aFileThatMayNotGrowIsToldAndLeavesWhatWasThere() throws Exception {
    Path data = prepare();
    try (var process = new StoreProcess(List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh"))) {
      process.ok("open " + data);
      String before = process.ok("get hello");

      assertThat(process.ask("write hello large 2000000"))
          .startsWith("StoreUnavailableException")
          .contains("\"hello\"");

      assertThat(process.ok("get hello")).isEqualTo(before);
      process.ok("write hello small 100");
    }
    try (var store = Tree.open(data)) {
      assertThat(store.get("hello").description()).startsWith("109:");
      Tree.requireTidy(data, store);
    }
  }

  @Test
  void aDirectoryThatIsGoneIsToldAndLookedForAgain() throws Exception {
    Path data = prepare();
    var heard = new Heard();
    try (var store = Tree.open(data)) {
      store.subscribe(heard);
      Function before = store.get("hello");
      Children.shell(data, "mv functions elsewhere");

      for (ThrowingCallable operation :
          List.<ThrowingCallable>of(
              () -> store.get("hello"),
              () -> store.get("missing"),
              () -> store.list(FunctionQuery.ALL),
              () -> store.stream(FunctionQuery.ALL).toList(),
              () -> store.create(Samples.draft("new")),
              () -> store.update("hello", Samples.code("x"), null),
              () -> store.delete("hello", null))) {
        assertThatThrownBy(operation)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("functions/metadata");
      }
      assertThat(store.status().outage()).contains("functions/metadata");
      assertThat(store.status().writable()).isFalse();
      Children.shell(data, "mv elsewhere functions");

      assertThat(store.get("hello")).isEqualTo(before);
      assertThat(store.status().outage()).isNull();
      Await.until("the list", () -> store.list(FunctionQuery.ALL).total() == 1);
      Children.shell(data, "printf edited > functions/code/hello/function.js");
      heard.await(Change.Kind.UPDATED, "hello");
      assertThat(store.get("hello").code()).isEqualTo("edited");
    }
  }

  @Test
  void aDirectoryThatComesBackIsAsItWas() throws Exception {
    Path data = prepare();
    var heard = new Heard();
    try (var store = Tree.open(data)) {
      store.subscribe(heard);
      Children.shell(data, "mv functions elsewhere");
      assertThatThrownBy(() -> store.get("hello")).isInstanceOf(StoreUnavailableException.class);
      Children.shell(data, "mv elsewhere functions");

      assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(1);
      assertThat(heard.of("hello")).isEmpty();
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTold() throws Exception {
    Files.writeString(temporary.resolve("file"), "in the way");

    assertThatThrownBy(() -> Tree.open(temporary.resolve("file")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(temporary.resolve("file").toString());
    assertThatThrownBy(() -> Tree.open(temporary.resolve("file/below")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(temporary.resolve("file/below").toString());
    assertThat(temporary.resolve("file")).content().isEqualTo("in the way");
  }

  @Test
  void aBackupTakenWhileOthersWriteHoldsEveryFunction() throws Exception {
    Path data = temporary.resolve("data");
    Path restored = temporary.resolve("restored");
    var writing = new AtomicBoolean(true);
    try (var store = Tree.open(data)) {
      for (int i = 0; i < 40; i++) {
        store.create(Samples.sealedDraft("f" + i, "first"));
      }
      Parallel.run(
          5,
          i -> {
            if (i == 0) {
              try {
                backUp(data, restored);
              } finally {
                writing.set(false);
              }
            } else {
              for (int n = i; writing.get(); n += 4) {
                change(store, "f" + n % 40, n);
              }
            }
            return null;
          });
      // Over the running store, too.
      Children.shell(data, "tar -xzf ../restored/backup-2.tar.gz");
      Await.until("no problems", () -> store.status().problems().isEmpty());
      assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(40);
    }
    for (int n = 0; n < 3; n++) {
      Path copy = restored.resolve("copy-" + n);
      Files.createDirectory(copy);
      Children.shell(copy, "tar -xzf ../backup-" + n + ".tar.gz");
      try (var store = Tree.open(copy);
          Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
        assertThat(store.status().problems()).isEmpty();
        // The code may still be in the metadata file, as it is in the middle of an update.
        assertThat(functions)
            .hasSize(40)
            .allSatisfy(function -> assertThat(store.get(function.name())).isEqualTo(function));
      }
    }
  }

  private static void change(FunctionStore store, String name, int n) {
    store.update(
        name, n % 3 == 0 ? Samples.memory(100 + n % 900) : Samples.sealed("n" + n, n % 5000), null);
  }

  /**
   * As documented; {@code tar} answers 1 if a file changed while it was read, which is no failure.
   */
  private static void backUp(Path data, Path target) throws Exception {
    Files.createDirectory(target);
    for (int n = 0; n < 3; n++) {
      Children.shell(data, "tar -czf ../restored/backup-" + n + ".tar.gz functions || test $? = 1");
    }
  }
}
