package dev.impuls.client;

import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.JsonReaders;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/** The functions of a list that a server answers, read as they come. */
final class FunctionList extends AbstractSpliterator<Function> {
  /** More than the HTTP client keeps of what has come. */
  private static final long MOST_TO_SKIP = 1024 * 1024;

  private final InputStream body;
  private final Api api;
  private final Runnable requireOpen;
  private @Nullable JsonParser json;

  /**
   * @param requireOpen throws if the store was closed
   */
  FunctionList(InputStream body, Api api, Runnable requireOpen) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.body = body;
    this.api = api;
    this.requireOpen = requireOpen;
  }

  Stream<Function> stream() {
    return StreamSupport.stream(this, false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Function> action) {
    requireOpen.run();
    Function next;
    try {
      JsonParser parser = json;
      if (parser == null) {
        parser = Api.JSON.createParser(JsonReaders.utf8(body));
        json = parser;
        findFunctions(parser);
      }
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      next = FunctionReader.function((ObjectNode) Api.JSON.readTree(parser));
    } catch (JacksonException e) {
      throw e.getCause() instanceof IOException lost
          ? new StoreUnavailableException(api.why(lost), e)
          : api.foreign(e);
    } catch (InvalidFunctionException e) {
      throw api.foreign(e);
    }
    action.accept(next);
    return true;
  }

  private void findFunctions(JsonParser parser) {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      for (String field = parser.nextName(); field != null; field = parser.nextName()) {
        if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("functions")) {
          return;
        }
        parser.skipChildren();
      }
    }
    throw api.foreign(null);
  }

  /** Gives the connection up, if not all was read. */
  void close() {
    try (body) {
      // The same connection may serve another request once all has come, and is closed with this.
      var _ = body.skip(MOST_TO_SKIP);
    } catch (IOException e) {
      throw new StoreUnavailableException(api.why(e), e);
    }
  }
}
