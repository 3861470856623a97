package dev.impuls.function;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A function as a store keeps it, whole. Immutable.
 *
 * <p>It may break today's rules: a record written by hand or by another tool is shown as it is.
 * Only {@link FunctionDraft} and {@link FunctionPatch} are checked, by {@link FunctionRules}.
 *
 * @param id a UUID, set by the store at creation, never changed
 * @param name unique in its store, never changed
 * @param description free text, may be empty
 * @param runtime e.g. {@code nodejs22}; see {@link Runtimes}
 * @param handler {@code module.function}
 * @param code the source text
 * @param codePath where the backend keeps the code, for people; not part of the revision
 * @param memoryMb memory limit, MiB
 * @param timeoutSec time limit of one call, seconds
 * @param placement which functions it may share a worker process with
 * @param environment the function's environment variables, in key order, unmodifiable
 * @param createdAt UTC, whole microseconds
 * @param updatedAt UTC, whole microseconds
 * @param revision what {@link Revision#of} derives from all of the above but {@code codePath}
 */
public record Function(
    String id,
    String name,
    String description,
    String runtime,
    String handler,
    String code,
    String codePath,
    int memoryMb,
    int timeoutSec,
    Placement placement,
    Map<String, String> environment,
    Instant createdAt,
    Instant updatedAt,
    Revision revision) {

  public Function {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** The function made of a summary and what the summary leaves out; derives the revision. */
  public static Function of(FunctionSummary summary, String code, Map<String, String> environment) {
    return new Function(
        summary.id(),
        summary.name(),
        summary.description(),
        summary.runtime(),
        summary.handler(),
        code,
        summary.codePath(),
        summary.memoryMb(),
        summary.timeoutSec(),
        summary.placement(),
        environment,
        summary.createdAt(),
        summary.updatedAt(),
        Revision.of(summary, code, environment));
  }

  /** Everything but the code and the environment. */
  public FunctionSummary summary() {
    return new FunctionSummary(
        id,
        name,
        description,
        runtime,
        handler,
        codePath,
        memoryMb,
        timeoutSec,
        placement,
        createdAt,
        updatedAt);
  }

  /** The same function as it would be created, to see whether it keeps the rules. */
  public FunctionDraft toDraft() {
    return new FunctionDraft(
        name, description, runtime, handler, code, memoryMb, timeoutSec, placement, environment);
  }

  /** About what it takes in memory, in characters. */
  public int characters() {
    int settings =
        environment.entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length() + 100)
            .sum();
    return 1000 + code.length() + description.length() + settings;
  }

  /** The time of a change that is made now: later than the one before, whatever the clock says. */
  public Instant nextUpdate(Instant now) {
    Instant least = updatedAt.plus(1, ChronoUnit.MICROS);
    return now.isBefore(least) ? least : now.truncatedTo(ChronoUnit.MICROS);
  }

  /** The same function with its code kept elsewhere. */
  public Function keptAt(String newCodePath) {
    return updatedAt(updatedAt, newCodePath);
  }

  /**
   * The SHA-256 of which the revision is the first half, by which an alteration shows: 64
   * lower-case hexadecimal digits.
   */
  public String sha256() {
    return Revision.sha256(summary(), code, environment);
  }

  /** The same function, changed at that time and with its code kept there. */
  public Function updatedAt(Instant time, String newCodePath) {
    return of(
        new FunctionSummary(
            id,
            name,
            description,
            runtime,
            handler,
            newCodePath,
            memoryMb,
            timeoutSec,
            placement,
            createdAt,
            time),
        code,
        environment);
  }

  /** Names the function without its code or environment, which may hold secrets. */
  @Override
  public String toString() {
    return "Function[" + name + " " + revision + "]";
  }
}
