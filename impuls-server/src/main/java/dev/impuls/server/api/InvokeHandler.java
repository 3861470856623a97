package dev.impuls.server.api;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.json.InvocationJson;
import dev.impuls.server.api.WaitingClients.Client;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/functions/{name}/invoke}. What is called most goes the short way: before
 * servlets and Javalin see it, on Jetty's own API, and the thread that ran the function writes the
 * answer. The call of a client that closes its connection meanwhile is cancelled.
 */
final class InvokeHandler extends Handler.Wrapper {
  private static final Pattern PATH =
      Pattern.compile(Pattern.quote(FunctionRoutes.PATH) + "/([^/]+)/invoke");
  private static final int MOST_EVENT_BYTES = 6 * 1024 * 1024;
  private static final String RETRY_AFTER_SECONDS = "1";

  /** The event, and its copy on the way to the function. */
  private static final long BYTES_PER_EVENT_CHAR = 2;

  /** The result, the answer, and what of it Jetty has not sent. */
  private static final long BYTES_PER_RETURNED_CHAR = 3;

  private final FunctionStore store;
  private final Invoker invoker;
  private final Bodies bodies;
  private final Budget results;
  private final WaitingClients clients = new WaitingClients();

  /**
   * @param results memory for what calls return, until their clients have taken it
   */
  InvokeHandler(FunctionStore store, Invoker invoker, Bodies bodies, Budget results) {
    this.store = store;
    this.invoker = invoker;
    this.bodies = bodies;
    this.results = results;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    clients.start(getServer().getScheduler(), getServer().getThreadPool());
  }

  @Override
  protected void doStop() throws Exception {
    clients.stop();
    super.doStop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Matcher path = PATH.matcher(request.getHttpURI().getCanonicalPath());
    if (!path.matches()) {
      return super.handle(request, response, callback);
    }
    Budget.Share returned = results.share();
    var exchange = new Exchange(request, response, Callback.from(callback, returned::close));
    try {
      if (!request.getMethod().equals("POST")) {
        throw new ApiException(ApiError.notAllowed(request.getMethod(), "POST"));
      }
      if (results.isOverdrawn()) {
        throw Budget.exhausted();
      }
      Function function = store.getToRun(URIUtil.decodePath(path.group(1)));
      Event event = event(request);
      request.addIdleTimeoutListener(_ -> false); // The function may take longer.
      try {
        var invocation = new Invocation(exchange.requestId(), function, event.json);
        CompletableFuture<InvocationResult> call =
            exchange.accepts(Exchange.EVENT_STREAM)
                ? stream(exchange, invocation, returned)
                : call(exchange, invocation, request, response, returned);
        var _ = call.whenComplete((result, failure) -> event.memory.close());
      } catch (RuntimeException | Error e) {
        event.memory.close();
        throw e;
      }
    } catch (Refused e) {
      answer(exchange, e.result, null);
    } catch (Exception e) {
      exchange.fail(e);
    }
    return true;
  }

  private CompletableFuture<InvocationResult> call(
      Exchange exchange,
      Invocation invocation,
      Request request,
      Response response,
      Budget.Share returned) {
    var call = invoker.invoke(invocation);
    Client client = call.isDone() ? null : clients.add(request, response, call);
    var _ =
        call.whenComplete(
            (result, failure) -> {
              returned.force(size(result));
              Runnable answer =
                  () -> {
                    try {
                      if (call.isCancelled()) {
                        exchange.abort();
                      } else {
                        answer(exchange, result, failure);
                      }
                    } catch (RuntimeException | Error e) {
                      exchange.failed(e); // Or nobody would ever hear of it.
                    }
                  };
              if (client == null) {
                answer.run();
              } else {
                client.answer(answer);
              }
            });
    return call;
  }

  private CompletableFuture<InvocationResult> stream(
      Exchange exchange, Invocation invocation, Budget.Share returned) {
    var stream = new CallStream(exchange, getServer().getScheduler());
    var call = invoker.invoke(invocation, stream::log);
    stream.start();
    // Whoever waits for its place starts in the thread that cancels, too.
    var _ = stream.gone().thenRunAsync(() -> call.cancel(true), getServer().getThreadPool());
    var _ =
        call.whenComplete(
            (result, failure) -> {
              returned.force(size(result));
              try {
                if (result == null) {
                  stream.fail(failure);
                } else {
                  stream.end(result);
                }
              } catch (RuntimeException | Error e) {
                stream.fail(e); // Or nobody would ever hear of it.
              }
            });
    return call;
  }

  /** Bytes of memory that a result and the answer made of it take. */
  private static long size(@Nullable InvocationResult result) {
    if (result == null) {
      return 0;
    }
    long chars = result.body() == null ? 0 : result.body().length();
    for (LogRecord record : result.logs()) {
      chars += record.message().length();
    }
    return BYTES_PER_RETURNED_CHAR * chars;
  }

  /** An event that no function gets to see; told in the shape of a call all the same. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient InvocationResult result;

    Refused(int statusCode, String type, String message) {
      super(message, null, false, false);
      this.result = InvocationResult.refused(statusCode, type, message);
    }
  }

  /**
   * What a function is given.
   *
   * @param memory that it takes; to be closed when the call has ended
   */
  private record Event(String json, Budget.Share memory) {}

  private Event event(Request request) throws IOException, Refused {
    HttpFields headers = request.getHeaders();
    try (InputStream in = Request.asInputStream(request);
        Body body =
            bodies.receive(
                request.getLength(),
                headers.get(HttpHeader.CONTENT_TYPE),
                headers.get(HttpHeader.CONTENT_ENCODING),
                in,
                MOST_EVENT_BYTES)) {
      String json = body.length() == 0 ? "null" : Json.checked(body.bytes());
      return new Event(json, body.handOver(BYTES_PER_EVENT_CHAR * json.length()));
    } catch (ApiException e) {
      if (e.error().status() != 413) {
        throw e;
      }
      throw new Refused(
          413, "Event.TooLarge", "The event is larger than " + MOST_EVENT_BYTES + " bytes");
    } catch (Json.NotJsonException e) {
      throw new Refused(400, "Event.NotJson", "The event is not valid JSON: " + e.getMessage());
    }
  }

  private static void answer(
      Exchange exchange, @Nullable InvocationResult result, @Nullable Throwable failure) {
    if (result == null) {
      exchange.fail(failure == null ? new IllegalStateException("no result") : failure);
      return;
    }
    int status = result.error() == null ? 200 : result.statusCode();
    if (status == 429) {
      exchange.header(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    exchange.answer(status, json -> InvocationJson.write(json, result, exchange.requestId()));
  }
}
