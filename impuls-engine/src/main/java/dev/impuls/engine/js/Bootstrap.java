package dev.impuls.engine.js;

import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationResult.InvocationError;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * The bootstrap script in one context ({@code bootstrap.mjs}): its functions as methods. Used by
 * one thread at a time. Each method throws a {@link org.graalvm.polyglot.PolyglotException} for
 * what the code throws, or if the context is cancelled meanwhile, and {@link IllegalStateException}
 * if it was closed before.
 */
final class Bootstrap {
  private final Value adopt;
  private final Value call;
  private final Value describe;
  private final Value fetched;
  private final Value fire;
  private final Value forgetFetches;
  private final Value goOnLoading;
  private final Value loadCommonJs;
  private final Value loadModule;

  /**
   * Runs the script, which defines the globals.
   *
   * @param host the functions it may call
   */
  Bootstrap(Context context, JsEngine engine, ProxyObject host) {
    Value script =
        context
            .eval(engine.bootstrap())
            .execute(host, BootstrapSettings.ofContext(engine.library()));
    adopt = script.getMember("adopt");
    call = script.getMember("call");
    describe = script.getMember("describe");
    fetched = script.getMember("fetched");
    fire = script.getMember("fire");
    forgetFetches = script.getMember("forgetFetches");
    goOnLoading = script.getMember("goOnLoading");
    loadCommonJs = script.getMember("loadCommonJs");
    loadModule = script.getMember("loadModule");
  }

  /** Makes the context that of a function, before its code is loaded. */
  void adopt(Function function) {
    adopt.executeVoid(BootstrapSettings.ofFunction(function));
  }

  /** Runs CommonJS code, given as a function of Node.js's five arguments. */
  void loadCommonJs(Value wrapper) {
    loadCommonJs.executeVoid(wrapper);
  }

  /** Looks for the handler in a module; false while the module awaits at its top level. */
  boolean loadModule(Value namespace) {
    return loadModule.execute(namespace).asBoolean();
  }

  /** Looks again, after a turn; false while the module still awaits. */
  boolean goOnLoading() {
    return goOnLoading.execute().asBoolean();
  }

  /** Calls the handler, or sees to it that it is called once the module is loaded. */
  void call(JsCall started) {
    call.executeVoid(
        started.invocation().event(), started.invocation().requestId(), started.deadlineMillis());
  }

  /** Runs the callback of a timer. */
  void fire(int timer) {
    fire.executeVoid(timer);
  }

  /** Tells the code that a request failed. */
  void fetched(int id, String code, String message) {
    fetched.executeVoid(id, code, message);
  }

  /**
   * Tells the code of a response, whose body it then reads from the host.
   *
   * @param headers names and values in turn, as lines
   * @param size of the body, in bytes
   */
  void fetched(int id, String statusText, int status, String headers, int size) {
    fetched.executeVoid(id, null, statusText, status, headers, size);
  }

  /** Frees the callbacks of all requests under way. */
  void forgetFetches() {
    forgetFetches.executeVoid();
  }

  /** Type, message and stack of anything the code threw. */
  InvocationError describe(Value thrown) {
    Value described = describe.execute(thrown);
    return new InvocationError(
        described.getArrayElement(0).asString(),
        described.getArrayElement(1).asString(),
        described.getArrayElement(2).asString());
  }
}
