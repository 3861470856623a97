package dev.impuls.store.postgres;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.impuls.function.Function;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What came of reading one: a cache writes of those that fail, as nobody would be told. */
  private record Outcome(@Nullable Loaded loaded, @Nullable Throwable failure) {
    Loaded get() {
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
      return Objects.requireNonNull(loaded);
    }

    int characters() {
      return loaded == null ? 0 : loaded.function().characters();
    }

    boolean isOf(long version) {
      return loaded != null && loaded.version() == version;
    }
  }

  private final AsyncCache<String, Outcome> functions =
      Caffeine.newBuilder()
          .maximumWeight(MOST)
          .weigher((String name, Outcome outcome) -> outcome.characters())
          .executor(Runnable::run)
          .buildAsync();

  /** How often something was forgotten, which is not to be put back by who began to read before. */
  private final AtomicLong forgotten = new AtomicLong();

  /** Those that are here and were not yet heard of, with the time they were read. */
  private final Map<String, Long> unheard = new ConcurrentHashMap<>();

  RunnableFunctions(Heard heard) {
    this.heard = heard;
  }

  /** The function, if it is here. */
  @Nullable Function get(String name) {
    CompletableFuture<Outcome> there = functions.getIfPresent(name);
    Loaded loaded = there == null || !there.isDone() ? null : there.join().loaded();
    return loaded == null ? null : loaded.function();
  }

  /** The function, read if it is not here; whoever asks for it meanwhile waits for that reading. */
  Function get(String name, java.util.function.Function<String, Loaded> read) {
    CompletableFuture<Outcome> there = functions.getIfPresent(name);
    if (there == null) {
      var mine = new CompletableFuture<Outcome>();
      there = functions.asMap().putIfAbsent(name, mine);
      if (there == null) {
        there = mine;
        load(name, mine, read);
      }
    }
    return there.join().get().function();
  }

  private void load(
      String name,
      CompletableFuture<Outcome> loading,
      java.util.function.Function<String, Loaded> read) {
    long before = forgotten.get();
    Loaded loaded;
    try {
      loaded = read.apply(name);
    } catch (RuntimeException | Error e) {
      functions.asMap().remove(name, loading);
      loading.complete(new Outcome(null, e));
      return;
    }
    loading.complete(new Outcome(loaded, null));
    // Given up while it was read, it may have been for the very change that was read.
    functions
        .asMap()
        .computeIfAbsent(
            name,
            key ->
                forgotten.get() == before && heard.isLast(name, loaded.version()) ? loading : null);
    if (!heard.isLast(name, loaded.version())) {
      unheard.put(name, System.nanoTime());
    }
  }

  /**
   * Everything that was committed by then has been heard of. What was read by then and is none of
   * it goes: no other change of it may ever be heard.
   */
  void caughtUp(long nanoTime) {
    unheard.forEach(
        (name, readAt) -> {
          if (readAt - nanoTime < 0 && unheard.remove(name, readAt)) {
            functions.asMap().computeIfPresent(name, this::unlessUnheard);
          }
        });
  }

  private @Nullable CompletableFuture<Outcome> unlessUnheard(
      String name, CompletableFuture<Outcome> loading) {
    Loaded loaded = loading.isDone() ? loading.join().loaded() : null;
    return loaded != null && !heard.isLast(name, loaded.version()) ? null : loading;
  }

  /** Another version is there now; one that was read after that change stays. */
  void forgetOthers(String name, long version) {
    functions
        .asMap()
        .computeIfPresent(
            name,
            (key, loading) -> loading.isDone() && loading.join().isOf(version) ? loading : null);
  }

  /** Whoever asks from now on is given what is read from now on. */
  void forget(String name) {
    forgotten.incrementAndGet();
    functions.asMap().remove(name);
  }

  void clear() {
    forgotten.incrementAndGet();
    functions.asMap().clear();
  }
}
