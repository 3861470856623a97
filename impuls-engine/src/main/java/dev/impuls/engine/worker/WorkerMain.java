package dev.impuls.engine.worker;

import dev.impuls.engine.runtime.EngineEvents;
import dev.impuls.engine.runtime.EngineFailures;
import dev.impuls.engine.runtime.WorkerEngine;
import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.IoLoop;
import dev.impuls.engine.wire.Message;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a worker of any runtime: connects to its server, has the engine get warm, and runs
 * calls of the functions it is given. It ends when the connection does.
 */
public final class WorkerMain {
  /** Said to a worker that is for many functions, none of which may end it. */
  public static final String SHARED = "shared";

  /** Said to one that is for a single function, and ends when its memory is at its end. */
  public static final String OWN = "own";

  /** A server sends no larger frames: code, environment and events are bounded by the API. */
  private static final int MOST_FRAME_BYTES = 128 * 1024 * 1024;

  /** Prints, for the server to read; a library for it would have to be loaded by each worker. */
  private static final System.Logger log = System.getLogger(WorkerMain.class.getName());

  private static final String OOM_SCORE = "500";

  private static final Duration LOOK_AT_MEMORY_EVERY = Duration.ofMillis(250);
  private static final int BEATS_A_SECOND = 20;
  private static final Duration BEAT_EVERY = Duration.ofMillis(1000 / BEATS_A_SECOND);

  /** Three seconds. */
  private static final int LOOKS_UNTIL_IDLE = 12;

  private final boolean shared;
  private final WorkerEngine engine;
  private final Pulse pulse;
  private final Map<Integer, Function> functions = new ConcurrentHashMap<>();
  private final Map<Integer, Running> calls = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Fetcher.Outcome>> fetches =
      new ConcurrentHashMap<>();
  private final AtomicInteger lastFetch = new AtomicInteger();
  private @Nullable Connection connection;

  private volatile boolean loaded;
  private volatile boolean bloated;

  private final Object idling = new Object();

  /** Called since it was looked at last. */
  private volatile boolean used;

  private WorkerMain(WorkerEngine.Maker maker, boolean shared, Limits limits, Pulse pulse) {
    this.shared = shared;
    this.pulse = pulse;
    engine = maker.make(limits, new Events(), shared);
  }

  /**
   * A call.
   *
   * @param function the id it was loaded under
   */
  private record Running(
      int function, Invocation invocation, CompletableFuture<InvocationResult> result) {}

  /**
   * Ends with {@link ExitCodes}. To be called by the main of a runtime's worker.
   *
   * @param args the path of the socket; {@link #SHARED} or {@link #OWN}; {@code resultBytes} and
   *     {@code logBytes} of {@link Limits}. The token is the first line of standard input
   * @param maker makes what runs functions here
   */
  public static void run(String[] args, WorkerEngine.Maker maker)
      throws IOException, InterruptedException {
    goFirstIfMemoryRunsOut();
    // How many calls run at once is for the server to say.
    var limits =
        new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            0,
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    Path socket = Path.of(args[0]);
    Pulse pulse = Pulse.open(socket.resolveSibling(Pulse.FILE));
    new WorkerMain(maker, args[1].equals(SHARED), limits, pulse).serve(socket, token());
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

  private void serve(Path socket, String token) throws IOException, InterruptedException {
    // A call's time is not to be spent on making the engine.
    engine.start();
    var loop = new IoLoop("impuls-worker-io", WorkerMain::failed);
    var own =
        new Connection(
            SocketChannel.open(UnixDomainSocketAddress.of(socket)),
            loop,
            MOST_FRAME_BYTES,
            new Receiver());
    connection = own;
    var runtime = engine.runtimes().getFirst();
    Thread.ofPlatform().daemon().name("impuls-worker-pulse").start(() -> beat(runtime.compiled()));
    own.start();
    own.send(new Message.Hello(Frames.VERSION, token, runtime.engine(), runtime.compiled()));
    engine.warmUp(() -> !functions.isEmpty());
    if (functions.isEmpty()) {
      System.gc(); // What warming up left would count as the functions'.
    }
    own.send(new Message.Ready());
    watchMemory();
  }

  private static void lower(CompilerThreads compilers) {
    try {
      compilers.lower();
    } catch (RuntimeException | Error e) {
      log.log(System.Logger.Level.DEBUG, "The priority of compilers stays as it is", e);
    }
  }

  /**
   * @param compiles whether there is the compiler, which takes the processor from calls for long
   */
  private void beat(boolean compiles) {
    var compilers = new CompilerThreads(engine.compilerThreads());
    try {
      for (int beats = 0; ; beats++) {
        pulse.beat();
        if (compiles && beats % BEATS_A_SECOND == 0) {
          lower(compilers); // They come and go.
        }
        Thread.sleep(BEAT_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the worker of one function when its memory is at its end, and collects garbage when
   * nothing was called for a while after something was; does not return.
   */
  private void watchMemory() throws InterruptedException {
    var memory = new MemoryWatch();
    for (; ; ) {
      awaitUse();
      int quiet = 0;
      while (quiet < LOOKS_UNTIL_IDLE) {
        Thread.sleep(LOOK_AT_MEMORY_EVERY);
        if (!shared && memory.isExhausted()) {
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
      failed(new IOException("the server does not take what it is sent"));
    }
  }

  private static void failed(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      // Not a word of it, for which there would have to be memory.
      java.lang.Runtime.getRuntime().halt(ExitCodes.OUT_OF_MEMORY);
    }
    log.log(System.Logger.Level.ERROR, "The worker failed", failure);
    java.lang.Runtime.getRuntime().halt(ExitCodes.FAILED);
  }

  private final class Receiver implements Connection.Receiver {
    @Override
    public void received(Message message) throws ProtocolException {
      switch (message) {
        case Message.Load(int id, Function given) -> functions.put(id, given);
        case Message.Forget(int id) -> {
          Function forgotten = functions.remove(id);
          if (forgotten != null) {
            engine.forget(forgotten);
          }
        }
        case Message.Call call -> call(call);
        case Message.Fetched(int _, int id, Fetcher.Outcome outcome) -> {
          var waiting = fetches.remove(id);
          if (waiting != null) {
            waiting.complete(outcome);
          }
        }
        case Message.Cancel(int id) -> {
          Running running = calls.get(id);
          if (running != null) {
            running.result().cancel(true);
          }
        }
        default -> throw new ProtocolException("a worker is not sent " + message);
      }
    }

    @Override
    public void closed(@Nullable IOException why) {
      boolean outOfMemory = why != null && why.getCause() instanceof OutOfMemoryError;
      java.lang.Runtime.getRuntime()
          .halt(outOfMemory ? ExitCodes.OUT_OF_MEMORY : ExitCodes.CONNECTION_CLOSED);
    }
  }

  private void call(Message.Call call) throws ProtocolException {
    int id = call.call();
    Function called = functions.get(call.function());
    if (called == null) {
      throw new ProtocolException("a call of a function that was not loaded");
    }
    use();
    var invocation = new Invocation(call.requestId(), called, call.event());
    var running =
        engine.invoke(
            invocation,
            Duration.ofMillis(call.millisLeft()),
            record -> send(new Message.Logged(id, record)),
            request -> fetch(id, request));
    calls.put(id, new Running(call.function(), invocation, running));
    var _ =
        running.whenComplete(
            (result, failure) -> {
              calls.remove(id);
              if (result != null) {
                send(new Message.Ended(id, result));
              }
            });
  }

  /** Asks the server, as this process has no network. */
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

  /** The id of that call, 0 if it was answered. */
  private int callOf(Invocation invocation) {
    for (var each : calls.entrySet()) {
      if (isSame(each.getValue().invocation(), invocation)) {
        return each.getKey();
      }
    }
    return 0;
  }

  @SuppressWarnings("ReferenceEquality") // Two calls may be alike.
  private static boolean isSame(Invocation one, Invocation other) {
    return one == other;
  }

  /** The id of that function, 0 if it is one of this worker's own making. */
  private int idOf(Function function) {
    for (var each : functions.entrySet()) {
      if (each.getValue().equals(function)) {
        return each.getKey();
      }
    }
    return 0;
  }

  private final class Events implements EngineEvents {
    @Override
    public void loaded(Function which) {
      // While it warms up, it may have functions already and load others.
      if (!loaded && idOf(which) != 0) {
        loaded = true;
        send(new Message.Loaded());
      }
    }

    @Override
    public void engineFailed(Function which, Throwable failure) {
      send(new Message.Broken(idOf(which), EngineFailures.text(failure)));
    }

    @Override
    public void doesNotStop(Invocation invocation) {
      // What it warms up with ends by itself, however long that takes on a busy machine.
      int function = idOf(invocation.function());
      if (function != 0) {
        pulse.blame(Pulse.Cause.DOES_NOT_STOP, callOf(invocation), function);
        java.lang.Runtime.getRuntime().halt(ExitCodes.DOES_NOT_STOP);
      }
    }

    @Override
    public void memoryLost(@Nullable Invocation culprit) {
      if (culprit != null) {
        pulse.blame(Pulse.Cause.MEMORY, callOf(culprit), idOf(culprit.function()));
      }
      java.lang.Runtime.getRuntime().halt(ExitCodes.OUT_OF_MEMORY);
    }

    @Override
    public void suspected(@Nullable Invocation suspect) {
      if (suspect == null) {
        pulse.blame(Pulse.Cause.NONE, 0, 0);
      } else {
        pulse.blame(Pulse.Cause.SUSPECTED, callOf(suspect), idOf(suspect.function()));
      }
    }

    @Override
    public void bloated() {
      if (!bloated) {
        bloated = true;
        send(new Message.Bloated());
      }
    }
  }
}
