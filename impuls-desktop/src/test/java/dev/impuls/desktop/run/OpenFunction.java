package dev.impuls.desktop.run;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** A function's tab without its controls. */
final class OpenFunction implements RunTarget {
  private final Function saved;
  private final ReadOnlyBooleanWrapper unsaved = new ReadOnlyBooleanWrapper();
  private final List<String> shownLines = new ArrayList<>();
  private Function edited;

  OpenFunction(Function saved) {
    this.saved = saved;
    this.edited = saved;
  }

  static Function function(String name, String runtime, String code, int timeoutSec) {
    return new FunctionBuilder(name, code)
        .id("id-" + name)
        .runtime(runtime)
        .timeoutSec(timeoutSec)
        .build();
  }

  /** Types other code. */
  void edit(String code) {
    edited = Function.of(saved.summary(), code, saved.environment());
    unsaved.set(!edited.code().equals(saved.code()));
  }

  /** What was shown: line, column and message. */
  List<String> shownLines() {
    return List.copyOf(shownLines);
  }

  @Override
  public String name() {
    return saved.name();
  }

  @Override
  public Function saved() {
    return saved;
  }

  @Override
  public Function edited() {
    return edited;
  }

  @Override
  public ReadOnlyBooleanProperty unsavedProperty() {
    return unsaved.getReadOnlyProperty();
  }

  @Override
  public void showLine(int line, int column, String message) {
    shownLines.add(line + ":" + column + " " + message);
  }
}
