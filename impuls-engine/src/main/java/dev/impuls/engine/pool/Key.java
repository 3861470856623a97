package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;

/** A function at one state; the revision alone would do, but nothing is to depend on a hash. */
record Key(String name, Revision revision) {
  static Key of(Function function) {
    return new Key(function.name(), function.revision());
  }
}
