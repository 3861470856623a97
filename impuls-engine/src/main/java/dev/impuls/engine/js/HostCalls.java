package dev.impuls.engine.js;

import java.util.Map;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * Guards the host's functions that code in a context calls, so that no call ends half done. A
 * guarded function fails where the stack is nearly exhausted, before it does anything, and returns
 * {@link #REFUSED} for arguments it cannot use. The bootstrap script makes errors of both.
 */
final class HostCalls {
  /** Returned for arguments that cannot be used. */
  static final ProxyObject REFUSED = ProxyObject.fromMap(Map.of());

  /** Some 30 kB and up, more than any function of the host takes that loads nothing. */
  private static final int FRAMES_OF_ROOM = 2000;

  /** To load a parser, the library, an HTTP client, or the JDK's cryptography. */
  private static final int FRAMES_TO_LOAD = 4000;

  private HostCalls() {}

  /** Guards a function that loads no code. */
  static ProxyExecutable guard(ProxyExecutable function) {
    return guard(FRAMES_OF_ROOM, function);
  }

  /** Guards a function that may load code: classes of the host, or sources. */
  static ProxyExecutable guardLoading(ProxyExecutable function) {
    return guard(FRAMES_TO_LOAD, function);
  }

  private static ProxyExecutable guard(int frames, ProxyExecutable function) {
    return arguments -> {
      takeRoom(frames);
      try {
        return function.execute(arguments);
      } catch (ClassCastException
          | IllegalArgumentException
          | IndexOutOfBoundsException
          | UnsupportedOperationException
          | ArithmeticException e) {
        return REFUSED;
      }
    };
  }

  private static int takeRoom(int frames) {
    return frames == 0 ? 0 : 1 + takeRoom(frames - 1);
  }
}
