package dev.impuls.invoke;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the HTTP requests of functions. Safe for use by any number of threads. */
public interface Fetcher extends AutoCloseable {
  /** Most bytes a request's or a response's body may have. */
  int MOST_BODY_BYTES = 6 * 1024 * 1024;

  /** Most bytes a request's URL and headers, or a response's headers, may have as they are sent. */
  int MOST_HEADER_BYTES = 64 * 1024;

  /** Most requests one call may have under way. */
  int MOST_AT_ONCE = 64;

  /** For where functions may not fetch: refuses every request. */
  Fetcher NONE =
      request ->
          CompletableFuture.completedFuture(
              new Failure("EACCES", "Functions can fetch nothing here"));

  /**
   * Makes one request, and follows no redirect. Every failure is an outcome, so the future never
   * fails. Cancelling it ends the request. Does not block.
   *
   * @return completed by any thread; what depends on it runs there and must not block
   */
  CompletableFuture<Outcome> fetch(Request request);

  /** Ends what is under way, and releases all. */
  @Override
  default void close() {}

  /** One header; names may come more than once. */
  record Header(String name, String value) {}

  /**
   * What is asked for.
   *
   * @param url absolute
   * @param body not to be changed; null for none
   */
  record Request(String method, String url, List<Header> headers, @Nullable ByteBuffer body) {
    public Request {
      headers = List.copyOf(headers);
    }

    /** About the bytes of the URL and the headers as they are sent. */
    public int headerBytes() {
      return url.length() + Fetcher.bytes(headers);
    }
  }

  /** What came of a request. */
  sealed interface Outcome {
    /** How large the body is that came, in bytes; 0 if none did. */
    default int bodyBytes() {
      return 0;
    }
  }

  /**
   * An answer, of whatever status.
   *
   * @param headers in the order they came
   * @param body decoded, not to be changed; empty if there is none
   */
  record Response(int status, String statusText, List<Header> headers, ByteBuffer body)
      implements Outcome {
    public Response {
      headers = List.copyOf(headers);
    }

    @Override
    public int bodyBytes() {
      return body.remaining();
    }
  }

  /**
   * Why there is no answer.
   *
   * @param code as Node.js has it, e.g. {@code ECONNREFUSED}; {@code EACCES} if it is not allowed
   * @param message for people
   */
  record Failure(String code, String message) implements Outcome {}

  private static int bytes(List<Header> headers) {
    return headers.stream()
        .mapToInt(header -> header.name().length() + header.value().length() + 4)
        .sum();
  }
}
