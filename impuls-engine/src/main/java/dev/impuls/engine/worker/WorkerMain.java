package dev.impuls.engine.worker;

import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.IoLoop;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Limits;
import dev.impuls.engine.js.EngineEvents;
import dev.impuls.engine.js.EngineFailures;
import dev.impuls.engine.js.JsInvoker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a function process: connects to its invoker, runs throwaway functions until it is
 * warm, takes the one function it is for, and runs calls of it. It ends when the connection does.
 */
public final class WorkerMain {
  /** An invoker sends no larger frames: code, environment and events are bounded by the API. */
  private static final int MOST_FRAME_BYTES = 128 * 1024 * 1024;

  /** Prints, for the invoker to read; a library for it would have to be loaded by each process. */
  private static final System.Logger log = System.getLogger(WorkerMain.class.getName());

  private static final String OOM_SCORE = "500";

  private static final Duration LOOK_AT_MEMORY_EVERY = Duration.ofMillis(250);

  /** Three seconds. */
  private static final int LOOKS_UNTIL_IDLE = 12;

  private final JsInvoker engine;
  private final Map<Integer, CompletableFuture<InvocationResult>> calls = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Fetcher.Outcome>> fetches =
      new ConcurrentHashMap<>();
  private final AtomicInteger lastFetch = new AtomicInteger();
  private @Nullable Connection connection;

  /** Set by the loop, once. */
  private volatile @Nullable Function function;

  private volatile boolean loaded;

  private final Object idling = new Object();

  /** Called since it was looked at last. */
  private volatile boolean used;

  private WorkerMain(Limits limits) {
    engine = new JsInvoker(limits, Clock.systemUTC(), Fetcher.NONE, new Events());
  }

  /**
   * Ends with {@link ExitCodes}.
   *
   * @param args the path of the socket, {@code resultBytes} and {@code logBytes} of {@link Limits};
   *     the token is the first line of standard input
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    goFirstIfMemoryRunsOut();
    // How many calls run at once is for the invoker to say.
    var limits =
        new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            0,
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]));
    new WorkerMain(limits).run(Path.of(args[0]), token());
  }

  /** Where the kernel has to choose whom to end, it is not to be the server. */
  private static void goFirstIfMemoryRunsOut() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), OOM_SCORE);
    } catch (IOException e) {
      log.log(System.Logger.Level.DEBUG, "The kernel does not take who is to go first", e);
    }
  }

  private static String token() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      throw new IOException("there is no token on standard input");
    }
    return line;
  }

  private void run(Path socket, String token) throws IOException, InterruptedException {
    // A call's time is not to be spent on making the engine.
    engine.warmUp(1, () -> false);
    var loop = new IoLoop("impuls-process-io", WorkerMain::failed);
    var own =
        new Connection(
            SocketChannel.open(UnixDomainSocketAddress.of(socket)),
            loop,
            MOST_FRAME_BYTES,
            new Receiver());
    connection = own;
    own.start();
    var runtime = engine.runtimes().getFirst();
    own.send(new Message.Hello(Frames.VERSION, token, runtime.engine(), runtime.compiled()));
    engine.warmUp(JsInvoker.WARM_UP_FUNCTIONS, () -> function != null);
    if (function == null) {
      System.gc(); // What warming up left would count as the function's.
    }
    own.send(new Message.Ready());
    watchMemory();
  }

  /**
   * Ends the process when its memory is at its end, and collects garbage when nothing was called
   * for a while after something was; does not return.
   */
  private void watchMemory() throws InterruptedException {
    var memory = new MemoryWatch();
    for (; ; ) {
      awaitUse();
      int quiet = 0;
      while (quiet < LOOKS_UNTIL_IDLE) {
        Thread.sleep(LOOK_AT_MEMORY_EVERY);
        if (memory.isExhausted()) {
          // Not a word of it, for which there would have to be memory.
          java.lang.Runtime.getRuntime().halt(ExitCodes.OUT_OF_MEMORY);
        }
        quiet = used || !calls.isEmpty() ? 0 : quiet + 1;
        used = false;
      }
      System.gc();
    }
  }

  private void awaitUse() throws InterruptedException {
    synchronized (idling) {
      while (!used) {
        idling.wait();
      }
      used = false;
    }
  }

  private void use() {
    if (!used) {
      synchronized (idling) {
        used = true;
        idling.notifyAll();
      }
    }
  }

  private void send(Message message) {
    Connection own = connection;
    if (own != null && !own.send(message)) {
      failed(new IOException("the invoker does not take what it is sent"));
    }
  }

  private static void failed(Throwable failure) {
    log.log(System.Logger.Level.ERROR, "The process failed", failure);
    java.lang.Runtime.getRuntime().halt(ExitCodes.FAILED);
  }

  private final class Receiver implements Connection.Receiver {
    @Override
    public void received(Message message) throws ProtocolException {
      switch (message) {
        case Message.Load(Function given) when function == null -> function = given;
        case Message.Call call when function != null -> call(function, call);
        case Message.Fetched(int _, int id, Fetcher.Outcome outcome) -> {
          var waiting = fetches.remove(id);
          if (waiting != null) {
            waiting.complete(outcome);
          }
        }
        case Message.Cancel(int id) -> {
          var running = calls.get(id);
          if (running != null) {
            running.cancel(true);
          }
        }
        default -> throw new ProtocolException("a process is not sent " + message);
      }
    }

    @Override
    public void closed(@Nullable IOException why) {
      java.lang.Runtime.getRuntime().halt(ExitCodes.CONNECTION_CLOSED);
    }
  }

  private void call(Function called, Message.Call call) {
    int id = call.call();
    use();
    var running =
        engine.invoke(
            new Invocation(call.requestId(), called, call.event()),
            record -> send(new Message.Logged(id, record)),
            request -> fetch(id, request));
    calls.put(id, running);
    var _ =
        running.whenComplete(
            (result, failure) -> {
              calls.remove(id);
              if (result != null) {
                send(new Message.Ended(id, result));
              }
            });
  }

  /** Asks the invoker, as this process has no network. */
  private CompletableFuture<Fetcher.Outcome> fetch(int call, Fetcher.Request request) {
    int id = lastFetch.incrementAndGet();
    var outcome = new CompletableFuture<Fetcher.Outcome>();
    fetches.put(id, outcome);
    var _ =
        outcome.whenComplete(
            (came, failure) -> {
              if (outcome.isCancelled() && fetches.remove(id) != null) {
                send(new Message.FetchCancel(call, id));
              }
            });
    Connection own = connection;
    if (own == null || !own.send(new Message.Fetch(call, id, request))) {
      fetches.remove(id);
      outcome.complete(
          new Fetcher.Failure("EAGAIN", "More is being sent at once than can be; try again later"));
    }
    return outcome;
  }

  private final class Events implements EngineEvents {
    @Override
    public void loaded(Function which) {
      // While it warms up, it may have its function already and load others.
      if (!loaded && which.equals(function)) {
        loaded = true;
        send(new Message.Loaded());
      }
    }

    @Override
    public void engineFailed(Function which, Throwable failure) {
      send(new Message.Broken(EngineFailures.text(failure)));
    }

    @Override
    public void doesNotStop(Invocation invocation) {
      // What it warms up with ends by itself, however long that takes on a busy machine.
      if (invocation.function().equals(function)) {
        java.lang.Runtime.getRuntime().halt(ExitCodes.DOES_NOT_STOP);
      }
    }
  }
}
