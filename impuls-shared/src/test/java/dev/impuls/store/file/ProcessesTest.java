package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes have one directory open, and each of them writes. */
@Tag("slow")
class ProcessesTest {
  private static final int CONTESTED = 25;

  @TempDir Path temporary;
  private Path data;

  @BeforeEach
  void prepare() {
    data = temporary.resolve("data");
  }

  @Test
  void nothingIsLostBetweenThreeProcesses() throws Exception {
    try (var store = Tree.open(data);
        var first = StoreProcess.open(data);
        var second = StoreProcess.open(data)) {
      store.create(Samples.described("counter", "0", "nodejs22"));

      first.send("increment counter 40");
      second.send("increment counter 40");
      for (int i = 0; i < 40; i++) {
        increment(store);
      }
      assertThat(first.answer()).startsWith("ok");
      assertThat(second.answer()).startsWith("ok");

      assertThat(store.get("counter").description()).isEqualTo("120");
      assertThat(store.get("counter").code()).isEqualTo("code 120");
      assertThat(first.ok("get counter")).isEqualTo(second.ok("get counter"));
      Tree.requireTidy(data, store);
    }
  }

  private static void increment(FileFunctionStore store) {
    while (true) {
      Function read = store.get("counter");
      String next = Integer.toString(Integer.parseInt(read.description()) + 1);
      try {
        store.update("counter", Samples.described(next, "code " + next), read.revision());
        return;
      } catch (dev.impuls.store.RevisionMismatchException e) {
        assertThat(e.current()).isNotEqualTo(read.revision());
      }
    }
  }

  @Test
  void exactlyOneProcessWinsAName() throws Exception {
    try (var first = StoreProcess.open(data);
        var second = StoreProcess.open(data);
        var third = StoreProcess.open(data)) {
      List<StoreProcess> all = List.of(first, second, third);
      for (StoreProcess process : all) {
        process.send("compete name " + CONTESTED);
      }
      List<String> won = new ArrayList<>();
      for (StoreProcess process : all) {
        String answer = process.answer();
        assertThat(answer).startsWith("ok ");
        Stream.of(answer.substring(3).split(",", -1)).filter(n -> !n.isEmpty()).forEach(won::add);
      }

      assertThat(won).doesNotHaveDuplicates().hasSize(CONTESTED);
      for (StoreProcess process : all) {
        Await.until("it lists all", () -> process.ok("list").split(",", -1).length == CONTESTED);
      }
    }
  }

  @Test
  void eachHearsOfTheOthersAndOfThePeople() throws Exception {
    try (var first = StoreProcess.open(data);
        var second = StoreProcess.open(data)) {
      first.ok("create a one");
      second.ok("create b two");
      awaitHeard(first, "CREATED:a", "CREATED:b");
      awaitHeard(second, "CREATED:a", "CREATED:b");
      second.ok("write a three 30");
      awaitHeard(first, "UPDATED:a");
      assertThat(first.ok("get a")).isEqualTo(second.ok("get a")).contains("whole");
      first.ok("delete b");
      awaitHeard(second, "DELETED:b");
      assertThat(second.ok("list")).isEqualTo("a");

      Children.shell(
          data.resolve("functions"),
          "mkdir code/c; echo x > code/c/function.js; echo '{\"runtime\":\"nodejs22\"}' >"
              + " metadata/c.json");
      awaitHeard(first, "CREATED:c");
      awaitHeard(second, "CREATED:c");
      Children.shell(data.resolve("functions"), "echo y > code/c/function.js");
      awaitHeard(first, "UPDATED:c");
      awaitHeard(second, "UPDATED:c");
      assertThat(first.ok("get c")).isEqualTo(second.ok("get c"));
      Children.shell(data.resolve("functions"), "rm -r code/c metadata/c.json");
      awaitHeard(first, "DELETED:c");
      awaitHeard(second, "DELETED:c");
    }
  }

  private static void awaitHeard(StoreProcess process, String... changes) throws Exception {
    Await.until(
        "hearing of " + List.of(changes),
        () -> List.of(process.ok("heard").split(",", -1)).containsAll(List.of(changes)));
  }

  @Test
  void whoIsStoppedWithALockHoldsUpNobodyElse() throws Exception {
    try (var store = Tree.open(data);
        var stopped = StoreProcess.open(data);
        var other = StoreProcess.open(data)) {
      store.create(Samples.sealedDraft("stuck", "before"));
      store.create(Samples.sealedDraft("free", "before"));
      String before = other.ok("get stuck");
      stopped.ok("hold " + data + " stuck");
      stopped.signal("STOP");

      // Waits for as long as it is willing to, while others go on.
      other.send("write stuck now 10");
      store.update("free", Samples.sealed("after", 20), null);
      store.create(Samples.draft("new"));
      assertThat(store.get("stuck").description())
          .isEqualTo(Samples.seal("before", store.get("stuck").environment()));
      assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(3);
      try (var opened = Tree.open(data)) {
        assertThat(opened.get("stuck")).isEqualTo(store.get("stuck"));
        assertThat(opened.list(FunctionQuery.ALL).total()).isEqualTo(3);
        assertThat(opened.status().problems()).isEmpty();
      }
      assertThatThrownBy(() -> store.delete("stuck", null))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("\"stuck\"");
      assertThat(other.answer())
          .startsWith("StoreUnavailableException")
          .contains("\"stuck\"", "somebody else");
      assertThat(other.ok("get stuck")).isEqualTo(before);

      stopped.signal("KILL");
      assertThat(stopped.process().waitFor()).isNotZero();
      Function after = store.update("stuck", Samples.sealed("after", 30), null);
      assertThat(other.ok("get stuck")).startsWith(after.revision() + " whole");
    }
    try (var store = Tree.open(data)) {
      Tree.requireTidy(data, store);
    }
  }

  @Test
  void whoIsKilledWithALockHoldsUpNobody() throws Exception {
    try (var store = Tree.open(data);
        var killed = StoreProcess.open(data)) {
      store.create(Samples.sealedDraft("hello", "before"));
      killed.ok("hold " + data + " hello");

      killed.signal("KILL");
      Function after = store.update("hello", Samples.sealed("after", 30), null);

      assertThat(store.get("hello")).isEqualTo(after);
      store.delete("hello", null);
      assertThat(store.create(Samples.draft("hello")).code()).isEqualTo(Samples.HELLO);
    }
    try (var store = Tree.open(data)) {
      Tree.requireTidy(data, store);
    }
  }

  @Test
  void closingOneStoreGivesUpNoLockOfAnotherInTheProcess() throws Exception {
    try (var other = StoreProcess.open(data)) {
      var holder = Tree.open(data);
      holder.create(Samples.described("counter", "0", "nodejs22"));
      other.send("increment counter 30");
      for (int i = 0; i < 30; i++) {
        try (var passing = Tree.open(data)) {
          assertThat(passing.get("counter").name()).isEqualTo("counter");
        }
        increment(holder);
      }
      assertThat(other.answer()).startsWith("ok");
      assertThat(holder.get("counter").description()).isEqualTo("60");
      holder.close();
    }
  }
}
