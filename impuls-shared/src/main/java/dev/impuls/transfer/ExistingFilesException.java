package dev.impuls.transfer;

import java.util.List;

/** Files are there already that were to be written, and nothing was said of replacing them. */
public final class ExistingFilesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> names;

  public ExistingFilesException(List<String> names) {
    super("There are already " + String.join(", ", names));
    this.names = List.copyOf(names);
  }

  /** Their names, in order. */
  public List<String> names() {
    return names;
  }
}
