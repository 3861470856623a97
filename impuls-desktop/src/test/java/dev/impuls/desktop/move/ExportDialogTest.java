package dev.impuls.desktop.move;

import static dev.impuls.desktop.move.Moves.awaitText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ChosenFile;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.transfer.Importer;
import dev.impuls.transfer.OnConflict;
import dev.impuls.transfer.Progress;
import dev.impuls.transfer.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportDialogTest {
  private final Moves moves = new Moves();
  private final Workspace workspace;
  private final Path out;

  ExportDialogTest(@TempDir Path directory) throws IOException {
    workspace = moves.workspace(directory.resolve("shop"));
    out = Files.createDirectory(directory.resolve("out"));
  }

  @BeforeEach
  void create() {
    Moves.create(workspace, "charge", "greet", "refund");
  }

  @AfterEach
  void close() throws Exception {
    moves.close();
  }

  private void show(Path chosen, String... names) {
    var dialog = new ExportDialog(workspace, moves.work, moves.notices, new ChosenFile(chosen));
    Ui.run(() -> dialog.show(moves.stage, List.of(names)));
  }

  private void assertImports(Path file, String... names) throws Exception {
    try (Workspace target = moves.workspace(out.resolve("target"));
        Source source = Source.of(file)) {
      new Importer(target.store(), OnConflict.FAIL, Progress.NONE).run(source, _ -> true, false);
      assertThat(Moves.all(target.store()))
          .isEqualTo(
              Moves.all(workspace.store()).stream()
                  .filter(function -> List.of(names).contains(function.name()))
                  .toList());
    }
  }

  @Test
  void theSelectionGoesToABundle() throws Exception {
    show(out.resolve("some"), "charge", "refund");
    Ui.node("#export-begin");
    Ui.picture(Moves.scene("#export-begin"), "export");

    Ui.click("#export-begin");

    awaitText("#export-result", "2 functions were exported");
    var path = (TextField) Ui.node("#export-path");
    assertThat(path.getText()).isEqualTo(out.resolve("some.json").toString());
    assertThat(Moves.files(out)).containsExactly("some.json");
    assertImports(out.resolve("some.json"), "charge", "refund");
    Ui.click("#export-end");
  }

  @Test
  void allGoToAZipAndWhatCannotBeReadIsTold() throws Exception {
    Files.writeString(
        ((dev.impuls.desktop.workspace.Address.Directory) workspace.address())
            .path()
            .resolve("functions/metadata/greet.json"),
        "{");
    show(out);
    Ui.click("#format-zip");
    Ui.click("#export-begin");

    awaitText("#export-result", "2 functions were exported");
    Ui.node("#export-unreadable");
    Ui.picture(Moves.scene("#export-end"), "export-report");
    List<String> files = Moves.files(out);
    assertThat(files).singleElement().asString().startsWith("shop-").endsWith(".zip");
    assertImports(out.resolve(files.getFirst()), "charge", "refund");
    Ui.click("#export-end");
  }

  @Test
  void codeFilesReplaceOthersOnlyIfThatIsWanted() throws Exception {
    Files.writeString(out.resolve("greet.js"), "before");
    show(out);
    Ui.click("#format-code");
    Ui.click("#export-begin");

    awaitText("#export-existing", "greet.js");
    Ui.picture(Moves.scene("#export-begin"), "export-existing");
    assertThat(Moves.files(out)).containsExactly("greet.js");
    Ui.click("#export-begin");

    awaitText("#export-result", "3 functions were exported");
    assertThat(Moves.files(out)).containsExactly("charge.js", "greet.js", "refund.js");
    assertThat(Files.readString(out.resolve("greet.js")))
        .isEqualTo(workspace.store().get("greet").code());
    Ui.click("#export-end");
  }

  @Test
  void whereNothingCanBeWrittenItSaysSoAndAsksAgain() throws Exception {
    show(out.resolve("nowhere/all.json"));
    Ui.click("#export-begin");

    Ui.node("Copy details");
    Ui.picture(Moves.scene("#export-begin"), "export-failed");
    assertThat(Ui.node("#export-begin").isDisabled()).isFalse();
    awaitText(".move-problem > .label", "nowhere is not there");
    Ui.click("#export-end");
    assertThat(Moves.files(out)).isEmpty();
  }
}
