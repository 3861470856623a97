package dev.impuls.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of events that a server sends (WHATWG HTML, "Server-sent events"), as far as an Impuls
 * server makes use of them.
 */
final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final InputStream in;

  /**
   * An event.
   *
   * @param id that of the last event that had one, this or one before; null if none had
   */
  record Event(String type, @Nullable String id, String data) {}

  /** Reads what comes; closes it with itself. */
  EventStream(InputStream in) {
    this.in = in;
  }

  /**
   * Hands over the events that come, until the stream ends or is closed.
   *
   * @throws IOException if it breaks off; it may also just end then
   */
  void read(Consumer<Event> listener) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String type = "";
    String id = null;
    var data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          data.setLength(data.length() - 1);
          listener.accept(new Event(type.isEmpty() ? "message" : type, id, data.toString()));
        }
        type = "";
        data.setLength(0);
        continue;
      }
      switch (field) {
        case "event" -> type = value;
        case "id" -> id = value;
        case "data" -> data.append(value).append('\n');
        default -> {} // A comment, or of a newer server.
      }
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      log.debug("A stream cannot be closed", e);
    }
  }
}
