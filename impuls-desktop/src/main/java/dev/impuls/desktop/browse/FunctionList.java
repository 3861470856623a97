package dev.impuls.desktop.browse;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The functions of a workspace, as they change, and those of them that are looked for. */
public final class FunctionList {
  private static final Texts T = Texts.of(FunctionList.class);

  /** More changes than that at once, and all is listed again. */
  private static final int MOST_SINGLE = 50;

  private final Workspace workspace;
  private final Work work;
  private final ObservableList<FunctionSummary> all = FXCollections.observableArrayList();

  /** Filled at once: lists that filter by themselves tell of each row by itself, and are slow. */
  private final ObservableList<FunctionSummary> found = FXCollections.observableArrayList();

  private Predicate<FunctionSummary> wanted = _ -> true;
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Set<String> changed = new LinkedHashSet<>();
  private boolean busy;
  private boolean stale;

  /** Nothing yet; see {@link #reload}. */
  public FunctionList(Workspace workspace, Work work) {
    this.workspace = workspace;
    this.work = work;
    filter.addListener((_, _, text) -> apply(text));
  }

  /** All functions, in order of name. */
  public ObservableList<FunctionSummary> all() {
    return all;
  }

  /** Those that have what is looked for in their name or description. */
  public ObservableList<FunctionSummary> found() {
    return found;
  }

  /** What is looked for; words in any order, whatever the case. */
  public StringProperty filterProperty() {
    return filter;
  }

  /** Whether they were listed once. */
  public ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** Why they cannot be listed, for people; empty if they can. */
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  private void apply(String text) {
    String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
    wanted = text.isBlank() ? _ -> true : function -> matches(function, words);
    find();
  }

  private void find() {
    List<FunctionSummary> functions = all.stream().filter(wanted).toList();
    if (!found.equals(functions)) {
      found.setAll(functions);
    }
  }

  private void show(List<FunctionSummary> functions) {
    if (!all.equals(functions)) {
      all.setAll(functions);
      find();
    }
  }

  private static boolean matches(FunctionSummary function, String[] words) {
    String name = function.name().toLowerCase(Locale.ROOT);
    String description = null;
    for (String word : words) {
      if (name.contains(word)) {
        continue;
      }
      if (description == null) {
        description = function.description().toLowerCase(Locale.ROOT);
      }
      if (!description.contains(word) && !function.runtime().contains(word)) {
        return false;
      }
    }
    return true;
  }

  // ---- Keeping up ----

  /** Lists them again. */
  public void reload() {
    stale = true;
    next();
  }

  /** Those were changed. */
  public void heard(List<Change> changes) {
    changes.forEach(change -> changed.add(change.name()));
    next();
  }

  /** One thing at a time, so that what is older does not come later. */
  private void next() {
    if (busy) {
      return;
    }
    if (stale || changed.size() > MOST_SINGLE) {
      stale = false;
      changed.clear();
      busy = true;
      work.run(
          T.get("list.loading", workspace.address().title()),
          _ -> workspace.store().list(FunctionQuery.ALL).functions(),
          this::listed,
          this::failed);
    } else if (!changed.isEmpty()) {
      List<String> names = List.copyOf(changed);
      changed.clear();
      busy = true;
      work.run(
          T.get("list.refreshing"), _ -> read(workspace.store(), names), this::seen, this::failed);
    }
  }

  private void listed(List<FunctionSummary> functions) {
    show(functions);
    loaded.set(true);
    ready();
  }

  private void ready() {
    failure.set("");
    busy = false;
    next();
  }

  private void failed(Throwable why) {
    failure.set(Failures.words(why));
    loaded.set(true);
    busy = false;
    boolean more = stale || !changed.isEmpty();
    stale = true; // What was not seen now is seen with what is heard next.
    if (more) {
      next();
    }
  }

  private static Map<String, Optional<FunctionSummary>> read(
      FunctionStore store, List<String> names) {
    var seen = new LinkedHashMap<String, Optional<FunctionSummary>>();
    for (String name : names) {
      try {
        seen.put(name, Optional.of(store.get(name).summary()));
      } catch (FunctionNotFoundException | BrokenFunctionException e) {
        seen.put(name, Optional.empty());
      }
    }
    return seen;
  }

  private void seen(Map<String, Optional<FunctionSummary>> functions) {
    var now = new ArrayList<>(all);
    functions.forEach((name, function) -> put(now, name, function));
    show(now);
    ready();
  }

  private static void put(
      List<FunctionSummary> sorted, String name, Optional<FunctionSummary> function) {
    int index = indexOf(sorted, name);
    if (index >= 0 && function.isPresent()) {
      sorted.set(index, function.get());
    } else if (index >= 0) {
      sorted.remove(index);
    } else {
      function.ifPresent(one -> sorted.add(-index - 1, one));
    }
  }

  /** Where it is, or where it would be as -index - 1. */
  private static int indexOf(List<FunctionSummary> sorted, String name) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = sorted.get(middle).name().compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Whether there is one of that name. */
  public boolean contains(String name) {
    return indexOf(all, name) >= 0;
  }

  /** Names for the one that is asked for by part of its name, the best match first. */
  public List<String> match(String text, int most) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    var names = new ArrayList<FunctionSummary>();
    for (FunctionSummary function : all) {
      if (function.name().toLowerCase(Locale.ROOT).contains(wanted)) {
        names.add(function);
      }
    }
    names.sort(
        Comparator.<FunctionSummary>comparingInt(
                function -> function.name().toLowerCase(Locale.ROOT).indexOf(wanted))
            .thenComparing(FunctionSummary::name));
    return names.stream().limit(most).map(FunctionSummary::name).toList();
  }
}
