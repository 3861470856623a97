package dev.impuls.engine.js;

import dev.impuls.engine.memory.Account;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Failure;
import dev.impuls.invoke.Fetcher.Header;
import dev.impuls.invoke.Fetcher.Response;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One execution environment of one function: its context, its loaded code, its globals and its
 * timers. It serves one call at a time. Everything but {@link #cancel} is called by one thread at a
 * time, the one whose turn it is.
 *
 * <p>A turn runs until the code gives up control, microtasks included. Between turns the
 * environment waits for its timers and its requests without a thread. After a call its timers stand
 * still until the next call; its requests are ended, and their promises never settle.
 */
final class JsEnvironment {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "function.js";
  private static final String MODULE = "application/javascript+module";

  /** Node compiles CommonJS into such a function; on one line, so that line numbers stay. */
  private static final String PREFIX =
      "(function (exports, require, module, __filename, __dirname) {";

  /** Some 30 kB and up, which is more than any call of the host takes. */
  private static final int FRAMES_OF_ROOM = 2000;

  /**
   * For what loads code: a parser, the library, an HTTP client, or what the JDK has of
   * cryptography.
   */
  private static final int FRAMES_TO_LOAD = 4000;

  /** What a call of the host answers whose arguments cannot be used. */
  private static final ProxyObject REFUSED = ProxyObject.fromMap(Map.of());

  private final Context context;
  private final JsEngine engine;
  private final HostCrypto crypto = new HostCrypto();
  private long begunNanos = System.nanoTime();
  private final Map<Integer, Timer> timers = new HashMap<>();
  private final PriorityQueue<Timer> due = new PriorityQueue<>();
  private long timersStarted;
  private @Nullable Function function;
  private Runnable loaded = () -> {};
  private @Nullable Value prepared;
  private @Nullable JsCall current;
  private @Nullable Value call;
  private @Nullable Value fire;
  private @Nullable Value describe;
  private @Nullable Value fetched;
  private @Nullable Value forgetFetches;
  private @Nullable JsFetches fetches;

  /** The body of the answer that is being handed over. */
  private ByteBuffer body = ByteBuffer.allocate(0);

  /** A call ended with requests under way, for which the code need not wait any more. */
  private boolean fetchesLeft;

  /** While a module awaits at its top level, what looks whether it is done. */
  private @Nullable Value goOnLoading;

  /** Ran out of memory; what its globals hold now is anybody's guess. */
  private boolean exhausted;

  private final int resultBytes;
  private Account account = new Account(0);

  /** That of the context; null until it has a function, and where none can be measured. */
  private volatile JsEngine.@Nullable Size size;

  private volatile boolean closed;

  /**
   * One that has no function yet.
   *
   * @param resultBytes what results may take at most; longer ones are not even fetched
   */
  JsEnvironment(JsEngine engine, int resultBytes) {
    this.context = engine.newContext();
    this.engine = engine;
    this.resultBytes = resultBytes;
  }

  /** Makes what any function finds beside the language, so that the first call need not. */
  void prepare() {
    prepared = makeApi();
  }

  private Value makeApi() {
    return context.eval(engine.bootstrap()).execute(host(), settings());
  }

  /**
   * Makes it the environment of that function, before its first call.
   *
   * @param own counts what it allocates
   * @param whenLoaded runs when the function's code was loaded, before it is called
   */
  JsEnvironment adopt(Function given, Account own, Runnable whenLoaded) {
    function = given;
    loaded = whenLoaded;
    begunNanos = System.nanoTime();
    account = own;
    context.enter();
    try {
      size = engine.sizeOfEntered();
    } catch (RuntimeException | Error e) {
      cancel(); // Nobody else knows of it.
      throw e;
    } finally {
      context.leave();
    }
    return this;
  }

  /** Ordered by time, then by when it was started. */
  private record Timer(int id, long atNanos, long number) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      long difference = atNanos - other.atNanos;
      return difference == 0 ? Long.compare(number, other.number) : Long.signum(difference);
    }
  }

  Function function() {
    return Objects.requireNonNull(function);
  }

  /**
   * The first turn of a call; loads the code if this is the environment's first call.
   *
   * @param calls the call's requests
   */
  void start(JsCall started, JsFetches calls) {
    current = started;
    fetches = calls;
    run(
        () -> {
          if (fetchesLeft) {
            requireLoaded(forgetFetches).executeVoid();
            fetchesLeft = false;
          }
          if (call == null) {
            started.startedCold();
            load();
            loaded.run();
          }
          if (call != null) {
            call.executeVoid(
                started.invocation().event(),
                started.invocation().requestId(),
                started.deadlineMillis());
          }
        });
  }

  /** One more turn, for the answers that came and the timers that are due. */
  void resume() {
    JsFetches own = fetches;
    while (own != null && own.hasArrived() && !hasOutcome()) {
      JsFetches.Arrived arrived = own.take();
      if (arrived != null) {
        run(() -> handOver(arrived));
      }
    }
    long now = System.nanoTime();
    Timer next = due.peek();
    while (next != null && next.atNanos() - now <= 0 && !hasOutcome()) {
      Timer timer = next;
      due.remove();
      if (timers.remove(timer.id(), timer)) {
        run(() -> requireLoaded(fire).executeVoid(timer.id()));
      }
      next = due.peek();
    }
    Value unfinished = goOnLoading;
    if (unfinished != null) {
      run(
          () -> {
            if (unfinished.execute().asBoolean()) {
              goOnLoading = null;
            }
          });
    }
  }

  private boolean hasOutcome() {
    JsCall running = current;
    return running != null && running.isSettled(false);
  }

  /** True if the next call has to have a new environment: the code failed to load, for example. */
  boolean isUnusable() {
    return call == null || goOnLoading != null || exhausted;
  }

  /** True if its code met the end of memory, or of what there is of the stack. */
  boolean isExhausted() {
    return exhausted;
  }

  boolean hasTimers() {
    return !timers.isEmpty();
  }

  /** How long until the next timer is due; 0 or less if one is. */
  long nanosToNextTimer() {
    Timer next = due.peek();
    return next == null ? Long.MAX_VALUE : next.atNanos() - System.nanoTime();
  }

  /** The call is over; what it still does is nobody's. */
  void end() {
    current = null;
    fetchesLeft |= fetches != null && !fetches.isEmpty();
    fetches = null;
  }

  /** Stops the code wherever it is and releases everything; may be called by any thread. */
  void cancel() {
    try {
      context.close(true);
    } finally {
      closed = true;
    }
  }

  /** True once {@link #cancel} has come back. */
  boolean isClosed() {
    return closed;
  }

  /** What it allocates; that of the function it is for. */
  Account account() {
    return account;
  }

  /**
   * Measures what it keeps, without what only running code refers to, while its code pauses; may be
   * called by any thread.
   *
   * @param stopAt beyond so many bytes the exact figure does not matter
   * @return bytes; negative if it cannot be measured, or was cancelled
   */
  long measure(long stopAt, AtomicBoolean cancelled) {
    JsEngine.Size own = size;
    if (own == null || closed) {
      return -1;
    }
    try {
      return own.bytes(stopAt, cancelled);
    } catch (IllegalStateException | PolyglotException e) {
      return -1; // Cancelled, or closed meanwhile.
    }
  }

  private void run(Runnable turn) {
    JsCall running = current;
    try {
      turn.run();
    } catch (PolyglotException e) {
      if (e.isInternalError() && !e.isResourceExhausted()) {
        exhausted = true;
        throw e;
      }
      exhausted |= e.isResourceExhausted();
      if (running != null) {
        running.fail(e.isResourceExhausted() ? 507 : 500, error(e));
      }
    } catch (IllegalStateException e) {
      // The context was closed by a time-out between two turns; the call has ended with it.
      if (running == null || !running.hasEnded()) {
        throw e;
      }
    }
  }

  private void load() {
    Value made = prepared == null ? makeApi() : prepared;
    prepared = null;
    made.getMember("adopt").executeVoid(functionSettings());
    describe = made.getMember("describe");
    fire = made.getMember("fire");
    fetched = made.getMember("fetched");
    forgetFetches = made.getMember("forgetFetches");
    String code = function().code();
    if (code.startsWith("\uFEFF")) {
      code = code.substring(1);
    }
    if (code.startsWith("#!")) {
      code = "//" + code.substring(2);
    }
    Value wrapper;
    try {
      wrapper = context.eval(source(PREFIX + code + "\n})", null));
    } catch (PolyglotException e) {
      if (!e.isSyntaxError()) {
        throw e;
      }
      wrapper = null;
      loadModule(made, code, e);
    }
    if (wrapper != null) {
      made.getMember("loadCommonJs").executeVoid(wrapper);
    }
    call = made.getMember("call");
  }

  /** What is no CommonJS may be a module; if it is neither, the likelier of the two is told. */
  private void loadModule(Value made, String code, PolyglotException asCommonJs) {
    Value namespace;
    try {
      namespace = context.eval(source(code, MODULE));
    } catch (PolyglotException e) {
      boolean meansModule = code.lines().anyMatch(line -> line.matches("\\s*(import|export)\\b.*"));
      throw e.isSyntaxError() && !meansModule ? asCommonJs : e;
    }
    if (!made.getMember("loadModule").execute(namespace).asBoolean()) {
      goOnLoading = made.getMember("goOnLoading");
    }
  }

  private static Source source(String code, @Nullable String mimeType) {
    return Source.newBuilder("js", code, FILE).mimeType(mimeType).buildLiteral();
  }

  private ProxyObject host() {
    ProxyExecutable log =
        arguments -> {
          if (current != null) {
            current.log(
                Level.valueOf(arguments[0].asString().toUpperCase(Locale.ROOT)),
                arguments[1].asString());
          }
          return null;
        };
    ProxyExecutable startTimer =
        arguments -> {
          startTimer(arguments[0].asInt(), arguments[1].asDouble());
          return null;
        };
    ProxyExecutable stopTimer =
        arguments -> {
          Timer stopped = timers.remove(arguments[0].asInt());
          if (stopped != null) {
            due.remove(stopped);
          }
          return null;
        };
    ProxyExecutable settle =
        arguments -> {
          if (current != null) {
            current.settle(
                arguments[0].asBoolean() && arguments[2].isNull()
                    ? JsCall.tooLarge(resultBytes)
                    : outcome(arguments));
          }
          return null;
        };
    ProxyExecutable library =
        arguments -> context.eval(engine.library().source(arguments[0].asString().equals("idna")));
    ProxyExecutable nanos = arguments -> (double) (System.nanoTime() - begunNanos);
    ProxyExecutable describe = arguments -> arguments[0].toString();
    ProxyExecutable random =
        arguments -> {
          crypto.random(arguments[0], arguments[1].asLong(), arguments[2].asLong());
          return null;
        };
    ProxyExecutable digest =
        arguments ->
            HostCrypto.digest(
                arguments[0].asString(),
                arguments[1],
                arguments[2].asLong(),
                arguments[3].asLong());
    return ProxyObject.fromMap(
        Map.ofEntries(
            Map.entry("log", withRoom(log)),
            Map.entry("startTimer", withRoom(startTimer)),
            Map.entry("stopTimer", withRoom(stopTimer)),
            Map.entry("longestResult", resultBytes),
            Map.entry("refused", REFUSED),
            Map.entry("settle", withRoom(settle)),
            Map.entry("fetch", withRoom(FRAMES_TO_LOAD, this::fetch)),
            Map.entry("stopFetch", withRoom(FRAMES_TO_LOAD, this::stopFetch)),
            Map.entry("readBody", withRoom(this::readBody)),
            Map.entry("library", withRoom(FRAMES_TO_LOAD, library)),
            Map.entry("room", withRoom(FRAMES_TO_LOAD, arguments -> null)),
            Map.entry("nanos", withRoom(nanos)),
            Map.entry("describe", withRoom(describe)),
            Map.entry("random", withRoom(FRAMES_TO_LOAD, random)),
            Map.entry("digest", withRoom(FRAMES_TO_LOAD, digest))));
  }

  /**
   * Where the stack is at its end, that shows before anything is done by half. Where the arguments
   * are not what the call is made for, it answers {@link #REFUSED}.
   */
  static ProxyExecutable withRoom(ProxyExecutable call) {
    return withRoom(FRAMES_OF_ROOM, call);
  }

  private static ProxyExecutable withRoom(int frames, ProxyExecutable call) {
    return arguments -> {
      takeRoom(frames);
      try {
        return call.execute(arguments);
      } catch (ClassCastException
          | IllegalArgumentException
          | IndexOutOfBoundsException
          | UnsupportedOperationException
          | ArithmeticException e) {
        return REFUSED; // Which the function is told as an error of its own.
      }
    };
  }

  /** Answers whether the request was made: false if there are too many. */
  private boolean fetch(Value... arguments) {
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

  private @Nullable Object stopFetch(Value... arguments) {
    if (fetches != null) {
      fetches.abort(arguments[0].asInt());
    }
    return null;
  }

  /** Puts the body into an ArrayBuffer of its size. */
  private @Nullable Object readBody(Value... arguments) {
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

  private void handOver(JsFetches.Arrived arrived) {
    Value function = requireLoaded(fetched);
    switch (arrived.outcome()) {
      case Failure(String code, String message) ->
          function.executeVoid(arrived.id(), code, message);
      case Response response -> {
        body = response.body();
        try {
          function.executeVoid(
              arrived.id(),
              null,
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

  private static int takeRoom(int frames) {
    return frames == 0 ? 0 : 1 + takeRoom(frames - 1);
  }

  private void startTimer(int id, double millis) {
    var timer = new Timer(id, System.nanoTime() + (long) (millis * 1_000_000), timersStarted++);
    timers.put(id, timer);
    due.add(timer);
  }

  private static JsCall.Outcome outcome(Value... arguments) {
    if (arguments[0].asBoolean()) {
      return new JsCall.Outcome(
          arguments[1].asInt(),
          arguments[2].asString(),
          arguments[3].isNull() ? null : arguments[3].asString(),
          null,
          arguments[4].asBoolean());
    }
    var error =
        new InvocationError(
            arguments[1].asString(), arguments[2].asString(), arguments[3].asString());
    return new JsCall.Outcome(500, null, null, error, false);
  }

  private InvocationError error(PolyglotException e) {
    if (e.isResourceExhausted()) {
      return JsCall.OUT_OF_MEMORY;
    }
    if (e.isSyntaxError() && call == null) {
      return new InvocationError("Runtime.UserCodeSyntaxError", syntaxMessage(e), "");
    }
    Value thrown = e.getGuestObject();
    if (thrown != null && describe != null) {
      Value described = describe.execute(thrown);
      return new InvocationError(
          described.getArrayElement(0).asString(),
          described.getArrayElement(1).asString(),
          described.getArrayElement(2).asString());
    }
    return new InvocationError("Error", String.valueOf(e.getMessage()), "");
  }

  /** The parser's first line, with the place as it is in the function's own file. */
  private static String syntaxMessage(PolyglotException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("SyntaxError");
    var at = e.getSourceLocation();
    if (at == null) {
      return message;
    }
    int column = at.getStartColumn();
    boolean wrapped =
        at.getStartLine() == 1 && at.getSource().getCharacters().toString().startsWith(PREFIX);
    String place =
        FILE + ":" + at.getStartLine() + ":" + (wrapped ? column - PREFIX.length() : column);
    return message.replaceFirst(FILE + ":\\d+:\\d+", place);
  }

  private String settings() {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("prefix", PREFIX.length());
    settings.put("pid", ProcessHandle.current().pid());
    settings.put("arch", arch());
    settings.put("modules", engine.library().modules());
    settings.put("instead", engine.library().instead());
    settings.put("hashes", HostCrypto.algorithms());
    return JSON.writeValueAsString(settings);
  }

  private String functionSettings() {
    Function function = function();
    String name = function.name();
    String stream =
        DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT)
                .format(Instant.now().atZone(ZoneOffset.UTC))
            + "/[$LATEST]"
            + UUID.randomUUID().toString().replace("-", "");
    var environment = new LinkedHashMap<String, String>();
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime() + ".x");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMb()));
    environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    environment.put("LAMBDA_TASK_ROOT", "/var/task");
    environment.put("TZ", ":UTC");
    environment.put("_HANDLER", function.handler());
    environment.putAll(function.environment());
    var settings = new LinkedHashMap<String, Object>();
    settings.put("name", name);
    settings.put("handler", function.handler());
    settings.put("memoryMb", String.valueOf(function.memoryMb()));
    settings.put("environment", environment);
    settings.put("nodeVersion", "v" + function.runtime().substring("nodejs".length()) + ".0.0");
    settings.put("logGroup", "/aws/lambda/" + name);
    settings.put("logStream", stream);
    settings.put("arn", "arn:aws:lambda:local:000000000000:function:" + name);
    return JSON.writeValueAsString(settings);
  }

  /** As Node names it. */
  private static String arch() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> "x64";
      case "aarch64" -> "arm64";
      case String other -> other;
    };
  }

  private static Value requireLoaded(@Nullable Value value) {
    if (value == null) {
      throw new IllegalStateException("the code was not loaded yet");
    }
    return value;
  }
}
