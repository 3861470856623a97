package dev.impuls.desktop.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.function.FunctionPatch;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the functions that are open here. */
@Tag("slow")
class ElsewhereTest {
  private static final String CODE = "exports.handler = async () => 'first';\n";

  @TempDir private Path directory;
  private Path data;
  private ConsoleUnderTest console;

  @BeforeEach
  void open() throws Exception {
    data = directory.resolve("data");
    try (var store = store()) {
      store.create(TestWorkspace.draft("hello", CODE));
      store.create(TestWorkspace.draft("other", CODE));
    }
    console = start("state", data.toString());
    console.open("hello");
  }

  @AfterEach
  void close() {
    console.close();
  }

  private ConsoleUnderTest start(String state, @Nullable String address) {
    return new ConsoleUnderTest(directory.resolve(state), address, directory);
  }

  private FileFunctionStore store() {
    return FileFunctionStore.open(new FileStoreSettings(data, false));
  }

  private String stored() {
    try (var store = store()) {
      return store.get("hello").code();
    }
  }

  private static String shown(ConsoleUnderTest on) {
    return Ui.call(() -> on.editor().text());
  }

  private static void save(ConsoleUnderTest on) throws Exception {
    on.fire("#save");
  }

  @Test
  void twoConsolesOnOneDirectoryOverwriteNothing() throws Exception {
    try (var second = start("state2", data.toString())) {
      second.open("hello");
      second.edit("exports.handler = async () => 'second';\n");
      console.edit("exports.handler = async () => 'mine';\n");
      save(second);

      // Here it is being edited: it is left as it is, and a bar says so.
      Ui.await("it is told", () -> !console.lacks("#elsewhere"));
      assertThat(shown(console)).contains("'mine'");
      Ui.picture(console.scene(), "elsewhere");
      save(console);
      assertThat(stored()).contains("'second'");

      console.fire("Keep mine");
      save(console);
      Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
      assertThat(stored()).contains("'mine'");

      // There it is not being edited any more: it follows.
      Ui.await("the other follows", () -> shown(second).contains("'mine'"));
      assertThat(Ui.call(() -> second.lacks("#elsewhere"))).isTrue();
    }
  }

  @Test
  void whatIsComparedCanBeTaken() throws Exception {
    console.edit("exports.handler = async () => 'mine';\n");
    try (var store = store()) {
      store.update("hello", patch("exports.handler = async () => 'theirs';\n"), null);
    }
    Ui.await("it is told", () -> !console.lacks("#elsewhere"));

    console.fire("Compare");
    ConsoleUnderTest.answer("hello: yours and theirs", "Take theirs");

    Ui.await("it is taken", () -> shown(console).contains("'theirs'"));
    assertThat(console.lacks(".unsaved-dot")).isTrue();
  }

  private static FunctionPatch patch(String code) {
    return new FunctionPatch(null, null, null, code, null, null, null, null, null);
  }

  @Test
  void whatIsDeletedElsewhereCanBeSavedAgain() throws Exception {
    console.edit("exports.handler = async () => 'mine';\n");
    try (var store = store()) {
      store.delete("hello", null);
    }
    Ui.await("it is gone from the list", () -> console.listed() == 1);
    Ui.await("it is told", () -> console.showsText("was deleted elsewhere"));

    save(console);

    Ui.await("it is there again", () -> console.listed() == 2);
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    assertThat(stored()).contains("'mine'");
  }

  @Test
  void deletingAsksOnceAndCanBeUndone() throws Exception {
    String id;
    try (var store = store()) {
      id = store.get("hello").id();
    }
    console.menu("Delete…");
    ConsoleUnderTest.answer("Delete hello?", "Delete");
    Ui.await("it is gone", () -> console.listed() == 1);

    console.fire("Undo");

    Ui.await("it is there again", () -> console.listed() == 2);
    try (var store = store()) {
      assertThat(store.get("hello").id()).isEqualTo(id);
    }
  }

  @Test
  void whatIsDeletedAndCannotBeBroughtBackIsNotLeftByTheWay() throws Exception {
    Path record = data.resolve("functions/metadata/hello.json");
    // By hand, as no store would take it.
    Files.writeString(
        record, Files.readString(record).replaceFirst("\"memory_mb\": ?128", "\"memory_mb\": 8"));
    try (var other = start("state6", data.toString())) {
      other.open("hello");
      other.menu("Delete…");
      ConsoleUnderTest.answer("Delete hello?", "Delete");
      Ui.await("it is gone", () -> other.listed() == 1);
      other.fire("Undo");
      Ui.await("it cannot come back", () -> other.showsText("memory_mb"));

      other.menu("Close this workspace");
      ConsoleUnderTest.answer("Leave this undone?", "Cancel");
      assertThat(other.listed()).isEqualTo(1);
      other.menu("Close this workspace");
      ConsoleUnderTest.answer("Leave this undone?", "Leave all the same");
      Ui.await("it is closed", () -> other.listed() < 0);
      assertThat(other.lacks("Restore")).isTrue();
    }
  }

  @Test
  void aConsoleAndAServerShareADirectory() throws Exception {
    try (var server = new ServerUnderTest(data);
        var remote = start("state3", server.url())) {
      remote.open("hello");
      remote.edit("exports.handler = async () => 'by the server';\n");
      save(remote);
      Ui.await("it is seen in the directory", () -> shown(console).contains("by the server"));

      console.edit("exports.handler = async () => 'by the directory';\n");
      save(console);
      Ui.await("it is seen on the server", () -> shown(remote).contains("by the directory"));
    }
  }

  @Test
  void aServerThatDiesTakesNoWorkAlong() throws Exception {
    Path own = directory.resolve("own");
    try (var store = FileFunctionStore.open(new FileStoreSettings(own, false))) {
      store.create(TestWorkspace.draft("hello", CODE));
    }
    try (var server = new ServerUnderTest(own);
        var remote = start("state4", server.url())) {
      remote.open("hello");
      remote.edit("exports.handler = async () => 'unsaved';\n");

      server.kill();
      Labeled health = remote.node("#status-health", Labeled.class);
      Ui.await("it is told", () -> health.getText().startsWith("Lost"));
      save(remote);
      Ui.await("it is not saved", () -> remote.showsText("hello was not saved"));
      assertThat(shown(remote)).contains("'unsaved'");
      Ui.picture(remote.scene(), "lost");

      server.comeBack();
      Ui.await("it is there again", () -> health.getText().equals("Connected"));
      save(remote);
      Ui.await("it is saved", () -> remote.lacks(".unsaved-dot"));
      try (var store = FileFunctionStore.open(new FileStoreSettings(own, false))) {
        assertThat(store.get("hello").code()).contains("'unsaved'");
      }
    }
  }

  @Test
  void aDirectoryThatIsUnpluggedTakesNoWorkAlong() throws Exception {
    console.edit("exports.handler = async () => 'unsaved';\n");
    Path away = directory.resolve("away");
    Files.move(data, away);

    Labeled health = console.node("#status-health", Labeled.class);
    Ui.await("it is told", () -> health.getText().startsWith("Lost"));
    save(console);
    Ui.await("it is not saved", () -> console.showsText("hello was not saved"));
    plugIn(away);

    Ui.await("it is there again", () -> health.getText().equals("Connected"));
    save(console);
    Ui.await("it is saved", () -> console.lacks(".unsaved-dot"));
    assertThat(stored()).contains("'unsaved'");
  }

  private void plugIn(Path away) throws IOException {
    Files.deleteIfExists(data);
    Files.move(away, data);
  }

  @Test
  void unsavedWorkSurvivesTheConsole() throws Exception {
    console.edit("exports.handler = async () => 'unsaved';\n");
    Path document = directory.resolve("state").resolve("workspaces");
    Ui.await("it is kept", () -> isKept(document));
    // As a console that was killed: what it wrote until now is all there is.
    Path copy = directory.resolve("killed");
    copyTree(directory.resolve("state"), copy);

    try (var again = start("killed", null)) {
      again.awaitCode("hello");
      Ui.await("it is there again", () -> shown(again).contains("'unsaved'"));
      again.node(".unsaved-dot", Node.class);
      assertThat(again.showsText("Unsaved work on hello was restored")).isTrue();
      assertThat(stored()).isEqualTo(CODE);
    }
  }

  @Test
  void soDoesUnsavedWorkOnWhatIsDeletedElsewhere() throws Exception {
    console.edit("exports.handler = async () => 'unsaved';\n");
    Ui.await("it is kept", () -> isKept(directory.resolve("state").resolve("workspaces")));
    try (var store = store()) {
      store.delete("hello", null);
    }
    Ui.await("it is told", () -> console.showsText("was deleted elsewhere"));
    Path copy = directory.resolve("killed");
    copyTree(directory.resolve("state"), copy);

    try (var again = start("killed", null)) {
      again.awaitCode("hello");
      Ui.await("it is there again", () -> shown(again).contains("'unsaved'"));
      Ui.await("it is told", () -> again.showsText("was deleted elsewhere"));
      save(again);
      Ui.await("it is saved", () -> again.lacks(".unsaved-dot"));
      assertThat(stored()).contains("'unsaved'");
    }
  }

  @Test
  void aRecordThatCannotBeReadKeepsNoOtherFunctionClosed() throws Exception {
    console.open("other");
    Path copy = directory.resolve("killed");
    Ui.await("both are remembered", () -> areOpen("state", "hello", "other"));
    copyTree(directory.resolve("state"), copy);
    Path record = data.resolve("functions/metadata/hello.json");
    byte[] whole = Files.readAllBytes(record);
    Files.writeString(record, "{");

    try (var again = start("killed", null)) {
      again.awaitCode("other");
      Ui.await("it is told", () -> again.showsText("hello cannot be opened"));
      Ui.await("it is not forgotten", () -> areOpen("killed", "other", "hello"));
      Files.write(record, whole);
    }
  }

  private boolean areOpen(String state, String... names) throws IOException {
    try (var files = Files.walk(directory.resolve(state))) {
      Path tabs = files.filter(file -> file.endsWith("tabs.json")).findFirst().orElseThrow();
      String text = Files.readString(tabs);
      return Arrays.stream(names).allMatch(name -> text.contains('"' + name + '"'));
    }
  }

  private static boolean isKept(Path workspaces) throws IOException {
    try (var files = Files.walk(workspaces)) {
      return files.anyMatch(file -> file.toString().contains("drafts/") && isWhole(file));
    }
  }

  private static boolean isWhole(Path file) {
    try {
      return file.toString().endsWith(".json") && Files.readString(file).contains("unsaved");
    } catch (IOException e) {
      return false; // It is being replaced just now.
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else if (file.toString().endsWith(".json")) {
          Files.copy(file, copied);
        }
      }
    }
  }

  @Test
  void whoQuitsFindsAllWindowsAgain() throws Exception {
    try (var two = start("state5", data.toString())) {
      two.open("hello");
      Path more = directory.resolve("more");
      Ui.run(() -> two.console().openWindow().open(more.toString()));
      Ui.await("both are open", () -> two.console().windows().getLast().workspace().isPresent());
      two.menu("Quit");
      Ui.await("all are closed", () -> two.console().windows().isEmpty());
    }

    try (var again = start("state5", null)) {
      Ui.await(
          "both are open again",
          () ->
              again.console().windows().size() == 2
                  && again.console().windows().stream().allMatch(w -> w.workspace().isPresent()));
    }
  }

  @Test
  void closingAsksForUnsavedWork() throws Exception {
    console.edit("exports.handler = async () => 'unsaved';\n");
    console.press(KeyCode.W, KeyCode.CONTROL);
    ConsoleUnderTest.answer("Save what was changed in hello?", "Cancel");
    assertThat(shown(console)).contains("'unsaved'");

    console.press(KeyCode.W, KeyCode.CONTROL);
    ConsoleUnderTest.answer("Save what was changed in hello?", "Save");
    Ui.await("it is closed", () -> console.lacks("#tab-hello"));
    assertThat(stored()).contains("'unsaved'");
  }
}
