package dev.impuls.engine;

import dev.impuls.engine.http.Egress;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.invoke.Limits;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * How functions run on this machine.
 *
 * @param isolation where they run
 * @param limits what calls may use
 * @param egress where functions may fetch from
 * @param ownPort whether this program listens on a port, which functions reach only if it is
 *     listed; asked anew for each connection
 * @param workers what runs the functions; how its processes are made, and how many, which is
 *     without use for {@link Isolation#NONE}
 */
public record InvokerSettings(
    Isolation isolation,
    Limits limits,
    Egress egress,
    IntPredicate ownPort,
    WorkerSettings workers) {
  /** The variables that say where functions may fetch from; the first that is there counts. */
  private static final List<String> EGRESS = List.of("IMPULS_EGRESS", "EGRESS");

  /**
   * Workers of this Java, with the compiler that came with it; everything else as it is unless
   * somebody says otherwise. This program listens nowhere.
   */
  public static InvokerSettings usual() {
    return new InvokerSettings(
        Isolation.SHARED,
        Limits.DEFAULT,
        Egress.ALLOW,
        port -> false,
        WorkerSettings.usual(JsRuntime.ofThisJava(JsRuntime.bundledCompiler())));
  }

  /**
   * The same with what the environment says: {@code IMPULS_EGRESS}, or else {@code EGRESS}.
   *
   * @throws IllegalArgumentException if that cannot be used; the message names it
   */
  public InvokerSettings withEnvironment(Map<String, String> environment) {
    for (String name : EGRESS) {
      String text = environment.get(name);
      if (text != null) {
        return withEgress(egress(name, text));
      }
    }
    return this;
  }

  /**
   * Reads where functions may fetch from.
   *
   * @param from the variable or flag that says so
   * @throws IllegalArgumentException if it cannot be used; the message names where it is from
   */
  public static Egress egress(String from, String text) {
    try {
      return Egress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(from + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The same where functions run elsewhere. */
  public InvokerSettings withIsolation(Isolation other) {
    return new InvokerSettings(other, limits, egress, ownPort, workers);
  }

  /** The same with other limits. */
  public InvokerSettings withLimits(Limits other) {
    return new InvokerSettings(isolation, other, egress, ownPort, workers);
  }

  /** The same where functions may fetch from elsewhere. */
  public InvokerSettings withEgress(Egress other) {
    return new InvokerSettings(isolation, limits, other, ownPort, workers);
  }

  /** The same of a program that listens. */
  public InvokerSettings withOwnPort(IntPredicate other) {
    return new InvokerSettings(isolation, limits, egress, other, workers);
  }

  /** The same with other processes. */
  public InvokerSettings withWorkers(WorkerSettings other) {
    return new InvokerSettings(isolation, limits, egress, ownPort, other);
  }
}
