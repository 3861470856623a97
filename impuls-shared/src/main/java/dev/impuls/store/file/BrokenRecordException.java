package dev.impuls.store.file;

import java.nio.file.Path;

/** A record's files are not what they should be; says which one and why. */
final class BrokenRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String problem;

  BrokenRecordException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
    this.problem = problem;
  }

  Path file() {
    return file;
  }

  String problem() {
    return problem;
  }
}
