package dev.impuls.engine.http;

import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Header;
import dev.impuls.invoke.Fetcher.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** One request under way: gathers the response. */
final class Exchange implements Response.Listener {
  private final Target target;
  private final Held held;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private long heldBytes;
  private boolean over;

  /**
   * @param heldBytes what of {@code held} is this one's already
   */
  Exchange(Target target, Held held, int heldBytes) {
    this.target = target;
    this.held = held;
    this.heldBytes = heldBytes;
    var _ = outcome.whenComplete((done, failure) -> giveBack());
  }

  /** The response's body is larger than it may be. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** All bodies together are larger than they may be. */
  static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  void fail(Throwable failure) {
    if (!outcome.isDone()) { // It fails of being cancelled, too.
      outcome.complete(Failures.of(target, failure));
    }
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    int more = content.remaining();
    if (body.size() + more > Fetcher.MOST_BODY_BYTES) {
      var _ = response.abort(new TooLargeException());
    } else if (!take(more)) {
      var _ = response.abort(new BusyException());
    } else {
      byte[] bytes = new byte[more];
      content.get(bytes);
      body.writeBytes(bytes);
    }
  }

  /** False if there are too many; for one that is over they need not be counted. */
  private synchronized boolean take(int more) {
    if (over) {
      return true;
    }
    boolean taken = held.take(more);
    heldBytes += taken ? more : 0;
    return taken;
  }

  private synchronized void giveBack() {
    over = true;
    held.giveBack(heldBytes);
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      fail(failure);
      return;
    }
    Response response = result.getResponse();
    String reason = response.getReason();
    outcome.complete(
        new Fetcher.Response(
            response.getStatus(),
            reason == null ? "" : reason,
            response.getHeaders().stream()
                .map(
                    field ->
                        new Header(
                            field.getName(), field.getValue() == null ? "" : field.getValue()))
                .toList(),
            ByteBuffer.wrap(body.toByteArray())));
  }
}
