package dev.impuls.engine.memory;

import dev.impuls.engine.js.JsInvoker;
import dev.impuls.engine.runtime.EngineEvents;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Limits;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process whose functions take too much memory, one after the other, beside one that is called
 * steadily. Prints a line for each: the name, how it ended, what the neighbour's calls ended with
 * that did not go well, and figures.
 */
final class GuardedProcess {
  private static final Limits LIMITS =
      new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 6 << 20, 256 << 10);

  /** Of a function that takes more with each call. */
  private static final int MAX_CALLS = 500;

  /** Answers, even when it takes all the processor. */
  private static final String STEADY =
      """
      exports.handler = async (n) => {
        const words = [];
        for (let i = 0; i < 200; i++) words.push({ i, word: 'w' + (i * n) });
        return JSON.parse(JSON.stringify(words)).length;
      };
      """;

  private final PrintStream out;
  private final int timeoutSec;
  private final JsInvoker invoker;
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean done;

  private GuardedProcess(PrintStream out, int timeoutSec) {
    this.out = out;
    this.timeoutSec = timeoutSec;
    invoker = new JsInvoker(LIMITS, Clock.systemUTC(), Fetcher.NONE, new Events(), true);
  }

  private final class Events implements EngineEvents {
    @Override
    public void engineFailed(Function function, Throwable failure) {
      wrong.add("the engine failed on " + function.name() + ": " + failure);
    }

    @Override
    public void doesNotStop(Invocation invocation) {
      wrong.add(invocation.function().name() + " does not stop");
    }

    @Override
    public void memoryLost(@Nullable Invocation culprit) {
      wrong.add("memory lost: " + (culprit == null ? null : culprit.function().name()));
    }

    @Override
    public void bloated() {
      wrong.add("bloated");
    }
  }

  /**
   * Runs the process.
   *
   * @param args how many throwaway functions warm it up, how many seconds the functions may take,
   *     and the names of {@link Bombs}; all without any
   */
  public static void main(String[] args) throws Exception {
    var process = new GuardedProcess(System.out, Integer.parseInt(args[1]));
    Map<String, String> bombs = Bombs.all();
    if (args.length > 2) {
      bombs.keySet().retainAll(List.of(args).subList(2, args.length));
    }
    process.run(Integer.parseInt(args[0]), bombs);
    System.exit(0);
  }

  private void run(int warmUp, Map<String, String> bombs) throws Exception {
    invoker.warmUp(warmUp, () -> false);
    Function steady = function("steady", STEADY, 128);
    var caller = new Thread(() -> callSteadily(steady), "steady");
    caller.setDaemon(true);
    caller.start();
    Thread.sleep(Integer.getInteger("settle", 0));
    if (Integer.getInteger("settle", 0) > 0) {
      print("alone", "", 0, 0);
    }
    for (Map.Entry<String, String> bomb : bombs.entrySet()) {
      awaitRoom();
      latencies.clear();
      long begun = System.nanoTime();
      long processor = processorMillis();
      InvocationResult result = call(bomb.getKey(), bomb.getValue());
      print(
          bomb.getKey(),
          result.statusCode() + (result.error() == null ? "" : " " + result.error().type()),
          (System.nanoTime() - begun) / 1_000_000,
          processorMillis() - processor);
    }
    done = true;
    caller.join();
    invoker.close();
  }

  /** Else the next might meet the end of memory for what the last still holds. */
  private static void awaitRoom() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 100; i++) {
      System.gc();
      if (runtime.totalMemory() - runtime.freeMemory() < runtime.maxMemory() / 4) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new IllegalStateException("what was used is not given back");
  }

  private InvocationResult call(String name, String code) throws Exception {
    String whole = "exports.handler = async () => {" + code + "\n};";
    var function = function(name, whole, Integer.getInteger("limit", 128));
    InvocationResult result = null;
    for (int calls = 0;
        result == null || (calls < MAX_CALLS && result.statusCode() == 200);
        calls++) {
      result = invoker.invoke(new Invocation(name, function, "1")).get(60, TimeUnit.SECONDS);
      if (!name.startsWith("leak")) {
        break;
      }
    }
    return result;
  }

  private void callSteadily(Function steady) {
    for (int n = 0; !done; n++) {
      long begun = System.nanoTime();
      var result = invoker.invoke(new Invocation("steady", steady, "" + n)).join();
      latencies.add(System.nanoTime() - begun);
      if (result.statusCode() != 200 || !"200".equals(result.body())) {
        wrong.add("the neighbour was answered " + result.statusCode() + " " + result.error());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void print(String name, String ended, long millis, long processor) {
    List<Long> sorted;
    synchronized (latencies) {
      sorted = new ArrayList<>(latencies);
    }
    Collections.sort(sorted);
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    out.printf(
        Locale.ROOT,
        "%s|%s|%s|%d ms, processor %d ms; neighbour: %d calls, median %.1f, longest %.1f ms; heap"
            + " %d of %d MB%n",
        name,
        ended,
        wrong,
        millis,
        processor,
        sorted.size(),
        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1e6,
        sorted.isEmpty() ? 0 : sorted.getLast() / 1e6,
        heap.getUsed() >> 20,
        heap.getCommitted() >> 20);
    out.flush();
    wrong.clear();
  }

  private static long processorMillis() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1_000_000;
  }

  private Function function(String name, String code, int memoryMb) {
    return new FunctionBuilder(name, code)
        .id(name)
        .memoryMb(memoryMb)
        .timeoutSec(timeoutSec)
        .at(Instant.EPOCH)
        .build();
  }

  /** Bodies of handlers; each needs more than its function may have. */
  static final class Bombs {
    private Bombs() {}

    static Map<String, String> all() {
      var all = new LinkedHashMap<String, String>();
      all.put("push", "const a = []; for (let i = 0;; i++) a.push({ x: i, y: [1, 2, 3] });");
      all.put("nested", "const all = []; for (;;) all.push({ a: [all.length] });");
      all.put("map", "const m = new Map(); for (let i = 0;; i++) m.set('key' + i, { i });");
      all.put("list", "let a; for (;;) a = { a };");
      all.put("strings", "const a = []; for (;;) a.push('x'.repeat(1e6) + a.length);");
      all.put(
          "flat",
          "const a = []; for (;;) { const s = 'x'.repeat(1e6) + a.length; s.charCodeAt(5);"
              + " a.push(s); }");
      all.put("fill", "return Array(1e9).fill(1).length;");
      all.put("buffers16", "const a = []; for (;;) a.push(new Uint8Array(16 << 20));");
      all.put("buffers100", "const a = []; for (;;) a.push(new Uint8Array(1e8).fill(1));");
      all.put(
          "shared", "const a = []; for (;;) a.push(new Float64Array(new SharedArrayBuffer(1e8)));");
      all.put("buffers1", "const a = []; for (;;) a.push(Buffer.alloc(1 << 20, 1));");
      all.put(
          "closures",
          "let f = () => 0; for (let i = 0;; i++) { const g = f, x = i; f = () => g() + x; }");
      all.put("bigint", "const a = []; for (let b = 3n;; b = b * 3n) a.push(b << 100000n);");
      all.put("errors", "const a = []; for (let i = 0;; i++) a.push(new Error('e' + i));");
      all.put(
          "classes",
          "const a = []; for (let i = 0;; i++) a.push(class { static s = i; a() { return i; } });");
      all.put(
          "promises",
          "const a = []; for (let i = 0;; i++) a.push(new Promise((r) => setTimeout(r, 1e6)));");
      all.put(
          "microtasks",
          "const f = async (x) => { await 0; f([x]); f([x]); }; f(); await new Promise(() => {});");
      all.put(
          "slowly",
          "const a = []; for (;;) { for (let i = 0; i < 2e4; i++) a.push({ i });"
              + " await new Promise((r) => setTimeout(r, 5)); }");
      all.put(
          "caught", "const a = []; for (;;) try { a.push(new ArrayBuffer(64 << 20)); } catch { }");
      all.put(
          "code",
          "const a = []; for (let i = 0;; i++) a.push(new Function('return \"' + i +"
              + " 'x'.repeat(20000) + '\"'));");
      all.put(
          "shapes",
          "const a = []; for (let i = 0;; i++) { const o = {}; o['p' + i] = i; o['q' + i] = 1;"
              + " a.push(o); }");
      all.put(
          "leak", "globalThis.a ??= []; for (let i = 0; i < 5e4; i++) a.push({ x: i, y: [i] });");
      // These keep to their limits.
      String garbage =
          "for (const end = Date.now() + 3000; Date.now() < end;)"
              + " for (let i = 0; i < 100; i++) new Array(1000).fill({ i });";
      String holds =
          "const a = []; for (let i = 0; i < (process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE - 10);"
              + " i++) a.push(new Uint8Array(1 << 20));";
      all.put("garbage", garbage);
      all.put("holds", holds + " await new Promise((r) => setTimeout(r, 1000));");
      all.put("holdsAndMakesGarbage", holds + garbage);
      return all;
    }
  }
}
