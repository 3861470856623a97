package dev.impuls.desktop.run;

import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import javafx.beans.property.ReadOnlyBooleanProperty;

/** The function a run panel runs. For the UI thread. */
public interface RunTarget {
  /** Its name. */
  String name();

  /** The function as it was loaded or saved last. */
  Function saved();

  /**
   * The function as it stands in its tab now.
   *
   * @throws InvalidFunctionException if it breaks rules
   */
  Function edited();

  /** Whether {@link #edited} is other than {@link #saved}. */
  ReadOnlyBooleanProperty unsavedProperty();

  /**
   * Marks and shows a line of the code.
   *
   * @param line the first is 1
   * @param column the first is 1
   * @param message why
   */
  void showLine(int line, int column, String message);
}
