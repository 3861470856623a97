package dev.impuls.store.postgres;

import dev.impuls.function.Function;
import dev.impuls.store.FunctionQuery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;

/**
 * Functions in order of name, read in batches as they are consumed: no connection is held while
 * nobody reads, and no more than a batch is in memory. The first ones are small, for those who look
 * at a few only.
 */
final class Batches extends AbstractSpliterator<Function> {
  private static final int GROWTH = 4;
  private static final int LARGEST = 256;

  /** Reads the batch that a query asks for; empty at the end. */
  interface Read {
    List<Function> of(FunctionQuery batch);
  }

  private final Read read;
  private final Deque<Function> waiting = new ArrayDeque<>();
  private FunctionQuery query;
  private int left;
  private int size = 1;

  Batches(FunctionQuery query, Read read) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.query = query;
    this.left = query.limit();
    this.read = read;
  }

  @Override
  public boolean tryAdvance(Consumer<? super Function> action) {
    if (waiting.isEmpty() && left > 0) {
      waiting.addAll(read.of(query.withLimit(Math.min(size, left))));
      size = Math.min(size * GROWTH, LARGEST);
    }
    Function next = waiting.poll();
    if (next == null) {
      return false;
    }
    left--;
    query = query.withAfter(next.name());
    action.accept(next);
    return true;
  }
}
