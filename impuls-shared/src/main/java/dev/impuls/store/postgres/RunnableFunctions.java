package dev.impuls.store.postgres;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impuls.function.Function;
import dev.impuls.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Functions in memory, to be run without asking the database. What is in here was there a second
 * ago, and after what this process changed itself: it is given up when a change is heard of, also
 * while it is being read.
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
          .weigher((String name, Loaded loaded) -> loaded.function().characters())
          .executor(Runnable::run)
          .buildAsync();

  /** How often something was forgotten, which is not to be put back by who began to read before. */
  private final AtomicLong forgotten = new AtomicLong();

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
    CompletableFuture<Loaded> there = functions.getIfPresent(name);
    if (there == null) {
      var mine = new CompletableFuture<Loaded>();
      there = functions.asMap().putIfAbsent(name, mine);
      if (there == null) {
        there = mine;
        load(name, mine, read);
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

  private void load(
      String name,
      CompletableFuture<Loaded> loading,
      java.util.function.Function<String, Loaded> read) {
    long before = forgotten.get();
    Loaded loaded;
    try {
      loaded = read.apply(name);
    } catch (RuntimeException | Error e) {
      loading.completeExceptionally(e); // Which removes it.
      return;
    }
    loading.complete(loaded);
    // Given up while it was read, it may have been for the very change that was read.
    functions
        .asMap()
        .computeIfAbsent(
            name,
            key ->
                forgotten.get() == before && heard.isLast(name, loaded.version()) ? loading : null);
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

  /** Whoever asks from now on is given what is read from now on. */
  void forget(String name) {
    forgotten.incrementAndGet();
    functions.asMap().remove(name);
  }

  void clear() {
    functions.asMap().clear();
  }
}
