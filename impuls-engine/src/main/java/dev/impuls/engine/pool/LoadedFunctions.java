package dev.impuls.engine.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which functions a worker has been given, and under which ids. Guarded by its owner. */
final class LoadedFunctions {
  /** The one used longest ago first. */
  private final LinkedHashMap<Key, Entry> byKey = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Integer, Key> byId = new HashMap<>();
  private int lastId;

  /** A function under its id. */
  private static final class Entry {
    private final int id;
    private long usedNanos;

    Entry(int id) {
      this.id = id;
    }
  }

  /**
   * A function that is used.
   *
   * @param isNew whether it has to be loaded
   */
  record Use(int id, boolean isNew) {}

  Use use(Key key, long nowNanos) {
    Entry entry = byKey.get(key);
    boolean isNew = entry == null;
    if (entry == null) {
      entry = new Entry(++lastId);
      byKey.put(key, entry);
      byId.put(entry.id, key);
    }
    entry.usedNanos = nowNanos;
    return new Use(entry.id, isNew);
  }

  /** Removes one, and returns its id; null if it is not there. */
  @Nullable Integer remove(Key key) {
    Entry there = byKey.remove(key);
    if (there == null) {
      return null;
    }
    byId.remove(there.id);
    return there.id;
  }

  /** The function of that id; null if there is none, or none any more. */
  @Nullable Key of(int id) {
    return byId.get(id);
  }

  /**
   * Removes those that were not used since then.
   *
   * @param but these stay
   * @return their ids
   */
  List<Integer> takeUnusedSince(long thenNanos, Collection<Key> but) {
    var kept = new HashSet<>(but);
    var unused = new ArrayList<Integer>();
    var all = byKey.entrySet().iterator();
    while (all.hasNext()) {
      var each = all.next();
      if (each.getValue().usedNanos - thenNanos >= 0) {
        break; // And so were the rest.
      }
      if (!kept.contains(each.getKey())) {
        all.remove();
        byId.remove(each.getValue().id);
        unused.add(each.getValue().id);
      }
    }
    return unused;
  }
}
