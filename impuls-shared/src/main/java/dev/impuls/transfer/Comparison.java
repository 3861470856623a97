package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.json.Incoming;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is other on one side than on the other.
 *
 * @param equal how many functions are the same in every field
 * @param differences of the others, in order of name
 */
public record Comparison(int equal, List<Difference> differences) {

  /**
   * One function that is not the same.
   *
   * @param what what is other, for people
   */
  public record Difference(String name, Kind kind, String what) {}

  /** In what way it is not the same. */
  public enum Kind {
    /** It is not there. */
    MISSING,
    /** It is there, and was changed on either side. */
    DIFFERENT,
    /** It cannot be read where it is from, or where it went. */
    UNREADABLE,
    /** It was brought over, and is no longer where it came from. */
    REMOVED
  }

  /**
   * Looks whether all that is wanted of a source is in a store, as it is.
   *
   * @throws TransferException if the source is not whole
   */
  public static Comparison of(
      Source source, FunctionStore store, Predicate<String> wanted, Progress progress)
      throws IOException, TransferException {
    var equal = new AtomicInteger();
    var ids = new Ids(store);
    List<Difference> differences = Collections.synchronizedList(new ArrayList<>());
    progress.begins(Progress.Step.COMPARING, 0);
    try (var workers = new Workers()) {
      source.read(
          item -> {
            String first = item instanceof Item.Whole(Incoming one) ? ids.claim(one) : null;
            if (wanted.test(item.name())) {
              workers.add(
                  item,
                  one -> {
                    Difference difference = difference(one, store, ids, first);
                    if (difference == null) {
                      equal.incrementAndGet();
                    } else {
                      differences.add(difference);
                    }
                    progress.advances();
                  });
            }
          });
      workers.finish();
    }
    differences.sort(Comparator.comparing(Difference::name));
    return new Comparison(equal.get(), List.copyOf(differences));
  }

  private static @Nullable Difference difference(
      Item item, FunctionStore store, Ids ids, @Nullable String first) {
    String name = item.name();
    return switch (item) {
      case Item.Unreadable unreadable -> new Difference(name, Kind.UNREADABLE, unreadable.reason());
      case Item.Whole whole -> {
        try {
          Function there = store.get(name);
          // What a file leaves out is the same whatever it is.
          Incoming settled = ids.settled(whole.function(), first, there).function();
          Function expected = settled.function(there, there.updatedAt());
          yield expected.revision().equals(there.revision())
              ? null
              : new Difference(name, Kind.DIFFERENT, what(expected, there));
        } catch (FunctionNotFoundException e) {
          yield new Difference(name, Kind.MISSING, "is not there");
        } catch (BrokenFunctionException e) {
          yield new Difference(name, Kind.UNREADABLE, Reasons.of(e));
        }
      }
    };
  }

  private static String what(Function expected, Function there) {
    Map<String, Object> a = fields(expected);
    Map<String, Object> b = fields(there);
    return "has another "
        + String.join(
            ", ",
            a.keySet().stream().filter(key -> !Objects.equals(a.get(key), b.get(key))).toList());
  }

  private static Map<String, Object> fields(Function function) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", function.id());
    fields.put("description", function.description());
    fields.put("runtime", function.runtime());
    fields.put("handler", function.handler());
    fields.put("code", function.code());
    fields.put("memory_mb", function.memoryMb());
    fields.put("timeout_sec", function.timeoutSec());
    fields.put("group", function.placement().group());
    fields.put("isolation", function.placement().isolation());
    fields.put("environment", function.environment());
    fields.put("created_at", function.createdAt());
    fields.put("updated_at", function.updatedAt());
    return fields;
  }
}
