package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.IoLoop;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.engine.pool.Launcher.Started;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function process as its invoker sees it: from before it is there, when what it is to be sent
 * waits, to its end, when every call that it has not answered is told why.
 */
final class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  /**
   * A process stops code itself when its time is up, and after a second ends itself if it cannot.
   */
  private static final Duration GRACE = Duration.ofMillis(1500);

  /** How long a process may take to end that has closed its connection. */
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private static final int SIGNALLED = 128;

  private static final InvocationError TOO_FAST =
      new InvocationError(
          "TooManyRequests",
          "The function's process takes in events more slowly than they come; try again later",
          "");

  private final int memoryMb;
  private final String token;
  private final Listener listener;
  private final StartLimits startLimits;
  private final StartWatch startWatch;
  private final Map<Integer, WorkerCall> calls = new HashMap<>();
  private final List<Message> early = new ArrayList<>();
  private int lastCall;
  private @Nullable Function function;
  private @Nullable Process process;
  private @Nullable Connection connection;
  private boolean connected;
  private boolean warm;
  private boolean loaded;
  private boolean answered;

  /** Takes no more calls. */
  private boolean retired;

  /** It was this side that wanted it to end, and not for anything it did. */
  private boolean dismissed;

  /** There is a connection that may hold answers yet. */
  private boolean open;

  /** It was ended as it did not start. */
  private boolean startFailed;

  private @Nullable Integer exitCode;
  private @Nullable String failure;
  private long usedNanos = System.nanoTime();

  /** What ended the process, if it was this side. */
  private @Nullable String killedFor;

  /** Who hears how processes fare; called by any thread, without a lock of the process. */
  interface Listener {
    /** It is connected. */
    void connected(Worker which, Message.Hello hello);

    /** It has run the throwaway functions, and takes no more than its share of the machine. */
    void warm(Worker which);

    /** It has answered a call. */
    void answered(Worker which);

    /** Its engine failed, of what it says; it takes no more calls. */
    void broken(Worker which, String what);

    /** It is no more, and everything it had is released. */
    void ended(Worker which);

    /** A call was given to a process that ended before it could begin it. */
    void placeAgain(WorkerCall call);
  }

  Worker(int memoryMb, String token, StartLimits startLimits, Listener listener) {
    this.memoryMb = memoryMb;
    this.token = token;
    this.startLimits = startLimits;
    this.startWatch = new StartWatch(startLimits, System.nanoTime());
    this.listener = listener;
  }

  int memoryMb() {
    return memoryMb;
  }

  String token() {
    return token;
  }

  /** The function it is for; null for a spare one. */
  synchronized @Nullable Function function() {
    return function;
  }

  synchronized boolean isWarm() {
    return warm;
  }

  /** Whether it is busy with its own start. */
  synchronized boolean isStarting() {
    return !warm && exitCode == null && (function == null || !connected);
  }

  /** Whether it has nothing to do any more but to end. */
  synchronized boolean isEnding() {
    return retired && calls.isEmpty();
  }

  synchronized boolean wasConnected() {
    return connected;
  }

  /** What it ended of, for people; null while it runs, and if it was not needed any more. */
  synchronized @Nullable String failure() {
    return failure;
  }

  /** False if it ended before the function's code was ever loaded. */
  synchronized boolean wasLoaded() {
    return loaded;
  }

  /** Whether it was given a call at all, and none was answered. */
  synchronized boolean answeredNothing() {
    return lastCall > 0 && !answered;
  }

  /** When it was last called or answered; to be compared. */
  synchronized long usedNanos() {
    return usedNanos;
  }

  /** Makes it the process of that function. */
  void assign(Function assigned) {
    synchronized (this) {
      function = assigned;
    }
    sendOrKeep(new Message.Load(assigned));
  }

  /** Gives it a call; false if it takes none any more. */
  boolean take(WorkerCall call) {
    int id;
    synchronized (this) {
      if (retired) {
        return false;
      }
      lastCall++;
      id = lastCall;
      calls.put(id, call);
      usedNanos = System.nanoTime();
    }
    var _ =
        call.result()
            .whenComplete(
                (result, failure) -> {
                  if (call.result().isCancelled() && forget(id) != null) {
                    sendOrKeep(new Message.Cancel(id));
                  }
                });
    var message = new Message.Call(id, call.invocation().requestId(), call.invocation().event());
    if (!sendOrKeep(message) && forget(id) != null) {
      // What depends on the result must not run here, in the middle of the pool's work.
      Thread.ofVirtual().start(() -> call.fail(429, TOO_FAST));
    }
    return true;
  }

  private boolean sendOrKeep(Message message) {
    Connection to;
    synchronized (this) {
      if (!connected) {
        early.add(message);
        return true;
      }
      to = connection;
    }
    return to == null || send(to, message);
  }

  private boolean send(Connection to, Message message) {
    if (message instanceof Message.Call(int id, String _, String _)) {
      WorkerCall call;
      synchronized (this) {
        call = calls.get(id);
      }
      if (call != null) {
        call.sent();
      }
    }
    return to.send(message);
  }

  private synchronized @Nullable WorkerCall forget(int id) {
    usedNanos = System.nanoTime();
    return calls.remove(id);
  }

  /** Takes no more calls, and ends when it has answered those it has. */
  void retire() {
    boolean idle;
    synchronized (this) {
      retired = true;
      idle = calls.isEmpty();
    }
    if (idle) {
      dismiss();
    }
  }

  /** Ends the process if it has no calls; false if it has. */
  boolean retireIfIdle() {
    synchronized (this) {
      if (retired || !calls.isEmpty()) {
        return false;
      }
      retired = true;
    }
    dismiss();
    return true;
  }

  synchronized boolean isIdle() {
    return !retired && calls.isEmpty();
  }

  /** Ends the process, as nobody needs it any more. */
  void dismiss() {
    synchronized (this) {
      dismissed = true;
    }
    destroy();
  }

  /**
   * Ends the process for something it did.
   *
   * @param why what its calls are told it did
   */
  private void kill(String why) {
    synchronized (this) {
      killedFor = killedFor == null ? why : killedFor;
    }
    destroy();
  }

  private void destroy() {
    Process killed;
    synchronized (this) {
      retired = true;
      killed = process;
    }
    if (killed != null) {
      killed.destroyForcibly();
    }
  }

  /** It ends by itself; how, its exit code is to say, which is not there yet. */
  private void destroyLater() {
    synchronized (this) {
      retired = true;
    }
    var _ =
        CompletableFuture.runAsync(
            this::destroy,
            CompletableFuture.delayedExecutor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Ends the calls that are late, and the process that let them be or does not come up. Called by
   * one thread.
   */
  void watch() {
    List<WorkerCall> late;
    synchronized (this) {
      late = calls.values().stream().filter(call -> call.isLateBy(GRACE)).toList();
      retired |= !late.isEmpty();
    }
    if (!late.isEmpty()) {
      log.warn("The process of {} does not answer, and is ended", function());
      late.forEach(WorkerCall::timeOut); // Before its end is what they are told.
      kill("did not answer another of its calls in time");
    } else if (isStarting() && startWatch.isDue(System.nanoTime())) {
      watchStart();
    }
  }

  private void watchStart() {
    Process own;
    synchronized (this) {
      own = process;
    }
    Duration used = own == null ? Duration.ZERO : StartWatch.processorTime(own);
    long now = System.nanoTime();
    String wrong = startWatch.look(used, now);
    List<WorkerCall> tired;
    synchronized (this) {
      if (!isStarting()) {
        return; // It is there after all.
      }
      startFailed = wrong != null;
      tired = wrong == null ? takeTired() : List.of();
    }
    if (wrong != null) {
      kill(wrong);
    }
    var error = new InvocationError("Runtime.StartFailed", startWatch.goesOn(now), "");
    tired.forEach(call -> call.fail(500, error));
  }

  /** The calls that have waited too long for it to start, which it is not given any more. */
  private List<WorkerCall> takeTired() {
    List<WorkerCall> tired =
        calls.values().stream()
            .filter(call -> call.age().compareTo(startLimits.patience()) > 0)
            .toList();
    calls.values().removeAll(tired);
    early.removeIf(
        message -> message instanceof Message.Call call && !calls.containsKey(call.call()));
    return tired;
  }

  // ---- its life ----

  /** It was started. */
  void started(Started started, IoLoop loop, int mostFrameBytes) {
    boolean unwanted;
    synchronized (this) {
      process = started.process();
      unwanted = isEnding() || dismissed || killedFor != null;
    }
    var _ =
        started
            .process()
            .onExit()
            .thenAccept(
                ended -> {
                  closeQuietly(started);
                  exited(ended.exitValue());
                });
    if (unwanted) {
      started.process().destroyForcibly();
      return;
    }
    Thread.ofVirtual()
        .name("impuls-process-accept")
        .start(() -> accept(started, loop, mostFrameBytes));
  }

  private static void closeQuietly(Started started) {
    try {
      started.door().close();
    } catch (IOException e) {
      log.debug("The socket of a process that ended cannot be closed", e);
    }
  }

  private void accept(Started started, IoLoop loop, int mostFrameBytes) {
    try {
      SocketChannel channel = started.accept();
      var own = new Connection(channel, loop, mostFrameBytes, new Receiver());
      synchronized (this) {
        connection = own;
        open = exitCode == null;
      }
      own.start();
    } catch (IOException e) {
      log.debug("Function process {} did not connect", started.process().pid(), e);
      if (started.process().isAlive()) { // Mostly it has ended, which is told elsewhere.
        kill("did not connect: " + e.getMessage());
      }
    }
  }

  /** It could not be started at all. */
  void failedToStart(String why) {
    synchronized (this) {
      retired = true;
      failure = why;
    }
    end(500, new InvocationError("Runtime.StartFailed", why, ""), false);
  }

  private void exited(int code) {
    synchronized (this) {
      retired = true;
      exitCode = code;
      if (open) {
        return; // What it said last has to be read before.
      }
    }
    end(code);
  }

  private void end(int code) {
    boolean memory = code == ExitCodes.OUT_OF_MEMORY && killedFor == null;
    String message =
        memory
            ? "The function needed more memory than its " + memoryMb + " MiB; its process was ended"
            : ended(code);
    String type;
    boolean started;
    synchronized (this) {
      failure = dismissed ? null : message;
      started = connected || killedFor != null;
      type = started && !startFailed ? "Runtime.ExitError" : "Runtime.StartFailed";
    }
    type = memory ? "Runtime.OutOfMemory" : type;
    end(memory ? 507 : 500, new InvocationError(type, message, ""), !started);
  }

  private synchronized String ended(int code) {
    if (killedFor != null) {
      return "The function's process was ended: it " + killedFor;
    }
    if (code == ExitCodes.DOES_NOT_STOP) {
      return "The function's process was ended: another of its calls did not stop in time";
    }
    return "The function's process ended "
        + (code > SIGNALLED ? "by signal " + (code - SIGNALLED) : "with exit code " + code);
  }

  /**
   * @param again whether calls may have another process, once: this one may have ended by accident
   */
  private void end(int status, InvocationError error, boolean again) {
    List<WorkerCall> unanswered;
    synchronized (this) {
      unanswered = List.copyOf(calls.values());
      calls.clear();
      early.clear();
    }
    listener.ended(this);
    for (WorkerCall call : unanswered) {
      if (again && call.mayBePlacedAgain()) {
        listener.placeAgain(call);
      } else {
        call.fail(status, error);
      }
    }
  }

  private final class Receiver implements Connection.Receiver {
    @Override
    public void received(Message message) throws ProtocolException {
      switch (message) {
        case Message.Hello hello -> hello(hello);
        case Message other when !connected -> throw new ProtocolException("no hello but " + other);
        case Message.Ready() -> {
          synchronized (Worker.this) {
            warm = true;
          }
          listener.warm(Worker.this);
        }
        case Message.Loaded() -> {
          synchronized (Worker.this) {
            loaded = true;
          }
        }
        case Message.Logged(int id, var record) -> {
          WorkerCall call = callOf(id);
          if (call != null) {
            call.logged(record);
          }
        }
        case Message.Ended(int id, var result) -> ended(id, result);
        case Message.Broken(String what) -> {
          listener.broken(Worker.this, what);
          retire();
        }
        case Message.Fetch fetch -> fetch(fetch);
        case Message.FetchCancel(int id, int request) -> {
          WorkerCall call = callOf(id);
          if (call != null) {
            call.fetches().cancel(request);
          }
        }
        default -> throw new ProtocolException("an invoker is not sent " + message);
      }
    }

    private void hello(Message.Hello hello) throws ProtocolException {
      if (connected) {
        throw new ProtocolException("a second hello");
      }
      if (hello.version() != Frames.VERSION || !hello.token().equals(token)) {
        throw new ProtocolException("a hello of version " + hello.version() + ", or of a stranger");
      }
      listener.connected(Worker.this, hello);
      Connection own = Objects.requireNonNull(connection);
      List<Message> first;
      synchronized (Worker.this) {
        first = List.copyOf(early);
        early.clear();
        connected = true;
        // Under the lock, so that nothing sent later overtakes.
        first.forEach(message -> send(own, message));
      }
    }

    private @Nullable WorkerCall callOf(int id) {
      synchronized (Worker.this) {
        return calls.get(id);
      }
    }

    private void fetch(Message.Fetch fetch) throws ProtocolException {
      WorkerCall call;
      synchronized (Worker.this) {
        if (fetch.call() < 1 || fetch.call() > lastCall) {
          throw new ProtocolException("a request of a call that there never was");
        }
        call = calls.get(fetch.call());
      }
      if (call != null) {
        call.fetches()
            .begin(
                fetch.id(),
                fetch.request(),
                outcome -> {
                  if (!sendOrKeep(new Message.Fetched(fetch.call(), fetch.id(), outcome))) {
                    kill("did not take in what it had asked for");
                  }
                });
      }
    }

    private void ended(int id, dev.impuls.invoke.InvocationResult result) {
      WorkerCall call = forget(id);
      boolean done;
      boolean firstAnswer;
      synchronized (Worker.this) {
        done = isEnding();
        firstAnswer = !answered;
        answered = true;
      }
      if (firstAnswer) {
        listener.answered(Worker.this);
      }
      if (done) {
        dismiss();
      }
      if (call != null) {
        call.end(result);
      }
    }

    @Override
    public void closed(@Nullable IOException why) {
      Integer code;
      synchronized (Worker.this) {
        open = false;
        code = exitCode;
      }
      if (code != null) {
        end(code);
      } else if (why instanceof ProtocolException) {
        log.warn("The process of {} is ended: {}", function(), why.getMessage());
        kill("broke the protocol");
      } else {
        destroyLater();
      }
    }
  }
}
