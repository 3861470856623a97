package dev.impuls.server.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JsonGenerator;

/** A request and its answer on Jetty's own API, without servlets. */
final class Exchange {
  /** The media type of server-sent events. */
  static final String EVENT_STREAM = "text/event-stream";

  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField EVENTS =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, EVENT_STREAM);
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String requestId;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.requestId = RequestIds.from(request.getHeaders().get(RequestIds.HEADER));
  }

  String requestId() {
    return requestId;
  }

  /** Says something in the head of the answer. */
  void header(HttpHeader name, String value) {
    response.getHeaders().put(name, value);
  }

  /** Answers, once; does not block. */
  void answer(int status, Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream(1024);
    Json.write(bytes, content);
    head(status, JSON).put(HttpHeader.CONTENT_LENGTH, bytes.size());
    response.write(true, ByteBuffer.wrap(bytes.toByteArray()), callback);
  }

  private HttpFields.Mutable head(int status, HttpField type) {
    response.setStatus(status);
    var headers = response.getHeaders();
    headers.put(RequestIds.HEADER, requestId);
    headers.put(NO_SNIFF);
    headers.put(NO_STORE);
    headers.put(type);
    return headers;
  }

  /**
   * Whether the client takes an answer of a type that it named itself.
   *
   * @throws ApiException 400 if what it says is malformed
   */
  boolean accepts(String type) {
    return MediaRanges.of(request.getHeaders()).contains(type);
  }

  /** Begins an answer of server-sent events, of which {@link #write} sends more. */
  void startEvents() {
    head(200, EVENTS);
  }

  /** Sends part of an answer; one write at a time. */
  void write(boolean last, ByteBuffer part, Callback written) {
    response.write(last, part, written);
  }

  /** The answer is out. */
  void succeeded() {
    callback.succeeded();
  }

  /** No more of the answer comes, which the client sees by a broken connection. */
  void failed(Throwable e) {
    callback.failed(e);
  }

  /** Answers nothing, as the client is gone. */
  void abort() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("the client is gone"));
  }

  void error(ApiError any) {
    ApiError error = Peers.told(request, any);
    error.headers().forEach(response.getHeaders()::put);
    answer(error.status(), json -> error.write(json, requestId));
  }

  /** Answers what a failure is to the client. */
  void fail(Throwable e) {
    ApiError error = ApiError.of(e);
    if (error == null && ApiErrors.isOfTheClient(e)) {
      callback.failed(e);
      return;
    }
    error(error == null ? ApiErrors.unexpected(requestId, e) : ApiErrors.logged(error, requestId));
  }
}
