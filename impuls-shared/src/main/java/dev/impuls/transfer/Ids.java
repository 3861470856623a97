package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.json.Incoming;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each function that is imported has an id that is a UUID, and that no other
 * function has. One that has none gets an id derived from its name and the id it came with, so that
 * the same function gets the same one whenever it is imported.
 */
final class Ids {
  private final FunctionStore target;

  /** Who came first with an id. */
  private final Map<String, String> claimed = new HashMap<>();

  private @Nullable Map<String, String> kept;

  Ids(FunctionStore target) {
    this.target = target;
  }

  /**
   * A function with the id that it is to have.
   *
   * @param note why it is not the one it came with, a sentence without its end; null if it is
   */
  record Settled(Incoming function, @Nullable String note) {}

  /**
   * Takes note of the id of a function; of two with one id, who comes first keeps it.
   *
   * @return the name of the other one that has the id, or null
   */
  @Nullable String claim(Incoming function) {
    String id = function.id();
    if (id == null) {
      return null;
    }
    String first = claimed.putIfAbsent(key(id), function.name());
    return function.name().equals(first) ? null : first;
  }

  /**
   * Decides on the id of a function; any thread may ask.
   *
   * @param first what {@link #claim} said
   * @param there the function of its name that is there, or null
   */
  Settled settled(Incoming function, @Nullable String first, @Nullable Function there) {
    String id = function.id();
    if (id == null || (there != null && id.equals(there.id()))) {
      return new Settled(function, null);
    }
    if (!FunctionRules.isUuid(id)) {
      return changed(function, id, "the one it came with is no UUID");
    }
    String other = first != null ? first : kept().get(key(id));
    if (other == null || other.equals(function.name())) {
      return new Settled(function, null);
    }
    return changed(function, id, "\"" + other + "\" has the one it came with");
  }

  private static Settled changed(Incoming function, String id, String why) {
    byte[] bytes = ("impuls:" + function.name() + ":" + id).getBytes(StandardCharsets.UTF_8);
    return new Settled(
        function.withId(UUID.nameUUIDFromBytes(bytes).toString()), "it has a new id, as " + why);
  }

  private synchronized Map<String, String> kept() {
    if (kept == null) {
      var names = new HashMap<String, String>();
      for (FunctionSummary each : target.list(FunctionQuery.ALL).functions()) {
        names.putIfAbsent(key(each.id()), each.name());
      }
      kept = names;
    }
    return kept;
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
