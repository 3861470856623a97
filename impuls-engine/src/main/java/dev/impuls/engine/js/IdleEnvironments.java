package dev.impuls.engine.js;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loaded environments that wait for their function's next call, the one used last first. There are
 * not more than a number of them, and none waits longer than a time; the one used longest ago goes
 * first.
 */
final class IdleEnvironments {
  private final int most;
  private final long keptNanos;
  private final Map<Key, Deque<JsEnvironment>> byFunction = new HashMap<>();

  /** All of them and since when they wait, longest first. */
  private final LinkedHashMap<JsEnvironment, Long> since = new LinkedHashMap<>();

  IdleEnvironments(int most, long keptNanos) {
    this.most = most;
    this.keptNanos = keptNanos;
  }

  /** The revision alone would do; the name is there so that nothing depends on a hash. */
  private record Key(String name, Revision revision) {
    static Key of(Function function) {
      return new Key(function.name(), function.revision());
    }
  }

  /** One for that revision of that function, or null; it is the caller's then. */
  synchronized @Nullable JsEnvironment take(Function function) {
    Deque<JsEnvironment> idle = byFunction.get(Key.of(function));
    JsEnvironment taken = idle == null ? null : idle.peekLast();
    if (taken != null) {
      remove(taken);
    }
    return taken;
  }

  /** Keeps an environment; answers those that have to go for it. */
  synchronized List<JsEnvironment> put(JsEnvironment environment) {
    since.put(environment, System.nanoTime());
    byFunction
        .computeIfAbsent(Key.of(environment.function()), key -> new ArrayDeque<>())
        .addLast(environment);
    return since.size() > most ? List.of(removeEldest()) : List.of();
  }

  /** Removes and answers those that waited too long. */
  synchronized List<JsEnvironment> takeExpired() {
    var expired = new ArrayList<JsEnvironment>();
    long now = System.nanoTime();
    while (!since.isEmpty() && now - since.firstEntry().getValue() > keptNanos) {
      expired.add(removeEldest());
    }
    return expired;
  }

  /** Removes and answers so many, or all there are; those that wait longest. */
  synchronized List<JsEnvironment> takeEldest(int count) {
    var eldest = new ArrayList<JsEnvironment>();
    while (eldest.size() < count && !since.isEmpty()) {
      eldest.add(removeEldest());
    }
    return eldest;
  }

  /** Removes and answers those for that revision of that function. */
  synchronized List<JsEnvironment> takeAll(Function function) {
    Deque<JsEnvironment> idle = byFunction.remove(Key.of(function));
    if (idle == null) {
      return List.of();
    }
    since.keySet().removeAll(idle);
    return List.copyOf(idle);
  }

  /** Removes and answers those for which that holds. */
  synchronized List<JsEnvironment> takeIf(Predicate<JsEnvironment> which) {
    List<JsEnvironment> taken = since.keySet().stream().filter(which).toList();
    taken.forEach(this::remove);
    return taken;
  }

  synchronized int size() {
    return since.size();
  }

  /** All, which stay. */
  synchronized List<JsEnvironment> all() {
    return List.copyOf(since.keySet());
  }

  /** Removes and answers all. */
  synchronized List<JsEnvironment> takeAll() {
    var all = List.copyOf(since.keySet());
    since.clear();
    byFunction.clear();
    return all;
  }

  private JsEnvironment removeEldest() {
    JsEnvironment eldest = since.firstEntry().getKey();
    remove(eldest);
    return eldest;
  }

  private void remove(JsEnvironment environment) {
    since.remove(environment);
    byFunction.computeIfPresent(
        Key.of(environment.function()),
        (key, idle) -> {
          idle.remove(environment);
          return idle.isEmpty() ? null : idle;
        });
  }
}
