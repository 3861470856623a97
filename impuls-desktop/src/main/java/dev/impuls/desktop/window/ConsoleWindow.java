package dev.impuls.desktop.window;

import dev.impuls.desktop.browse.FunctionList;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.ConnectDialog;
import dev.impuls.desktop.workspace.NoStoreException;
import dev.impuls.desktop.workspace.WelcomeView;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.store.file.FoundDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/** One window: the welcome, or a workspace. For the UI thread. */
public final class ConsoleWindow {
  private static final Texts T = Texts.of(ConsoleWindow.class);
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 820;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Console console;
  private final Stage stage;
  private final Work work = new Work();
  private final Notices notices = new Notices();
  private final BorderPane content = new BorderPane();
  private final WaitingPane waiting = new WaitingPane();
  private @Nullable Opened opened;
  private @Nullable Job<Workspace> opening;

  /** A workspace that is open here. */
  private record Opened(Workspace workspace, WorkspaceView view, StateDirectory state) {}

  ConsoleWindow(Console console, Stage stage) {
    this.console = console;
    this.stage = stage;
    var root = new StackPane(content, waiting, notices);
    StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
    var scene = new Scene(root, WIDTH, HEIGHT);
    Theme.style(scene);
    stage.setScene(scene);
    stage.setMinWidth(320);
    stage.setMinHeight(320);
    stage.setOnCloseRequest(this::closeRequested);
    showWelcome();
  }

  /** The window itself. */
  public Stage stage() {
    return stage;
  }

  /** The workspace that is open. */
  public Optional<Workspace> workspace() {
    return Optional.ofNullable(opened).map(Opened::workspace);
  }

  @Nullable String address() {
    return opened == null ? null : opened.workspace().address().text();
  }

  Work work() {
    return work;
  }

  Notices notices() {
    return notices;
  }

  private void showWelcome() {
    stage.setTitle(T.get("title"));
    var welcome =
        new WelcomeView(
            console.recent(),
            new WelcomeView.Actions() {
              @Override
              public void open(Address address) {
                ConsoleWindow.this.open(address);
              }

              @Override
              public void chooseDirectory() {
                ConsoleWindow.this.chooseDirectory();
              }

              @Override
              public void connect() {
                ConsoleWindow.this.connect("");
              }

              @Override
              public void openSample() {
                ConsoleWindow.this.openSample();
              }
            });
    show(welcome, new WindowCommands(console, this, null).commands());
  }

  private void show(Node view, Commands commands) {
    content.setTop(commands.menuBar());
    content.setCenter(view);
  }

  // ---- Opening ----

  /** Opens what a person gave as an address. */
  public void open(String address) {
    try {
      open(Address.parse(address));
    } catch (IllegalArgumentException e) {
      notices.failed(T.get("open.failed.address"), Failures.words(e), "");
    }
  }

  /** Opens a function of the workspace that is open. */
  public void openFunction(String name) {
    if (opened != null) {
      opened.view().open(name);
    }
  }

  /** Opens a workspace here, or in a window of its own if one is open here. */
  void open(Address address) {
    open(address, () -> console.workspaces().open(address));
  }

  private void open(Address address, Supplier<Workspace> opens) {
    if (opened != null) {
      console.openWindow().open(address, opens);
      return;
    }
    if (opening != null) {
      opening.cancel();
    }
    Job<Workspace> job =
        work.start(
            T.get("opening.workspace", address.text()),
            _ -> opens.get(),
            this::show,
            failure -> notOpened(address, failure));
    opening = job;
    content.disableProperty().bind(job.runningProperty());
    waiting.show(job);
  }

  /** Offers what may have been meant, if it was a directory that is no data directory. */
  private void notOpened(Address address, Throwable failure) {
    FoundDirectory found = failure instanceof NoStoreException other ? other.found() : null;
    if (found != null && found.kind() == FoundDirectory.Kind.INSIDE_OF_STORE) {
      Questions.ask(
          stage,
          T.get("open.inside.title"),
          T.get("open.inside.text", found.path(), found.store()),
          List.of(
              new Questions.Answer(
                  T.get("open.inside.open", found.store()),
                  () -> open(new Address.Directory(found.store())))));
    } else if (found != null && found.kind() == FoundDirectory.Kind.NOT_EMPTY) {
      var directory = new Address.Directory(found.path());
      Questions.ask(
          stage,
          T.get("open.other.title"),
          T.get("open.other.text", found.path()),
          List.of(
              new Questions.Answer(
                  T.get("open.other.make"),
                  () -> open(directory, () -> console.workspaces().make(directory)))));
    } else {
      notices.failed(T.get("open.failed", address.text()), failure);
    }
  }

  /** Shows a workspace that was opened. */
  void show(Workspace workspace) {
    console.recent().opened(workspace.address());
    stage.setTitle(T.get("title.workspace", workspace.address().title()));
    StateDirectory state = console.stateOf(workspace.address());
    var functions = new FunctionList(workspace, work);
    var commands = new WindowCommands(console, this, workspace);
    var view = new WorkspaceView(workspace, work, notices, state, functions, commands);
    commands.attach(view);
    opened = new Opened(workspace, view, state);
    show(view, commands.commands());
    view.tabs().restore();
    console.keepWindows();
  }

  /** Asks for a directory and opens it. */
  void chooseDirectory() {
    Path chosen = console.files().directory(stage, T.get("choose.directory"));
    if (chosen != null) {
      open(new Address.Directory(chosen));
    }
  }

  /** Asks for a server and opens it. */
  void connect(String address) {
    var dialog =
        new ConnectDialog(
            console.workspaces(),
            console.keys(),
            work,
            workspace -> (opened == null ? this : console.openWindow()).show(workspace));
    var _ = dialog.show(stage, address);
  }

  private void openSample() {
    work.run(
        T.get("opening.sample"),
        _ -> console.makeSample(),
        this::open,
        failure -> notices.failed(T.get("sample.failed"), failure));
  }

  // ---- Leaving ----

  /** Asks about unsaved work, and closes the workspace. */
  void leave() {
    Opened here = opened;
    if (here != null) {
      ask(
          here,
          () -> {
            leaveNow(here, false);
            showWelcome();
            console.keepWindows();
          });
    }
  }

  private void askUnsaved(Opened here, Runnable next) {
    List<FunctionTab> unsaved = here.view().tabs().unsaved();
    if (unsaved.isEmpty()) {
      next.run();
      return;
    }
    String names = String.join(", ", unsaved.stream().map(FunctionTab::name).toList());
    Questions.ask(
        stage,
        T.get("leave.title", unsaved.size(), unsaved.getFirst().name()),
        T.get("leave.text", names),
        List.of(
            new Questions.Answer(
                T.get("leave.save"), () -> saveAll(unsaved, () -> askUnsaved(here, next))),
            new Questions.Answer(
                T.get("leave.drop"),
                () -> {
                  unsaved.forEach(tab -> tab.edit().revert());
                  next.run();
                })));
  }

  private void ask(Opened here, Runnable next) {
    List<String> left = notices.left();
    Runnable further = () -> askUnsaved(here, next);
    if (left.isEmpty()) {
      further.run();
    } else {
      Questions.ask(
          stage,
          T.get("leave.left.title"),
          String.join("\n\n", left),
          List.of(new Questions.Answer(T.get("leave.left.leave"), further)));
    }
  }

  /** One after the other; what cannot be saved ends it, and is told. */
  private static void saveAll(List<FunctionTab> unsaved, Runnable next) {
    var left = new ArrayDeque<>(unsaved);
    new Runnable() {
      @Override
      public void run() {
        FunctionTab tab = left.poll();
        if (tab == null) {
          next.run();
        } else {
          tab.edit().save(this);
        }
      }
    }.run();
  }

  private void leaveNow(Opened here, boolean wait) {
    opened = null;
    notices.withdrawOffers();
    here.workspace().beginClose();
    here.view().close();
    work.close();
    Thread closing =
        Thread.ofPlatform()
            .name("impuls-close")
            .start(
                () -> {
                  here.state().close();
                  here.workspace().close();
                });
    console.closing(closing);
    if (wait) {
      try {
        closing.join(PATIENCE); // What takes longer goes on without a window.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeRequested(WindowEvent event) {
    console.closeRequested();
    Opened here = opened;
    if (here != null && !(here.view().tabs().unsaved().isEmpty() && notices.left().isEmpty())) {
      event.consume();
      ask(here, this::close);
    } else {
      close();
    }
  }

  /** Closes it. */
  void close() {
    console.closing();
    closeNow();
  }

  /** Closes it without asking; unsaved work is kept. */
  void closeNow() {
    Opened here = opened;
    if (here != null) {
      leaveNow(here, true);
    }
    work.close();
    stage.close();
    console.closed(this);
  }
}
