package dev.impuls.desktop.move;

import static dev.impuls.desktop.move.Moves.awaitText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.function.Function;
import dev.impuls.server.ImpulsServer;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyDialogTest {
  private final Moves moves = new Moves();
  private final Path directory;
  private final Workspace from;

  CopyDialogTest(@TempDir Path directory) {
    this.directory = directory;
    from = moves.workspace(directory.resolve("staging"));
    Moves.create(from, "charge", "greet", "order-created", "refund");
  }

  @AfterEach
  void close() throws Exception {
    moves.close();
  }

  @Test
  void functionsGoToAServerAndAreTheSameThere() throws Exception {
    var engine = Invokers.local(InvokerSettings.usual().withIsolation(Isolation.NONE));
    try (engine;
        var files =
            FileFunctionStore.open(new FileStoreSettings(directory.resolve("server"), false));
        var server = new ImpulsServer("127.0.0.1", 0, files, engine, "test")) {
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.port());
      Workspace to = moves.workspace(new Address.Server(uri), RemoteFunctionStore.open(uri, null));
      Ui.run(
          () ->
              new CopyDialog(from, to, moves.work, moves.notices)
                  .show(moves.stage, List.of("refund", "charge")));
      awaitText("#move-begin", "Copy 2 functions");
      Ui.picture(Moves.scene("#move-begin"), "copy");
      Ui.click("#move-begin");

      awaitText("#move-result", "2 were compared: all are the same on both sides.");
      Ui.picture(Moves.scene("#move-end"), "copy-report");
      assertThat(Moves.all(files)).containsExactly(kept("charge"), kept("refund"));
      Ui.click("#move-end");
      to.close();
    }
  }

  private Function kept(String name) {
    return from.store().get(name).keptAt("");
  }

  @Test
  void whatIsNoLongerThereIsTold() throws Exception {
    Workspace to = moves.workspace(directory.resolve("production"));
    Ui.run(
        () ->
            new CopyDialog(from, to, moves.work, moves.notices)
                .show(moves.stage, List.of("gone", "charge")));
    Ui.click("#conflict-skip");
    awaitText("#move-begin", "Copy 1 function");
    Ui.click("#move-begin");

    awaitText("#move-result", "1 function was copied to production. 1 could not be.");
    assertThat(Moves.all(to.store())).containsExactly(kept("charge"));
    Ui.click("#move-end");
  }

  /** Its window, or all of them, may be closed meanwhile. */
  @Test
  void aWorkspaceThatIsClosedMeanwhileHasNothingOfIt() throws Exception {
    Path directory = this.directory.resolve("production");
    var begun = new CountDownLatch(2);
    var goesOn = new CountDownLatch(1);
    Workspace to =
        TestWorkspace.with(
            moves.workspace(directory),
            (method, real) -> {
              if (method.equals("put")) {
                begun.countDown();
                if (begun.getCount() == 0) {
                  goesOn.await();
                }
              }
              return real.call();
            });
    Ui.run(
        () ->
            new CopyDialog(from, to, moves.work, moves.notices)
                .show(moves.stage, List.of("charge", "greet", "refund")));
    awaitText("#move-begin", "Copy 3 functions");
    Ui.click("#move-begin");
    begun.await();

    Thread closing = Thread.ofPlatform().start(to::close);
    Ui.await("it is cancelled", () -> moves.work.running().isEmpty());
    goesOn.countDown();
    closing.join();

    try (var files = FileFunctionStore.open(new FileStoreSettings(directory, false))) {
      assertThat(Moves.all(files)).isEmpty();
    }
    Ui.click("#move-end");
  }

  @Test
  void whatIsWrittenAndCannotBeComparedIsWritten() throws Exception {
    var written = new AtomicBoolean();
    Workspace to =
        TestWorkspace.with(
            moves.workspace(directory.resolve("production")),
            (method, real) -> {
              if (method.equals("put")) {
                written.set(true);
              } else if (written.get() && !method.equals("close")) {
                throw new StoreUnavailableException("The connection was lost", null);
              }
              return real.call();
            });
    Ui.run(
        () ->
            new CopyDialog(from, to, moves.work, moves.notices)
                .show(moves.stage, List.of("charge")));
    awaitText("#move-begin", "Copy 1 function");
    Ui.click("#move-begin");

    awaitText("#move-result", "1 function was copied to production. They were not compared.");
    Ui.click("#move-end");
  }

  @Test
  void aDragTellsWhichFunctionsOfWhichWorkspace() {
    var dragged = new DraggedFunctions(from.address(), List.of("charge", "refund"));

    Ui.run(
        () -> {
          Clipboard clipboard = Clipboard.getSystemClipboard();
          clipboard.setContent(dragged.content());
          assertThat(DraggedFunctions.of(clipboard)).hasValue(dragged);
          clipboard.clear();
          assertThat(DraggedFunctions.of(clipboard)).isEmpty();
        });
  }
}
