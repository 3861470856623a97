package dev.impuls.desktop.edit;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javafx.beans.InvalidationListener;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The settings and the environment of a function as they are being edited, all as texts. */
final class Fields {
  private static final Texts T = Texts.of(Fields.class);

  private final StringProperty description = new SimpleStringProperty("");
  private final StringProperty runtime = new SimpleStringProperty("");
  private final StringProperty handler = new SimpleStringProperty("");
  private final StringProperty memoryMb = new SimpleStringProperty("");
  private final StringProperty timeoutSec = new SimpleStringProperty("");
  private final StringProperty group = new SimpleStringProperty("");
  private final StringProperty isolation = new SimpleStringProperty("");
  private final ObservableList<Variable> environment = FXCollections.observableArrayList();
  private final Runnable edited;
  private final InvalidationListener listener;
  private boolean quiet;

  /**
   * @param edited told of each edit
   */
  Fields(Runnable edited) {
    this.edited = edited;
    listener = _ -> tell();
    description.addListener(listener);
    runtime.addListener(listener);
    handler.addListener(listener);
    memoryMb.addListener(listener);
    timeoutSec.addListener(listener);
    group.addListener(listener);
    isolation.addListener(listener);
    environment.addListener(this::environmentChanged);
  }

  private void tell() {
    if (!quiet) {
      edited.run();
    }
  }

  private void environmentChanged(ListChangeListener.Change<? extends Variable> change) {
    while (change.next()) {
      for (Variable added : change.getAddedSubList()) {
        added.nameProperty().addListener(listener);
        added.valueProperty().addListener(listener);
      }
      for (Variable removed : change.getRemoved()) {
        removed.nameProperty().removeListener(listener);
        removed.valueProperty().removeListener(listener);
      }
    }
    tell();
  }

  StringProperty description() {
    return description;
  }

  StringProperty runtime() {
    return runtime;
  }

  StringProperty handler() {
    return handler;
  }

  StringProperty memoryMb() {
    return memoryMb;
  }

  StringProperty timeoutSec() {
    return timeoutSec;
  }

  StringProperty group() {
    return group;
  }

  StringProperty isolation() {
    return isolation;
  }

  ObservableList<Variable> environment() {
    return environment;
  }

  /** Shows those of a function. */
  void show(Function function) {
    quiet = true;
    description.set(function.description());
    runtime.set(function.runtime());
    handler.set(function.handler());
    memoryMb.set(Integer.toString(function.memoryMb()));
    timeoutSec.set(Integer.toString(function.timeoutSec()));
    group.set(function.placement().group());
    isolation.set(function.placement().isolation());
    environment.setAll(
        new TreeMap<>(function.environment())
            .entrySet().stream()
                .map(entry -> new Variable(entry.getKey(), entry.getValue()))
                .toList());
    quiet = false;
    edited.run();
  }

  /** Shows those of a draft. */
  void show(Draft draft) {
    quiet = true;
    description.set(draft.description());
    runtime.set(draft.runtime());
    handler.set(draft.handler());
    memoryMb.set(draft.memoryMb());
    timeoutSec.set(draft.timeoutSec());
    group.set(draft.group());
    isolation.set(draft.isolation());
    environment.setAll(
        draft.environment().stream().map(v -> new Variable(v.name(), v.value())).toList());
    quiet = false;
    edited.run();
  }

  private static @Nullable Integer number(StringProperty text) {
    try {
      return Integer.valueOf(text.get().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    environment.forEach(v -> variables.put(v.nameProperty().get(), v.valueProperty().get()));
    return variables;
  }

  /** What is other than in a function; fields that can be none at all are left out. */
  FunctionPatch patch(Function from) {
    Map<String, String> variables = variables();
    return new FunctionPatch(
        changed(description.get(), from.description()),
        changed(runtime.get().strip(), from.runtime()),
        changed(handler.get().strip(), from.handler()),
        null,
        changed(number(memoryMb), from.memoryMb()),
        changed(number(timeoutSec), from.timeoutSec()),
        changed(group.get().strip(), from.placement().group()),
        changed(isolation.get(), from.placement().isolation()),
        changed(variables, from.environment()));
  }

  private static <T> @Nullable T changed(@Nullable T now, T before) {
    return now == null || now.equals(before) ? null : now;
  }

  /** Whether anything is other than in a function. */
  boolean differ(Function from) {
    return !description.get().equals(from.description())
        || !runtime.get().strip().equals(from.runtime())
        || !handler.get().strip().equals(from.handler())
        || !memoryMb.get().strip().equals(Integer.toString(from.memoryMb()))
        || !timeoutSec.get().strip().equals(Integer.toString(from.timeoutSec()))
        || !group.get().strip().equals(from.placement().group())
        || !isolation.get().equals(from.placement().isolation())
        || environment.size() != from.environment().size()
        || !variables().equals(from.environment());
  }

  /** What is wrong with what was changed, by the field's name in the API; the first of each. */
  Map<String, String> problems(Function from) {
    var problems = new LinkedHashMap<String, String>();
    for (FieldProblem problem : FunctionRules.check(patch(from))) {
      problems.putIfAbsent(problem.field(), problem.message());
    }
    if (number(memoryMb) == null) {
      problems.put("memory_mb", T.get("problem.number"));
    }
    if (number(timeoutSec) == null) {
      problems.put("timeout_sec", T.get("problem.number"));
    }
    if (variables().size() < environment.size()) {
      problems.put("environment", T.get("problem.twice"));
    }
    return problems;
  }

  /** What is there now, to be kept. */
  Draft draft(String revision, @Nullable String code) {
    return new Draft(
        revision,
        description.get(),
        runtime.get(),
        handler.get(),
        memoryMb.get(),
        timeoutSec.get(),
        group.get(),
        isolation.get(),
        environment.stream()
            .map(v -> new Draft.Entry(v.nameProperty().get(), v.valueProperty().get()))
            .toList(),
        code);
  }
}
