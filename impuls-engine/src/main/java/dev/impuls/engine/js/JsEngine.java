package dev.impuls.engine.js;

import com.oracle.truffle.api.TruffleContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Instrument;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The engine all functions share: compiled code is shared, nothing else is. GraalVM's CONSTRAINED
 * sandbox policy sees to it that no option set here lets a function out: no Java, no files, no
 * threads, no processes, no other language, no environment.
 *
 * <p>This is the one class that makes engines and contexts, so that what they are is decided here.
 * GraalJS 25.1 and later have isolates: an engine is then a native library with a heap and a
 * compiler of its own, and limits the heap of each context. To have them, with {@code
 * js-isolate-community} in place of {@code js} among the libraries,
 *
 * <ul>
 *   <li>the engine would be made with {@code SandboxPolicy.ISOLATED}, {@code engine.SpawnIsolate},
 *       and {@code engine.MaxIsolateMemory} for all contexts together;
 *   <li>{@link #newContext} would be told the function's memory, and set it as {@code
 *       sandbox.MaxHeapMemory}; one that was made ahead has that of nobody yet;
 *   <li>{@link #sizeOfEntered} would answer null, as it does without the compiler, since an isolate
 *       has no instruments but its own: the engine itself would end who holds too much;
 *   <li>{@link JsRuntime} would give workers no compiler, which is the isolate's, and name its
 *       library's jar instead of GraalJS's in their class path.
 * </ul>
 */
final class JsEngine implements AutoCloseable {
  /** What runs the functions, with its version. */
  static final String NAME = "GraalJS " + version("/META-INF/graalvm/org.graalvm.polyglot/version");

  private final Engine engine;
  private final Source bootstrap = NodeLibrary.source("bootstrap.js");
  private final NodeLibrary library = new NodeLibrary();
  private final IOAccess files = IOAccess.newBuilder().fileSystem(new ModuleFiles(library)).build();

  /** Null where nothing can be measured. */
  private final @Nullable Meter meter;

  JsEngine() {
    engine =
        Engine.newBuilder("js")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .option("engine.WarnInterpreterOnly", "false")
            .in(InputStream.nullInputStream())
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .build();
    Instrument instrument = compiles() ? engine.getInstruments().get(MeterInstrument.ID) : null;
    meter = instrument == null ? null : instrument.lookup(Meter.class);
    loadWhatFailuresNeed();
  }

  /**
   * What is first needed when a function has used up its stack would fail to load, for good and for
   * all functions: the JVM does not try to initialize a class twice.
   */
  private void loadWhatFailuresNeed() {
    ProxyExecutable fails =
        arguments -> {
          throw new IllegalStateException("tried out");
        };
    try (Context context = newContext()) {
      context
          .eval(
              "js",
              """
              (fails) => {
                try { fails(); } catch (e) { String(new RangeError(String(e))); }
                try { (function f() { f(); })(); } catch (e) { String(e.stack); }
                for (const one of [[1], new Map(), new Set(), '']) [...one];
              }
              """)
          .executeVoid(fails);
    }
  }

  /** True if hot code is compiled to machine code. */
  boolean compiles() {
    return !engine.getImplementationName().equals("Interpreted");
  }

  /** Measures a context, whichever thread asks. */
  @FunctionalInterface
  interface Size {

    /**
     * What the context keeps alive, in bytes, as {@link Meter#size} tells; the context's code
     * pauses meanwhile, or it might grow for longer than it is measured.
     */
    long bytes(long stopAt, AtomicBoolean cancelled);
  }

  /** The size of the context this thread has entered; null where none can be measured. */
  @Nullable Size sizeOfEntered() {
    Meter own = meter;
    if (own == null) {
      return null;
    }
    TruffleContext entered = own.entered();
    return (stopAt, cancelled) -> measure(own, entered, stopAt, cancelled);
  }

  private long measure(Meter own, TruffleContext measured, long stopAt, AtomicBoolean cancelled) {
    try (Context context = newContext()) {
      context.enter(); // As the engine requires of threads that measure.
      Future<Void> paused = measured.pause();
      try {
        return own.size(measured, stopAt, cancelled);
      } finally {
        measured.resume(paused);
        context.leave();
      }
    }
  }

  Source bootstrap() {
    return bootstrap;
  }

  NodeLibrary library() {
    return library;
  }

  Context newContext() {
    return Context.newBuilder("js")
        .engine(engine)
        .sandbox(SandboxPolicy.CONSTRAINED)
        .timeZone(ZoneOffset.UTC)
        .allowIO(files)
        .option("js.console", "false")
        .option("js.esm-eval-returns-exports", "true")
        .option("js.graal-builtin", "false")
        .option("js.load", "false")
        .option("js.print", "false")
        .option("js.text-encoding", "true")
        .option("js.unhandled-rejections", "throw")
        .build();
  }

  /**
   * Copies the native code that an engine needs to compile, which it would otherwise unpack into
   * the user's cache: not every process may write there.
   *
   * @param directory empty
   * @return the flag that has a Java machine take it from there
   */
  static String copyResources(Path directory) throws IOException {
    Engine.copyResources(directory);
    return "-Dpolyglot.engine.resourcePath=" + directory;
  }

  private static String version(String path) {
    try (InputStream in = Engine.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.close(true);
  }
}
