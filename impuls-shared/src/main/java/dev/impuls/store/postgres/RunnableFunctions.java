package dev.impuls.store.postgres;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impuls.function.Function;
import dev.impuls.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Functions in memory, to be run without asking the database. What is in here was there a second
 * ago: it is given up when a change is heard of, also while it is being read.
 */
final class RunnableFunctions {
  /** In characters: thousands of ordinary functions, or a dozen of the largest. */
  private static final long MOST = 64L * 1024 * 1024;

  /**
   * A function as it was read.
   *
   * @param version of the row it was read from
   */
  record Loaded(Function function, long version) {}

  /** What was heard of changes. */
  interface Heard {
    /** Whether that is the version of the function's row that was last heard of. */
    boolean isLast(String name, long version);
  }

  private final Heard heard;

  private final AsyncCache<String, Loaded> functions =
      Caffeine.newBuilder()
          .maximumWeight(MOST)
          .weigher((String name, Loaded loaded) -> weight(loaded.function()))
          .executor(Runnable::run)
          .buildAsync();

  RunnableFunctions(Heard heard) {
    this.heard = heard;
  }

  /** The function, if it is here. */
  @Nullable Function get(String name) {
    CompletableFuture<Loaded> there = functions.getIfPresent(name);
    return there == null || !isThere(there) ? null : there.join().function();
  }

  private static boolean isThere(CompletableFuture<Loaded> loading) {
    return loading.isDone() && !loading.isCompletedExceptionally();
  }

  /** The function, read if it is not here; whoever asks for it meanwhile waits for that reading. */
  Function get(String name, java.util.function.Function<String, Loaded> read) {
    var mine = new CompletableFuture<Loaded>();
    CompletableFuture<Loaded> there = functions.asMap().putIfAbsent(name, mine);
    if (there == null) {
      there = mine;
      try {
        mine.complete(read.apply(name));
        keepIfLast(name, mine);
      } catch (RuntimeException | Error e) {
        mine.completeExceptionally(e); // Which removes it.
      }
    }
    try {
      return there.join().function();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Given up while it was read, it may have been for the very change that was read. */
  private void keepIfLast(String name, CompletableFuture<Loaded> loaded) {
    functions
        .asMap()
        .computeIfAbsent(name, key -> heard.isLast(name, loaded.join().version()) ? loaded : null);
  }

  /** Another version is there now; one that was read after that change stays. */
  void forgetOthers(String name, long version) {
    functions
        .asMap()
        .computeIfPresent(
            name,
            (key, loading) ->
                isThere(loading) && loading.join().version() == version ? loading : null);
  }

  void forget(String name) {
    functions.asMap().remove(name);
  }

  void clear() {
    functions.asMap().clear();
  }

  private static int weight(Function function) {
    int environment =
        function.environment().entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length() + 100)
            .sum();
    return 1000 + function.code().length() + function.description().length() + environment;
  }
}
