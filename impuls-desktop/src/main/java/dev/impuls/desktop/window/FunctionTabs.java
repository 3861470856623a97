package dev.impuls.desktop.window;

import dev.impuls.desktop.edit.Draft;
import dev.impuls.desktop.edit.Drafts;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/** The open functions, which come back with the workspace; other tabs may be between them. */
final class FunctionTabs extends TabPane {
  private static final Texts T = Texts.of(FunctionTabs.class);

  private final Workspace workspace;
  private final Work work;
  private final Notices notices;
  private final StateDirectory state;
  private final Set<String> opening = new HashSet<>();
  private final ReadOnlyBooleanWrapper functionShown = new ReadOnlyBooleanWrapper();
  private final Drafts drafts;
  private boolean restored;

  /** Those of before that could not be opened, to be tried the next time. */
  private final Set<String> left = new LinkedHashSet<>();

  /**
   * @param state what is remembered of this workspace
   */
  FunctionTabs(Workspace workspace, Work work, Notices notices, StateDirectory state) {
    this.workspace = workspace;
    this.work = work;
    this.notices = notices;
    this.state = state;
    drafts = new Drafts(state);
    getStyleClass().add("open-functions");
    setTabClosingPolicy(TabClosingPolicy.ALL_TABS);
    setTabDragPolicy(TabDragPolicy.REORDER);
    getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            () -> {
              functionShown.set(current().isPresent());
              keep();
            });
    getTabs().addListener((ListChangeListener<Tab>) _ -> keep());
  }

  /** The functions that are open, in the order of their tabs. */
  List<FunctionTab> all() {
    var open = new ArrayList<FunctionTab>();
    for (Tab tab : getTabs()) {
      if (tab instanceof FunctionTab function) {
        open.add(function);
      }
    }
    return open;
  }

  /** Those with unsaved work. */
  List<FunctionTab> unsaved() {
    return all().stream().filter(tab -> tab.edit().unsavedProperty().get()).toList();
  }

  /** The function that is shown. */
  Optional<FunctionTab> current() {
    return getSelectionModel().getSelectedItem() instanceof FunctionTab tab
        ? Optional.of(tab)
        : Optional.empty();
  }

  /** Whether a function is shown. */
  ReadOnlyBooleanProperty functionShownProperty() {
    return functionShown.getReadOnlyProperty();
  }

  private Optional<FunctionTab> tab(String name) {
    return all().stream().filter(tab -> tab.name().equals(name)).findFirst();
  }

  // ---- Opening ----

  /** Opens a function, or shows it if it is open. */
  void open(String name) {
    Optional<FunctionTab> there = tab(name);
    if (there.isPresent()) {
      getSelectionModel().select(there.get());
      there.get().edit().focusCode();
    } else if (opening.add(name)) {
      work.run(
          T.get("opening", name),
          _ -> workspace.store().get(name),
          function -> {
            opening.remove(name);
            show(function);
          },
          failure -> {
            opening.remove(name);
            notices.failed(T.get("open.failed", name), failure);
          });
    }
  }

  /** Shows a function that was read just now. */
  void show(Function function) {
    FunctionTab tab = tab(function.name()).orElseGet(() -> add(function));
    getSelectionModel().select(tab);
    tab.edit().focusCode();
  }

  private FunctionTab add(Function function) {
    left.remove(function.name());
    var tab = new FunctionTab(workspace, work, notices, state, function);
    tab.setOnCloseRequest(
        event -> {
          event.consume();
          close(tab);
        });
    getTabs().add(tab);
    return tab;
  }

  // ---- Closing ----

  /** Closes a function; unsaved work is asked about. */
  void close(FunctionTab tab) {
    if (!tab.edit().unsavedProperty().get()) {
      remove(tab);
      return;
    }
    Questions.ask(
        getScene().getWindow(),
        T.get("close.title", tab.name()),
        T.get("close.text"),
        List.of(
            new Questions.Answer(T.get("close.save"), () -> tab.edit().save(() -> close(tab))),
            new Questions.Answer(T.get("close.drop"), () -> remove(tab))));
  }

  private void remove(FunctionTab tab) {
    tab.close(true);
    getTabs().remove(tab);
  }

  /** Ends what they do; unsaved work is kept, and the tabs are there the next time. */
  void end() {
    restored = false;
    all().forEach(tab -> tab.close(false));
  }

  // ---- What is kept ----

  /** Opens the functions that were open before. */
  void restore() {
    OpenTabs before = state.read(OpenTabs.DOCUMENT, OpenTabs.class).orElse(OpenTabs.NONE);
    if (before.names().isEmpty()) {
      restored = true;
      return;
    }
    left.addAll(before.names());
    work.run(
        T.get("restoring"),
        _ -> read(before.names()),
        found -> {
          left.removeAll(found.gone().keySet());
          found.gone().forEach(this::tellGone);
          found.functions().stream().filter(f -> tab(f.name()).isEmpty()).forEach(this::add);
          found.deleted().stream().filter(f -> tab(f.name()).isEmpty()).forEach(this::addDeleted);
          restored = true;
          if (before.selected() != null) {
            tab(before.selected()).ifPresent(tab -> getSelectionModel().select(tab));
          }
          keep();
          found.failed().forEach((name, why) -> notices.failed(T.get("open.failed", name), why));
        },
        failure -> {
          restored = true;
          notices.failed(T.get("restore.failed"), failure);
        });
  }

  private void tellGone(String name, boolean hadDraft) {
    if (hadDraft) {
      drafts.remove(name);
      notices.failed(T.get("open.failed", name), T.get("restore.gone"), "");
    }
  }

  private void addDeleted(Function function) {
    add(function).edit().look();
  }

  /**
   * What became of the functions that were open.
   *
   * @param deleted those that are no longer there, as unsaved work on them has them
   * @param gone those that are no longer there, whose code is not known; whether there was unsaved
   *     work on their settings
   * @param failed why others cannot be opened
   */
  private record Found(
      List<Function> functions,
      List<Function> deleted,
      Map<String, Boolean> gone,
      Map<String, RuntimeException> failed) {}

  private Found read(List<String> names) {
    var found =
        new Found(
            new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (String name : names) {
      try {
        found.functions().add(workspace.store().get(name));
      } catch (FunctionNotFoundException e) {
        Optional<Draft> draft = drafts.get(name);
        if (draft.isPresent() && draft.get().code() != null) {
          found.deleted().add(draft.get().base(name));
        } else {
          found.gone().put(name, draft.isPresent());
        }
      } catch (BrokenFunctionException e) {
        found.failed().put(name, e);
      }
    }
    return found;
  }

  private void keep() {
    if (restored) {
      state.write(
          OpenTabs.DOCUMENT,
          new OpenTabs(
              Stream.concat(all().stream().map(FunctionTab::name), left.stream()).toList(),
              current().map(FunctionTab::name).orElse(null)));
    }
  }
}
