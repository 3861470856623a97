package dev.impuls.desktop.run;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    var summary =
        new FunctionSummary(
            "id-" + name,
            name,
            "",
            runtime,
            "index.handler",
            "",
            128,
            timeoutSec,
            Placement.DEFAULT,
            at,
            at);
    return Function.of(summary, code, Map.of());
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
