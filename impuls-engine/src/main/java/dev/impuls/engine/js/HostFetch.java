package dev.impuls.engine.js;

import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Failure;
import dev.impuls.invoke.Fetcher.Header;
import dev.impuls.invoke.Fetcher.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests and responses between the code of one environment and the {@link JsFetches} of
 * the call it serves. Between calls it makes no requests: the code's promises then never settle.
 * Used by one thread at a time.
 */
final class HostFetch {
  private @Nullable JsFetches fetches;

  /** The body of the response that is being delivered. */
  private ByteBuffer body = ByteBuffer.allocate(0);

  /** A call ended with requests under way, which the code still waits for. */
  private boolean leftSome;

  /** A call begins. */
  void begin(JsFetches ofCall) {
    fetches = ofCall;
  }

  /** The call has ended. */
  void end() {
    leftSome |= fetches != null && !fetches.isEmpty();
    fetches = null;
  }

  /** Frees what the code holds for the requests of calls that ended before they did. */
  void forgetEnded(Bootstrap script) {
    if (leftSome) {
      script.forgetFetches();
      leftSome = false;
    }
  }

  /**
   * Makes a request: {@code (id, method, url, headers, body, offset, length)}, where headers are
   * names and values in turn, and the body is a buffer or null.
   *
   * @return false if there are too many
   */
  boolean fetch(Value... arguments) {
    Value names = arguments[3];
    var headers = new ArrayList<Header>();
    for (long i = 0; i + 1 < names.getArraySize(); i += 2) {
      headers.add(
          new Header(names.getArrayElement(i).asString(), names.getArrayElement(i + 1).asString()));
    }
    ByteBuffer sent = null;
    if (!arguments[4].isNull()) {
      sent =
          ByteBuffer.wrap(
              HostBuffers.read(arguments[4], arguments[5].asLong(), arguments[6].asLong()));
    }
    var request =
        new Fetcher.Request(arguments[1].asString(), arguments[2].asString(), headers, sent);
    return fetches == null || fetches.begin(arguments[0].asInt(), request);
  }

  /** Ends a request: {@code (id)}. */
  @Nullable Object stop(Value... arguments) {
    if (fetches != null) {
      fetches.abort(arguments[0].asInt());
    }
    return null;
  }

  /** Copies the body of the response into an ArrayBuffer of its size: {@code (buffer)}. */
  @Nullable Object readBody(Value... arguments) {
    ByteBuffer bytes = body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Value to = arguments[0];
    while (bytes.remaining() >= Long.BYTES) {
      int at = bytes.position();
      to.writeBufferLong(ByteOrder.LITTLE_ENDIAN, at, bytes.getLong());
    }
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      to.writeBufferByte(at, bytes.get());
    }
    return null;
  }

  /** True if the outcome of a request waits to be delivered. */
  boolean hasArrived() {
    return fetches != null && fetches.hasArrived();
  }

  /** Removes the outcome that arrived first; null if there is none, or the call has ended. */
  JsFetches.@Nullable Arrived take() {
    return fetches == null ? null : fetches.take();
  }

  /** Hands an outcome over to the code. */
  void deliver(JsFetches.Arrived arrived, Bootstrap script) {
    switch (arrived.outcome()) {
      case Failure(String code, String message) -> script.fetched(arrived.id(), code, message);
      case Response response -> {
        body = response.body();
        try {
          script.fetched(
              arrived.id(),
              response.statusText(),
              response.status(),
              lines(response.headers()),
              body.remaining());
        } finally {
          body = ByteBuffer.allocate(0);
        }
      }
    }
  }

  /** Names and values in turn. */
  private static String lines(List<Header> headers) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.name(), header.value()))
        .map(text -> text.replace('\n', ' '))
        .collect(Collectors.joining("\n"));
  }
}
