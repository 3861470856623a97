package dev.impuls.engine.js;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way to what the engine offers to instruments alone; made when it is looked up. */
final class MeterInstrument extends TruffleInstrument {
  static final String ID = "impuls-meter";

  @Override
  protected void onCreate(Env env) {
    env.registerService(
        new Meter() {
          @Override
          public TruffleContext entered() {
            return Objects.requireNonNull(env.getEnteredContext());
          }

          @Override
          public long size(TruffleContext context, long stopAt, AtomicBoolean cancelled) {
            return env.calculateContextHeapSize(context, stopAt, cancelled);
          }
        });
  }
}
