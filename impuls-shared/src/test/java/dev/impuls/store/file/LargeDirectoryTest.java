package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Await;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of more functions than are all read when it is opened. */
class LargeDirectoryTest {
  private static final int FUNCTIONS = 2000;

  @TempDir(factory = MemoryDirectory.class)
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    for (int i = 0; i < FUNCTIONS; i++) {
      String name = "f" + i;
      Path code = Tree.code(data, name);
      Files.createDirectories(code.getParent());
      Files.writeString(code, "exports.handler = async () => " + i);
      Path metadata = Tree.metadata(data, name);
      Files.createDirectories(metadata.getParent());
      Files.writeString(
          metadata,
          "{\"name\": \""
              + name
              + "\", \"runtime\": \"nodejs22\", \"handler\": \"index.handler\"}");
    }
    Files.writeString(Tree.metadata(data, "f7"), "{");
  }

  @Test
  void isUsedBeforeAllOfItWasRead() {
    try (var store = Tree.open(data)) {
      assertThat(store.get("f1999").code()).isEqualTo("exports.handler = async () => 1999");
      assertThat(store.status().functions()).isEqualTo(FUNCTIONS);
      assertThatThrownBy(() -> store.get("f7")).isInstanceOf(BrokenFunctionException.class);
      assertThat(store.status().functions()).isEqualTo(FUNCTIONS - 1);
      store.create(Samples.draft("new"));
      assertThat(store.status().functions()).isEqualTo(FUNCTIONS);
      store.update("f3", Samples.code("changed"), null);
      store.delete("f4", null);
      assertThat(store.status().functions()).isEqualTo(FUNCTIONS - 1);

      var page = store.list(FunctionQuery.ALL);

      assertThat(page.total()).isEqualTo(FUNCTIONS - 1);
      assertThat(page.functions())
          .extracting(FunctionSummary::name)
          .contains("new", "f3", "f0", "f1999")
          .doesNotContain("f4", "f7")
          .isSorted();
      assertThat(store.get("f3").code()).isEqualTo("changed");
      assertThatThrownBy(() -> store.get("f4")).isInstanceOf(FunctionNotFoundException.class);
      assertThat(store.status().problems())
          .extracting(problem -> problem.place())
          .containsExactly("functions/metadata/f7.json");
    }
  }

  @Test
  void isReadThoughNobodyAsks() throws Exception {
    try (var store = Tree.open(data)) {
      Await.until("the problem is told", () -> !store.status().problems().isEmpty());
      assertThat(store.status().functions()).isEqualTo(FUNCTIONS - 1);
    }
  }

  @Test
  void closingWhileItIsReadAnswersNoPartOfAList() throws Exception {
    var store = Tree.open(data);
    var list = CompletableFuture.supplyAsync(() -> store.list(FunctionQuery.ALL).total());
    store.close();
    try {
      assertThat(list.get()).isEqualTo(FUNCTIONS - 1);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void whatIsUnpackedAllAtOnceIsWatchedAfterwards() throws Exception {
    Path open = data.resolveSibling("open");
    var heard = new Heard();
    try (var store = Tree.open(open)) {
      store.subscribe(heard);
      Children.shell(data, "tar -cf - functions | tar -xf - -C '" + open + "'");
      Await.until("all are there", () -> store.list(FunctionQuery.ALL).total() == FUNCTIONS - 1);
      // Far sooner than the slow look over everything, which does not need to be told.
      for (String name : List.of("f1500", "f1", "f1999")) {
        Files.writeString(Tree.code(open, name), "edited");
        Await.until(
            "the edit of " + name + " is heard of",
            Duration.ofSeconds(6),
            () -> heard.of(name).contains(Change.Kind.UPDATED));
      }
    }
  }

  @Test
  void onlyWhatChangesAfterwardsIsAnnounced() throws Exception {
    var heard = new Heard();
    try (var store = Tree.open(data)) {
      store.subscribe(heard);
      Files.writeString(Tree.code(data, "f1"), "edited");
      heard.await(Change.Kind.UPDATED, "f1");
      assertThat(heard.of("f2")).isEmpty();
      assertThat(store.get("f1").code()).isEqualTo("edited");
    }
  }
}
