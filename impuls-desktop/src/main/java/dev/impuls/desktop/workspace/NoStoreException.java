package dev.impuls.desktop.workspace;

import dev.impuls.store.file.FoundDirectory;

/** Says that a directory is no data directory; nothing was written there. */
public final class NoStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient FoundDirectory found;

  NoStoreException(FoundDirectory found) {
    super(found.refusal());
    this.found = found;
  }

  /** What is there. */
  public FoundDirectory found() {
    return found;
  }
}
