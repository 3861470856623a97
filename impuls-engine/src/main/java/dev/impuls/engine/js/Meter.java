package dev.impuls.engine.js;

import com.oracle.truffle.api.TruffleContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures contexts of the engine; a service of {@link MeterInstrument}. */
interface Meter {
  /** The context that this thread has entered. */
  TruffleContext entered();

  /**
   * What a context keeps alive, in bytes; code, regular expressions and shapes are not counted. The
   * thread must have entered some context of the engine.
   *
   * @param stopAt the size beyond which counting stops
   * @param cancelled looked at now and then
   * @throws java.util.concurrent.CancellationException if it was
   * @throws UnsupportedOperationException without the compiler
   */
  long size(TruffleContext context, long stopAt, AtomicBoolean cancelled);
}
