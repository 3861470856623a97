package dev.impuls.desktop.window;

import dev.impuls.desktop.browse.BrowseView;
import dev.impuls.desktop.browse.Deletion;
import dev.impuls.desktop.browse.NewFunctionDialog;
import dev.impuls.desktop.move.CopyDialog;
import dev.impuls.desktop.move.DraggedFunctions;
import dev.impuls.desktop.move.ExportDialog;
import dev.impuls.desktop.move.ImportDialog;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;

/** What can be done in a window, by its menus, its keys, its palette and its list of functions. */
final class WindowCommands implements BrowseView.Actions {
  private static final Texts T = Texts.of(WindowCommands.class);
  private static final int MOST_FOUND = 200;

  private final Console console;
  private final ConsoleWindow window;
  private final @Nullable Workspace workspace;
  private final Work work;
  private final Notices notices;
  private final Commands commands = new Commands();
  private @Nullable WorkspaceView view;

  /**
   * @param workspace the one that is open, or null
   */
  WindowCommands(Console console, ConsoleWindow window, @Nullable Workspace workspace) {
    this.console = console;
    this.window = window;
    this.workspace = workspace;
    work = window.work();
    notices = window.notices();
    if (workspace == null) {
      addGeneral();
      addView();
    }
  }

  /** Says which view the commands are about. */
  void attach(WorkspaceView shown) {
    view = shown;
    addGeneral();
    addFunction(shown.tabs().functionShownProperty(), open().writableProperty());
    addView();
    shown.setOnDragOver(this::mayDrop);
    shown.setOnDragDropped(this::drop);
  }

  Commands commands() {
    return commands;
  }

  private Workspace open() {
    return Objects.requireNonNull(workspace, "there is no workspace");
  }

  private WorkspaceView view() {
    return Objects.requireNonNull(view, "there is no workspace");
  }

  private void addGeneral() {
    commands.add("file", "open", "Shortcut+O", Commands.ALWAYS, window::chooseDirectory);
    commands.add("file", "connect", "Shortcut+Shift+O", Commands.ALWAYS, () -> window.connect(""));
    commands.add("file", "window", "Shortcut+Shift+N", Commands.ALWAYS, console::openWindow);
    if (workspace != null) {
      commands.add(
          "file", "import", "Shortcut+I", open().writableProperty(), this::importFunctions);
      commands.add("file", "export", "Shortcut+E", Commands.ALWAYS, () -> export(List.of()));
      commands.add("file", "copy", "", Commands.ALWAYS, () -> copy(view().browse().selected()));
      commands.add("file", "leave", "", Commands.ALWAYS, window::leave);
    }
    commands.add("file", "quit", "Shortcut+Q", Commands.ALWAYS, console::quit);
  }

  private void addFunction(ObservableBooleanValue shown, ObservableBooleanValue writable) {
    commands.add("function", "new", "Shortcut+N", writable, () -> create(List.of()));
    commands.add("function", "jump", "Shortcut+P", Commands.ALWAYS, this::jump);
    commands.add(
        "function", "filter", "Shortcut+L", Commands.ALWAYS, () -> view().browse().focusFilter());
    add("save", "Shortcut+S", shown, tab -> tab.edit().save(() -> {}));
    add("run", "Shortcut+Enter", shown, tab -> tab.run().run());
    add("cancel", "Shortcut+Shift+Enter", shown, tab -> tab.run().cancel());
    add("find", "Shortcut+F", shown, tab -> tab.edit().editor().showFind());
    add("replace", "Shortcut+H", shown, tab -> tab.edit().editor().showReplace());
    add("line", "Shortcut+G", shown, tab -> tab.edit().editor().showGoToLine());
    add("revert", "", shown, tab -> tab.edit().revert());
    add("duplicate", "", shown, tab -> create(List.of(tab.name())));
    add("delete", "", shown, tab -> delete(List.of(tab.name())));
    commands.add("function", "close", "Shortcut+W", Commands.ALWAYS, () -> view().closeCurrent());
  }

  private void add(
      String key, String keys, ObservableBooleanValue shown, Consumer<FunctionTab> action) {
    commands.add("function", key, keys, shown, () -> view().tabs().current().ifPresent(action));
  }

  private void addView() {
    commands.add("view", "palette", "Shortcut+Shift+P", Commands.ALWAYS, this::palette);
    if (workspace != null) {
      commands.add("view", "refresh", "F5", Commands.ALWAYS, () -> view().refresh());
      commands.add("view", "health", "", Commands.ALWAYS, () -> view().showHealth());
    }
    for (Theme.Choice choice : Theme.Choice.values()) {
      commands.add(
          "view",
          "theme." + choice.name().toLowerCase(Locale.ROOT),
          "",
          Commands.ALWAYS,
          () -> console.theme().choiceProperty().set(choice));
    }
  }

  private void jump() {
    new Chooser<String>(
            T.get("jump"),
            text -> view().functions().match(text, MOST_FOUND),
            name -> name,
            name -> view().open(name))
        .show(window.stage());
  }

  private void palette() {
    new Chooser<Command>(T.get("palette"), this::match, this::shown, Command::run)
        .show(window.stage());
  }

  private List<Command> match(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return commands.all().stream()
        .filter(command -> command.enabled().get())
        .filter(command -> command.text().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  private String shown(Command command) {
    return command.keys() == null
        ? command.text()
        : command.text() + "   " + command.keys().getDisplayText();
  }

  // ---- The list of functions ----

  @Override
  public void open(List<String> names) {
    names.forEach(name -> view().open(name));
  }

  @Override
  public void create(List<String> like) {
    if (like.isEmpty()) {
      ask(null);
      return;
    }
    String name = like.getFirst();
    work.run(
        T.get("reading", name),
        _ -> open().store().get(name),
        this::ask,
        failure -> notices.failed(T.get("reading.failed", name), failure));
  }

  private void ask(@Nullable Function like) {
    var dialog = new NewFunctionDialog(open(), work, view().functions(), made -> view().show(made));
    var _ = dialog.show(window.stage(), like);
  }

  @Override
  public void delete(List<String> names) {
    new Deletion(open(), work, notices).ask(window.stage(), names);
  }

  @Override
  public void export(List<String> names) {
    new ExportDialog(open(), work, notices, console.files()).show(window.stage(), names);
  }

  @Override
  public void importFunctions() {
    importFile(null);
  }

  private void importFile(@Nullable Path file) {
    new ImportDialog(open(), work, notices, console.files(), () -> view().refresh())
        .show(window.stage(), file);
  }

  @Override
  public void copy(List<String> names) {
    if (names.isEmpty()) {
      notices.failed(T.get("copy.nothing"), T.get("copy.nothing.why"), "");
      return;
    }
    List<Workspace> others = console.others(open());
    if (others.isEmpty()) {
      notices.failed(T.get("copy.nowhere"), T.get("copy.nowhere.why"), "");
      return;
    }
    if (others.size() == 1) {
      copy(open(), others.getFirst(), names);
      return;
    }
    new Chooser<Workspace>(
            T.get("copy.to"),
            text -> others.stream().filter(w -> w.address().text().contains(text)).toList(),
            w -> w.address().text(),
            to -> copy(open(), to, names))
        .show(window.stage());
  }

  @Override
  public void showProblems() {
    view().showHealth();
  }

  private void copy(Workspace from, Workspace to, List<String> names) {
    new CopyDialog(from, to, work, notices).show(window.stage(), names);
  }

  // ---- Dragging ----

  @Override
  public void drag(Node source, List<String> names) {
    source
        .startDragAndDrop(TransferMode.COPY)
        .setContent(new DraggedFunctions(open().address(), names).content());
  }

  private void mayDrop(DragEvent event) {
    Optional<DraggedFunctions> functions = DraggedFunctions.of(event.getDragboard());
    boolean foreign = functions.isPresent() && !functions.get().address().equals(open().address());
    boolean file = event.getDragboard().hasFiles() && event.getDragboard().getFiles().size() == 1;
    if ((foreign || file) && open().writableProperty().get()) {
      event.acceptTransferModes(TransferMode.COPY);
      event.consume();
    }
  }

  private void drop(DragEvent event) {
    Optional<DraggedFunctions> functions = DraggedFunctions.of(event.getDragboard());
    if (functions.isPresent()) {
      console
          .workspace(functions.get().address())
          .ifPresent(from -> copy(from, open(), functions.get().names()));
    } else {
      importFile(event.getDragboard().getFiles().getFirst().toPath());
    }
    event.setDropCompleted(true);
    event.consume();
  }
}
