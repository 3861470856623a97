package dev.impuls.desktop.move;

import static dev.impuls.desktop.move.Moves.awaitText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ChosenFile;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreStatus;
import dev.impuls.transfer.ExportFormat;
import dev.impuls.transfer.Exporter;
import dev.impuls.transfer.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportDialogTest {
  private final Moves moves = new Moves();
  private final Path directory;
  private final Workspace target;
  private final AtomicInteger imported = new AtomicInteger();

  ImportDialogTest(@TempDir Path directory) {
    this.directory = directory;
    target = moves.workspace(directory.resolve("production"));
  }

  @AfterEach
  void close() throws Exception {
    moves.close();
  }

  private void show(Workspace into, Path file) {
    var dialog =
        new ImportDialog(
            into, moves.work, moves.notices, new ChosenFile(file), imported::incrementAndGet);
    Ui.run(() -> dialog.show(moves.stage, file));
  }

  private Path exported(Workspace from, ExportFormat format) throws Exception {
    Path file = directory.resolve("backup" + format.extension());
    new Exporter(from.store(), _ -> true, Progress.NONE).write(format, file);
    return file;
  }

  private Path backup(ExportFormat format, String... names) throws Exception {
    try (Workspace from = moves.workspace(directory.resolve("from"))) {
      Moves.create(from, names);
      return exported(from, format);
    }
  }

  private static int rows() throws Exception {
    var table = (TableView<?>) Ui.node("#move-table");
    return Ui.call(() -> table.getItems().size());
  }

  private static boolean isDisabled(String query) throws Exception {
    return Ui.node(query).isDisabled();
  }

  @Test
  void nothingIsChangedBeforeItWasSeen() throws Exception {
    Path file = backup(ExportFormat.ZIP, "charge", "greet", "refund");
    var dialog =
        new ImportDialog(
            target, moves.work, moves.notices, new ChosenFile(file), imported::incrementAndGet);
    Ui.run(() -> dialog.show(moves.stage, null));
    Ui.node("#import-directory");
    Ui.picture(Moves.scene("#import-file"), "import");
    Ui.click("#import-file");

    awaitText("#move-begin", "Import 3 functions");
    Ui.picture(Moves.scene("#move-begin"), "import-preview");
    assertThat(Moves.all(target.store())).isEmpty();
    Ui.click("#move-begin");

    awaitText("#move-result", "3 functions were imported into production.");
    assertThat(Moves.all(target.store())).hasSize(3);
    assertThat(imported).hasValue(1);
    Ui.click("#move-end");
    Ui.await("its notice shows", () -> moves.notices.getChildren().size() == 1);
  }

  @Test
  void aConflictIsSkippedOrOverwrittenAsChosen() throws Exception {
    Path file = backup(ExportFormat.BUNDLE, "charge", "greet", "order-created", "refund");
    Function mine = target.store().create(Samples.draft("greet", "mine"));
    show(target, file);

    awaitText("#move-reason", "Nothing would be changed, as 1 function is not possible.");
    assertThat(isDisabled("#move-begin")).isTrue();
    Ui.node("Not written 3");
    Ui.click("Not possible 1");
    assertThat(rows()).isEqualTo(1);
    Ui.picture(Moves.scene("#move-begin"), "import-conflicts");

    Ui.click("#conflict-skip");
    awaitText("#move-begin", "Import 3 functions");
    Ui.click("#conflict-overwrite");
    awaitText("#move-begin", "Import 4 functions");
    assertThat(rows()).isEqualTo(4);
    assertThat(target.store().get("greet")).isEqualTo(mine);
    Ui.click("#move-begin");

    awaitText("#move-result", "4 functions were imported");
    Ui.picture(Moves.scene("#move-end"), "import-report");
    assertThat(target.store().get("greet").code()).isEqualTo(Samples.HELLO);
    Ui.click("#move-end");
  }

  @Test
  void anIdThatIsReplacedIsNoted() throws Exception {
    Path file = directory.resolve("list.json");
    Files.writeString(
        file,
        "[{\"id\":\"../../x\",\"name\":\"a\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\","
            + "\"code\":\"\"}]");
    show(target, file);
    awaitText("#move-begin", "Import 1 function");
    Ui.node("it has a new id, as the one it came with is no UUID");
    Ui.click("#move-begin");

    awaitText("#move-result", "1 function was imported into production.");
    Ui.node("it has a new id, as the one it came with is no UUID");
    assertThat(FunctionRules.isUuid(target.store().get("a").id())).isTrue();
    Ui.click("#move-end");
  }

  @Test
  void whatIsThereAlreadyIsNotImportedAgain() throws Exception {
    Moves.create(target, "charge", "greet");
    Path file = exported(target, ExportFormat.TAR_GZ);

    show(target, file);

    awaitText("#move-reason", "All of them are there already, as they are.");
    assertThat(isDisabled("#move-begin")).isTrue();
    Ui.click("#move-end");
  }

  @Test
  void whereNothingCanBeWrittenItSaysSo() throws Exception {
    Path file = backup(ExportFormat.BUNDLE, "charge");
    Ui.run(() -> target.tell(new StoreStatus("file", "there", 0, false, null, List.of())));

    show(target, file);

    awaitText("#move-reason", "production cannot be written to.");
    assertThat(isDisabled("#move-begin")).isTrue();
    Ui.click("#move-end");
  }

  @Test
  void whatWasAlteredIsToldAndTheOthersCanCome() throws Exception {
    Path file = backup(ExportFormat.BUNDLE, "charge", "greet");
    String bundle = Files.readString(file);
    Files.writeString(file, bundle.replaceFirst("'hello'", "'harm!'"));

    show(target, file);
    awaitText("#move-reason", "1 function is not possible");
    Ui.click("#conflict-skip");
    awaitText("#move-begin", "Import 1 function");
    Ui.click("#move-begin");

    awaitText("#move-result", "1 function was imported into production. 1 could not be.");
    Ui.picture(Moves.scene("#move-end"), "import-altered");
    assertThat(Moves.all(target.store())).extracting(Function::name).containsExactly("greet");
    Ui.click("#move-end");
  }

  @Test
  void aFileThatIsNotWholeIsRefusedAndAnotherCanBeChosen() throws Exception {
    Path file = backup(ExportFormat.ZIP, "charge", "greet");
    byte[] whole = Files.readAllBytes(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(whole, 0, whole.length / 2);
    }
    show(target, file);

    Ui.node("Copy details");
    Ui.picture(Moves.scene("#import-file"), "import-broken");
    Files.write(file, whole);
    Ui.click("#import-file");

    awaitText("#move-begin", "Import 2 functions");
    Ui.click("#move-end");
    assertThat(Moves.all(target.store())).isEmpty();
  }

  @Test
  void aDataDirectoryIsImported() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    try (Workspace from = moves.workspace(elsewhere)) {
      Moves.create(from, "charge");
    }
    show(target, elsewhere);
    awaitText("#move-begin", "Import 1 function");
    Ui.click("#move-begin");

    awaitText("#move-result", "1 function was imported");
    Ui.click("#move-end");
    show(target, directory);
    Ui.node("Copy details");
    Ui.click("#move-end");
  }

  @Test
  void theInsideOfADataDirectoryMeansTheOneAround() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    try (Workspace from = moves.workspace(elsewhere)) {
      Moves.create(from, "charge");
    }
    Path inside = elsewhere.resolve("functions");
    List<String> before = Moves.files(inside);
    show(target, inside);
    awaitText("#move-begin", "Import 1 function");
    Ui.click("#move-end");
    assertThat(Moves.files(inside)).isEqualTo(before);
  }

  @Test
  void theFunctionsOfSomethingElseAreNotImportedAndLeftAlone() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("project/functions"));
    Files.writeString(sources.resolve("index.js"), "x");
    show(target, directory.resolve("project"));
    Ui.node("Copy details");
    Ui.click("#move-end");
    assertThat(Moves.files(sources)).containsExactly("index.js");
  }

  @Test
  void cancelledHalfWayItLeavesTheTargetAsItWas() throws Exception {
    Path file = thousand();
    Moves.create(target, "mine");
    List<Function> before = Moves.all(target.store());
    var halfWay = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var left = new AtomicInteger(500);
    Workspace gated =
        TestWorkspace.with(
            target,
            (method, real) -> {
              if (method.equals("put") && left.decrementAndGet() < 0) {
                halfWay.countDown();
                goesOn.await();
              }
              return real.call();
            });
    show(gated, file);
    awaitText("#move-begin", "Import 1,000 functions");
    Ui.click("#conflict-overwrite");
    awaitText("#move-begin", "Import 1,000 functions");
    Ui.click("#move-begin");

    halfWay.await();
    var bar = (ProgressBar) Ui.node(".move-progress > .progress-bar");
    Ui.await("the bar is in the middle", () -> bar.getProgress() > 0.4);
    Ui.picture(Moves.scene("#move-end"), "import-running");
    assertThat(Ui.call(() -> bar.getHeight())).as("height of the bar").isGreaterThan(3);
    assertThat(Ui.call(() -> bar.localToScene(0, bar.getHeight()).getY()))
        .as("end of the bar")
        .isLessThan(Moves.top("#move-end"));
    Ui.click("#move-end");
    goesOn.countDown();

    Ui.node("It was cancelled. Nothing was changed.");
    assertThat(Moves.all(target.store())).isEqualTo(before);
    awaitText("#move-begin", "Import 1,000 functions");
    Ui.click("#move-end");
  }

  private Path thousand() throws IOException {
    var text = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"name\":\"f%d\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\",".formatted(i))
          .append("\"code\":\"exports.b = async () => %d\"}".formatted(i));
    }
    return Files.writeString(directory.resolve("list.json"), text.append("]"));
  }
}
