package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages to a worker: kept here until it has said hello, sent at once from then on. Guarded
 * by its worker.
 */
final class Outbox {
  private final List<Message> kept = new ArrayList<>();
  private @Nullable Connection connection;
  private boolean open;

  /** The worker has connected, and has said nothing yet. */
  void connect(Connection made) {
    connection = made;
  }

  /**
   * The worker has said hello.
   *
   * @return the messages that were kept, to be sent before any other
   */
  List<Message> open() {
    open = true;
    List<Message> first = List.copyOf(kept);
    kept.clear();
    return first;
  }

  boolean isOpen() {
    return open;
  }

  /** Where messages go; null while they are kept. */
  @Nullable Connection connection() {
    return open ? connection : null;
  }

  /** Sends a message or keeps it; false if too much waits to be sent already. */
  boolean send(Message message) {
    if (!open) {
      kept.add(message);
      return true;
    }
    return connection == null || connection.send(message);
  }

  /** Drops the calls that are kept, but for those with these ids. */
  void retainCalls(Set<Integer> ids) {
    kept.removeIf(message -> message instanceof Message.Call call && !ids.contains(call.call()));
  }

  /** Drops all that is kept. */
  void clear() {
    kept.clear();
  }
}
