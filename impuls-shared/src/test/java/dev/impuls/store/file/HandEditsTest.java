package dev.impuls.store.file;

import static dev.impuls.store.Change.Kind.CREATED;
import static dev.impuls.store.Change.Kind.DELETED;
import static dev.impuls.store.Change.Kind.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** People edit the files of an open store. With the kernel telling of changes, and without. */
@Execution(ExecutionMode.CONCURRENT) // They wait for what is looked at once a second.
@ParameterizedClass
@ValueSource(booleans = {true, false})
class HandEditsTest {
  /** Far more than the second that is promised, far less than the slow look over everything. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private static final Duration SETTLED = Duration.ofMillis(1500);

  @Parameter boolean told;
  @TempDir Path data;

  private final Heard heard = new Heard();
  private FileFunctionStore store;
  private Function before;
  private long opened;

  @BeforeEach
  void open() throws Exception {
    opened = System.nanoTime();
    store =
        FileFunctionStore.open(
            new FileStoreSettings(data, false), new DiskOperations(false), Clock.systemUTC(), told);
    store.create(Samples.draft("other"));
    before = store.create(Samples.draft("hello"));
    Await.until("the clock of files is past that", this::aFileWrittenNowIsNewer);
    // Once it hears of what was done by hand, it is watching.
    store.subscribe(heard);
    Children.shell(data, "printf x >> functions/code/other/function.js");
    await(UPDATED, "other");
    heard.clear();
  }

  /** That clock goes in ticks, and may be behind on a busy machine. */
  private boolean aFileWrittenNowIsNewer() throws IOException {
    Path probe = Files.writeString(data.resolve("probe"), "x");
    return Files.getLastModifiedTime(probe).toInstant().isAfter(before.updatedAt());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void shell(String command) throws Exception {
    Children.shell(data.resolve("functions"), command);
  }

  private void await(Change.Kind kind, String name) throws Exception {
    var change = new Change(kind, name);
    Await.until(change + ", heard " + heard.all(), PATIENCE, () -> heard.all().contains(change));
  }

  /** Waits for the announcement, after which everything must show the function as it is now. */
  private Function updated(String name) throws Exception {
    await(UPDATED, name);
    return shown(name);
  }

  private Function shown(String name) throws Exception {
    Function function = store.get(name);
    Await.until(
        "the list shows " + name,
        PATIENCE,
        () -> store.list(FunctionQuery.ALL).functions().contains(function.summary()));
    assertThat(store.status().problems()).isEmpty();
    return function;
  }

  /**
   * Edits the code until a store that was just opened has looked everything over for itself, and
   * then once more, which only who watches the right directory can hear of.
   */
  private void requireWatched(String name) throws Exception {
    boolean settled = false;
    for (int i = 0; !settled; i++) {
      settled = System.nanoTime() - opened > SETTLED.toNanos();
      heard.clear();
      shell("printf 'edit " + i + "' > code/" + name + "/function.js");
      assertThat(updated(name).code()).isEqualTo("edit " + i);
    }
  }

  private void requireEditedCode(Function after, String code) throws IOException {
    Instant time = Files.getLastModifiedTime(Tree.code(data, "hello")).toInstant();
    assertThat(after.code()).isEqualTo(code);
    assertThat(after.updatedAt())
        .isEqualTo(time.truncatedTo(ChronoUnit.MICROS))
        .isAfter(before.updatedAt());
    assertThat(after.revision()).isNotEqualTo(before.revision());
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.createdAt()).isEqualTo(before.createdAt());
    assertThat(after.description()).isEqualTo(before.description());
  }

  @Test
  void codeWrittenInPlace() throws Exception {
    shell("printf 'edited' > code/hello/function.js");

    requireEditedCode(updated("hello"), "edited");
  }

  @Test
  void codeReplacedByRename() throws Exception {
    shell(
        "printf 'edited' > code/hello/.function.js.swp; mv code/hello/.function.js.swp"
            + " code/hello/function.js");

    requireEditedCode(updated("hello"), "edited");
  }

  @Test
  void codeRemovedAndMadeAnew() throws Exception {
    shell("rm code/hello/function.js; printf 'edited' > code/hello/function.js");

    await(UPDATED, "hello");
    Await.until("the new code", PATIENCE, () -> store.status().problems().isEmpty());
    requireEditedCode(shown("hello"), "edited");
  }

  @Test
  void codeOfTheSameLength() throws Exception {
    String edited = Samples.HELLO.replace('h', 'j');

    Files.writeString(Tree.code(data, "hello"), edited);

    assertThat(store.get("hello").code()).isEqualTo(edited);
    requireEditedCode(updated("hello"), edited);
  }

  @Test
  void oneEditAfterAnother() throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.writeString(Tree.code(data, "hello"), "edit " + (char) ('a' + i));
      assertThat(store.get("hello").code()).isEqualTo("edit " + (char) ('a' + i));
    }
    await(UPDATED, "hello");
    assertThat(shown("hello").code()).isEqualTo("edit t");
  }

  @Test
  void metadataEditedInPlace() throws Exception {
    shell(
        "sed 's/says hello/edited/; s/256/512/' metadata/hello.json > x && cat x >"
            + " metadata/hello.json; rm x");

    Function after = updated("hello");
    assertThat(after.description()).isEqualTo("edited");
    assertThat(after.memoryMb()).isEqualTo(512);
    assertThat(after.code()).isEqualTo(before.code());
    // Writing in place is two changes; the time may be that of the first until the second is seen.
    Instant edited =
        Files.getLastModifiedTime(Tree.metadata(data, "hello"))
            .toInstant()
            .truncatedTo(ChronoUnit.MICROS);
    Await.until("the time of the edit", () -> store.get("hello").updatedAt().equals(edited));
    assertThat(after.revision()).isNotEqualTo(before.revision());
  }

  @Test
  void metadataReplacedByRename() throws Exception {
    shell("sed -i 's/says hello/edited/' metadata/hello.json");

    assertThat(updated("hello").description()).isEqualTo("edited");
  }

  @Test
  void aTouchIsAChangeOfItsTime() throws Exception {
    shell("touch metadata/hello.json");

    Function after = updated("hello");
    assertThat(after.toDraft()).isEqualTo(before.toDraft());
    assertThat(after.updatedAt()).isAfter(before.updatedAt());
  }

  @Test
  void anUpdateBuildsOnWhatWasEdited() throws Exception {
    shell("printf 'edited' > code/hello/function.js");

    assertThatThrownBy(() -> store.update("hello", Samples.memory(99), before.revision()))
        .isInstanceOf(dev.impuls.store.RevisionMismatchException.class);
    Function after = store.update("hello", Samples.memory(99), null);
    assertThat(after.code()).isEqualTo("edited");
    assertThat(shown("hello")).isEqualTo(after);
  }

  @Test
  void aFunctionAddedByHand() throws Exception {
    shell(
        "mkdir code/new; printf code > code/new/function.js;"
            + " echo '{\"runtime\":\"nodejs22\",\"handler\":\"a.b\"}' > metadata/new.json");

    await(CREATED, "new");
    assertThat(shown("new").code()).isEqualTo("code");
    requireWatched("new");
  }

  @Test
  void aFunctionAddedByHandMetadataFirst() throws Exception {
    shell("echo '{\"runtime\":\"nodejs22\",\"handler\":\"a.b\"}' > metadata/new.json");
    Await.until("the missing code", PATIENCE, () -> !store.status().problems().isEmpty());
    shell("mkdir code/new; printf code > code/new/function.js");

    await(CREATED, "new");
    assertThat(shown("new").code()).isEqualTo("code");
  }

  @Test
  void aFunctionCopiedByHand() throws Exception {
    shell(
        "cp -a code/hello code/copy; sed '/\"name\"/d; /\"id\"/d' metadata/hello.json >"
            + " metadata/copy.json");

    await(CREATED, "copy");
    Function copy = shown("copy");
    assertThat(copy.code()).isEqualTo(before.code());
    assertThat(copy.id()).isNotEqualTo(before.id());
  }

  @Test
  void aFunctionRemovedByHand() throws Exception {
    shell("rm -r metadata/hello.json code/hello");

    await(DELETED, "hello");
    assertThatThrownBy(() -> store.get("hello")).isInstanceOf(FunctionNotFoundException.class);
    assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(1);
    assertThat(store.status().problems()).isEmpty();
  }

  @Test
  void aFunctionRenamedByHandIsWatchedUnderItsNewName() throws Exception {
    shell(
        "mv code/hello code/renamed; mv metadata/hello.json metadata/renamed.json;"
            + " sed -i 's/\"hello\"/\"renamed\"/' metadata/renamed.json");

    await(DELETED, "hello");
    await(CREATED, "renamed");
    assertThat(shown("renamed").id()).isEqualTo(before.id());
    assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(2);
    requireWatched("renamed");
  }

  @Test
  void codeDirectoryReplacedByHand() throws Exception {
    shell(
        "cp -a code/hello copy; rm -r code/hello; mv copy code/hello; printf edited >"
            + " code/hello/function.js");
    Await.until("the edit", PATIENCE, () -> store.get("hello").code().equals("edited"));
    requireWatched("hello");
  }

  @Test
  void otherPeoplesFilesAreNotAnnounced() throws Exception {
    shell("touch metadata/README code/hello/notes.txt metadata/.x.json; mkdir code/empty");
    shell("printf x >> code/other/function.js");

    await(UPDATED, "other");
    assertThat(heard.all()).allMatch(change -> change.name().equals("other"));
  }

  @Test
  void theDirectoryRemovedAndRestoredAtOnceIsWatchedAsBefore() throws Exception {
    store.create(Samples.draft("removed"));
    shell("tar -czf ../backup.tar.gz .");
    store.create(Samples.draft("later"));
    store.update("hello", Samples.code("later"), null);
    store.delete("removed", null);
    heard.clear();

    Children.shell(
        data, "rm -rf functions && mkdir functions && cd functions && tar -xzf ../backup.tar.gz");

    await(DELETED, "later");
    await(CREATED, "removed");
    // Whether it was seen to be gone for a moment, or only to be other than before.
    Await.until(
        "hearing of the restored one",
        PATIENCE,
        () -> heard.of("hello").contains(UPDATED) || heard.of("hello").contains(CREATED));
    Await.until("no problems", PATIENCE, () -> store.status().problems().isEmpty());
    assertThat(shown("hello")).isEqualTo(before);
    assertThat(store.list(FunctionQuery.ALL).functions())
        .extracting(f -> f.name())
        .isEqualTo(List.of("hello", "other", "removed"));
    requireWatched("hello");
    heard.clear();
    shell("sed -i 's/says hello/edited/' metadata/removed.json");
    assertThat(updated("removed").description()).isEqualTo("edited");
    assertThat(store.create(Samples.draft("new")).name()).isEqualTo("new");
  }
}
