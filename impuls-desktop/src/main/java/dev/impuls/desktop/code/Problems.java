package dev.impuls.desktop.code;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong with which line, as lines are shown. They move with their lines. */
final class Problems {
  private final Map<Integer, String> messages = new TreeMap<>();

  void put(int line, String message) {
    messages.put(line, message);
  }

  void clear() {
    messages.clear();
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  @Nullable String at(int line) {
    return messages.get(line);
  }

  /** All, the first line's first. */
  Iterable<String> messages() {
    return messages.values();
  }

  void edited(Edit edit) {
    int more = edit.inserted().size() - edit.removed().size();
    if (messages.isEmpty() || more == 0) {
      return;
    }
    var before = new TreeMap<>(messages);
    messages.clear();
    int end = edit.removedEnd().line();
    before.forEach(
        (line, message) ->
            messages.put(
                line > end ? line + more : Math.min(line, edit.insertedEnd().line()), message));
  }
}
