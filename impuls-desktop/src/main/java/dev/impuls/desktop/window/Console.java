package dev.impuls.desktop.window;

import dev.impuls.desktop.run.SavedEvents;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.FileChoice;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.ApiKeys;
import dev.impuls.desktop.workspace.RecentWorkspaces;
import dev.impuls.desktop.workspace.SampleWorkspace;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.desktop.workspace.Workspaces;
import dev.impuls.engine.InvokerSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;

/** The windows of one console, and what they have in common. For the UI thread. */
public final class Console implements AutoCloseable {
  private static final Texts T = Texts.of(Console.class);
  private static final String WINDOWS = "windows";
  private static final String SETTINGS = "settings";

  private final StateDirectory state;
  private final ApiKeys keys;
  private final Theme theme;
  private final FileChoice files;
  private final Workspaces workspaces;
  private final RecentWorkspaces recent;
  private final SampleWorkspace sample;
  private final List<ConsoleWindow> windows = new ArrayList<>();
  private final ChangeListener<Theme.Choice> themeChosen;
  private final List<Kept> last;
  private final List<Thread> closing = new ArrayList<>();
  private boolean quitting;
  private boolean asking;

  /**
   * A window as it is kept.
   *
   * @param address of its workspace, or null
   */
  record Kept(WindowPlace place, @Nullable String address) {}

  /** The windows that were open last. */
  private record KeptWindows(List<Kept> windows) {
    KeptWindows {
      windows = List.copyOf(windows);
    }
  }

  /** What a person chose. */
  private record Settings(Theme.Choice theme) {}

  /**
   * One without windows.
   *
   * @param state what is remembered
   * @param functions how functions run on this machine
   * @param files asks for files and directories
   */
  public Console(
      StateDirectory state,
      ApiKeys keys,
      InvokerSettings functions,
      FileChoice files,
      Theme theme,
      Clock clock) {
    this.state = state;
    this.keys = keys;
    this.theme = theme;
    this.files = files;
    workspaces = new Workspaces(keys, functions);
    recent = new RecentWorkspaces(state, clock);
    sample = new SampleWorkspace(state);
    last = state.read(WINDOWS, KeptWindows.class).map(KeptWindows::windows).orElse(List.of());
    state.read(SETTINGS, Settings.class).ifPresent(s -> theme.choiceProperty().set(s.theme()));
    themeChosen = (_, _, now) -> state.write(SETTINGS, new Settings(now));
    theme.choiceProperty().addListener(themeChosen);
  }

  /**
   * Opens the first windows: that of an address, or else those that were open last.
   *
   * @param first a stage to be used for one of them
   * @param address or null
   */
  public void start(Stage first, @Nullable String address) {
    List<Kept> before = last;
    if (address != null || before.isEmpty()) {
      ConsoleWindow window = open(first, before.isEmpty() ? null : before.getFirst().place());
      if (address != null) {
        window.open(address);
      }
      return;
    }
    Stage stage = first;
    for (Kept kept : before) {
      ConsoleWindow window = open(stage, kept.place());
      if (kept.address() != null) {
        window.open(kept.address());
      }
      stage = new Stage();
    }
  }

  /** Opens one more window, without a workspace. */
  public ConsoleWindow openWindow() {
    return open(new Stage(), null);
  }

  private ConsoleWindow open(Stage stage, @Nullable WindowPlace place) {
    var window = new ConsoleWindow(this, stage);
    windows.add(window);
    if (place != null) {
      place.apply(stage);
    }
    stage.show();
    return window;
  }

  /** The windows there are. */
  public List<ConsoleWindow> windows() {
    return List.copyOf(windows);
  }

  /** The workspaces that are open, but for one. */
  List<Workspace> others(Workspace than) {
    return windows.stream()
        .flatMap(window -> window.workspace().stream())
        .filter(workspace -> !workspace.equals(than))
        .toList();
  }

  /** The open workspace of an address. */
  Optional<Workspace> workspace(Address address) {
    return windows.stream()
        .flatMap(window -> window.workspace().stream())
        .filter(workspace -> workspace.address().equals(address))
        .findFirst();
  }

  /** The workspace of a window changed. */
  void keepWindows() {
    quitting = false; // Somebody went on.
    writeWindows();
  }

  private void writeWindows() {
    List<Kept> now =
        windows.stream()
            .map(window -> new Kept(WindowPlace.of(window.stage()), window.address()))
            .toList();
    state.write(WINDOWS, new KeptWindows(now));
  }

  /** Closes all windows, each of which may ask first. All of them are there the next time. */
  void quit() {
    writeWindows();
    quitting = true;
    asking = true;
    for (ConsoleWindow window : windows()) {
      window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
    }
    asking = false;
  }

  /** A window is to close, by itself or with all. */
  void closeRequested() {
    quitting &= asking;
  }

  /** A window is about to close. */
  void closing() {
    if (!quitting) {
      writeWindows();
    }
  }

  /** A workspace is being closed on that thread. */
  void closing(Thread thread) {
    closing.removeIf(before -> !before.isAlive());
    closing.add(thread);
  }

  /** A window is gone. What the last one was is remembered. */
  void closed(ConsoleWindow window) {
    windows.remove(window);
    if (!windows.isEmpty() && !quitting) {
      writeWindows();
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  StateDirectory state() {
    return state;
  }

  /** What is remembered of one workspace; to be closed. */
  StateDirectory stateOf(Address address) {
    return state.child("workspaces/" + StateDirectory.digest(address.text()));
  }

  ApiKeys keys() {
    return keys;
  }

  FileChoice files() {
    return files;
  }

  Theme theme() {
    return theme;
  }

  Workspaces workspaces() {
    return workspaces;
  }

  RecentWorkspaces recent() {
    return recent;
  }

  /** Makes the sample workspace if it is not there, with events to run it with. Takes its time. */
  Address.Directory makeSample() throws IOException {
    Address.Directory address = sample.make();
    try (StateDirectory of = stateOf(address)) {
      SampleWorkspace.events()
          .forEach((name, event) -> SavedEvents.seed(of, name, T.get("sample.event"), event));
    }
    return address;
  }

  /**
   * Closes all windows without asking, unsaved work kept, and waits until all is written and
   * workspaces are closed, also those that were left before.
   */
  @Override
  public void close() {
    if (!windows.isEmpty()) {
      writeWindows();
      quitting = true;
    }
    windows().forEach(ConsoleWindow::closeNow);
    closing.forEach(Console::await);
    theme.choiceProperty().removeListener(themeChosen);
    state.close();
    keys.close();
  }
}
