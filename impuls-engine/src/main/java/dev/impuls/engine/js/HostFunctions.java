package dev.impuls.engine.js;

import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the host that the bootstrap script of one context may call: all that code can
 * reach outside the language. Each is guarded as {@link HostCalls} says. They run on the thread
 * that runs the code, one at a time. Between calls, logs and outcomes are dropped.
 */
final class HostFunctions {
  private final Context context;
  private final JsEngine engine;
  private final Supplier<@Nullable JsCall> call;
  private final JsTimers timers;
  private final HostFetch requests;
  private final int resultBytes;
  private final HostCrypto crypto = new HostCrypto();
  private long begunNanos = System.nanoTime();

  /**
   * @param call the call being served; null between calls
   * @param resultBytes the maximum size of a result
   */
  HostFunctions(
      Context context,
      JsEngine engine,
      Supplier<@Nullable JsCall> call,
      JsTimers timers,
      HostFetch requests,
      int resultBytes) {
    this.context = context;
    this.engine = engine;
    this.call = call;
    this.timers = timers;
    this.requests = requests;
    this.resultBytes = resultBytes;
  }

  /** Sets the clock of {@code performance.now} to zero. */
  void restartClock() {
    begunNanos = System.nanoTime();
  }

  /** The functions by the names {@code bootstrap/host.mjs} knows them by, and two values. */
  ProxyObject byName() {
    return ProxyObject.fromMap(
        Map.ofEntries(
            Map.entry("log", HostCalls.guard(this::log)),
            Map.entry("startTimer", HostCalls.guard(this::startTimer)),
            Map.entry("stopTimer", HostCalls.guard(this::stopTimer)),
            Map.entry("longestResult", resultBytes),
            Map.entry("refused", HostCalls.REFUSED),
            Map.entry("settle", HostCalls.guard(this::settle)),
            Map.entry("fetch", HostCalls.guardLoading(requests::fetch)),
            Map.entry("stopFetch", HostCalls.guardLoading(requests::stop)),
            Map.entry("readBody", HostCalls.guard(requests::readBody)),
            Map.entry("library", HostCalls.guardLoading(this::library)),
            Map.entry("room", HostCalls.guardLoading(arguments -> null)),
            Map.entry("nanos", HostCalls.guard(this::nanos)),
            Map.entry("describe", HostCalls.guard(arguments -> arguments[0].toString())),
            Map.entry("random", HostCalls.guardLoading(this::random)),
            Map.entry("digest", HostCalls.guardLoading(HostFunctions::digest))));
  }

  private @Nullable Object log(Value... arguments) {
    JsCall current = call.get();
    if (current != null) {
      current.log(
          Level.valueOf(arguments[0].asString().toUpperCase(Locale.ROOT)), arguments[1].asString());
    }
    return null;
  }

  private @Nullable Object startTimer(Value... arguments) {
    timers.start(arguments[0].asInt(), arguments[1].asDouble());
    return null;
  }

  private @Nullable Object stopTimer(Value... arguments) {
    timers.stop(arguments[0].asInt());
    return null;
  }

  private @Nullable Object settle(Value... arguments) {
    JsCall current = call.get();
    if (current != null) {
      current.settle(
          arguments[0].asBoolean() && arguments[2].isNull()
              ? JsCall.tooLarge(resultBytes)
              : outcome(arguments));
    }
    return null;
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

  private Object library(Value... arguments) {
    return context.eval(engine.library().source(arguments[0].asString().equals("idna")));
  }

  private Object nanos(Value... arguments) {
    return (double) (System.nanoTime() - begunNanos);
  }

  private @Nullable Object random(Value... arguments) {
    crypto.random(arguments[0], arguments[1].asLong(), arguments[2].asLong());
    return null;
  }

  private static @Nullable ProxyExecutable digest(Value... arguments) {
    return HostCrypto.digest(
        arguments[0].asString(), arguments[1], arguments[2].asLong(), arguments[3].asLong());
  }
}
