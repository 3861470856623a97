package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher.Failure;
import dev.impuls.invoke.Fetcher.Outcome;
import dev.impuls.invoke.InvocationResult;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does what a worker says; what must not come now ends the connection. */
final class WorkerReceiver implements Connection.Receiver {
  private static final Failure TOO_MUCH =
      new Failure(
          "EAGAIN", "More comes at once than the function's worker takes in; try again later");

  private final Worker worker;
  private final String token;
  private final WorkerListener listener;

  /**
   * @param token what the worker has to say first
   */
  WorkerReceiver(Worker worker, String token, WorkerListener listener) {
    this.worker = worker;
    this.token = token;
    this.listener = listener;
  }

  @Override
  public void received(Message message) throws ProtocolException {
    switch (message) {
      case Message.Hello hello -> hello(hello);
      case Message other when !worker.wasConnected() ->
          throw new ProtocolException("no hello but " + other);
      case Message.Ready() -> {
        if (worker.advanceTo(WorkerLife.Stage.READY)) {
          listener.warm(worker);
        }
      }
      case Message.Loaded() -> worker.codeLoaded();
      case Message.Logged(int id, var record) -> {
        WorkerCall call = worker.call(id);
        if (call != null) {
          call.logged(record);
        }
      }
      case Message.Ended(int id, var result) -> answer(id, result);
      case Message.Broken broken -> broken(broken);
      case Message.Bloated() -> {
        if (worker.takesCalls()) {
          listener.bloated(worker);
        }
      }
      case Message.Fetch fetch -> fetch(fetch);
      case Message.FetchCancel(int id, int request) -> {
        WorkerCall call = worker.call(id);
        if (call != null) {
          call.fetches().cancel(request);
        }
      }
      default -> throw new ProtocolException("a server is not sent " + message);
    }
  }

  private void hello(Message.Hello hello) throws ProtocolException {
    if (worker.wasConnected()) {
      throw new ProtocolException("a second hello");
    }
    if (hello.version() != Frames.VERSION || !hello.token().equals(token)) {
      throw new ProtocolException("a hello of version " + hello.version() + ", or of a stranger");
    }
    listener.connected(worker, hello);
    worker.sendKept();
  }

  private void answer(int id, InvocationResult result) {
    WorkerCall call = worker.forget(id);
    boolean done = worker.isEnding();
    if (worker.noteAnswer()) {
      listener.answered(worker);
    }
    if (done) {
      worker.dismiss();
    }
    if (call != null) {
      call.end(result);
    }
  }

  /** What it warms up with is of its own making, and known by no id. */
  private void broken(Message.Broken broken) {
    boolean first = worker.takesCalls();
    Function culprit = worker.calledFunction(broken.function());
    if (culprit != null) {
      listener.broken(worker, culprit, broken.what());
    }
    // Whoever meets a broken engine later is not to blame.
    if (culprit != null && first && worker.plan().shared()) {
      listener.blamed(worker, Key.of(culprit));
    }
    worker.retire();
  }

  private void fetch(Message.Fetch fetch) throws ProtocolException {
    if (!worker.wasGiven(fetch.call())) {
      throw new ProtocolException("a request of a call that there never was");
    }
    WorkerCall call = worker.call(fetch.call());
    if (call != null) {
      call.fetches()
          .begin(fetch.id(), fetch.request(), outcome -> answerFetch(call, fetch, outcome));
    }
  }

  private void answerFetch(WorkerCall call, Message.Fetch asked, Outcome outcome) {
    Connection to = worker.connection();
    BooleanSupplier isWanted = () -> !call.result().isDone();
    if (to != null && !to.sendPatiently(fetched(asked, outcome), outcome.bodyBytes(), isWanted)) {
      var _ = to.sendPatiently(fetched(asked, TOO_MUCH), 0, isWanted);
    }
  }

  private static Message fetched(Message.Fetch asked, Outcome outcome) {
    return new Message.Fetched(asked.call(), asked.id(), outcome);
  }

  @Override
  public void closed(@Nullable IOException why) {
    worker.process().closed(why);
  }
}
