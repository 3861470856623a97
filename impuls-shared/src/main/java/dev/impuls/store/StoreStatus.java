package dev.impuls.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a store is.
 *
 * @param kind {@code file}, {@code postgres} …
 * @param location where it is, for people, without any password
 * @param functions how many functions it holds
 * @param writable whether it takes changes
 * @param outage why it cannot be read, or null if it can
 * @param problems the records that cannot be read, in order of their place
 * @param pool how its connections are used, or null if it has no pool of them
 */
public record StoreStatus(
    String kind,
    String location,
    int functions,
    boolean writable,
    @Nullable String outage,
    List<RecordProblem> problems,
    @Nullable PoolUse pool) {

  public StoreStatus {
    problems = List.copyOf(problems);
  }

  /** How a store without a pool of connections is. */
  public StoreStatus(
      String kind,
      String location,
      int functions,
      boolean writable,
      @Nullable String outage,
      List<RecordProblem> problems) {
    this(kind, location, functions, writable, outage, problems, null);
  }

  /** The same with a pool of connections. */
  public StoreStatus withPool(@Nullable PoolUse use) {
    return new StoreStatus(kind, location, functions, writable, outage, problems, use);
  }

  /**
   * A record that cannot be read.
   *
   * @param name of the function it would be, as far as that is known
   * @param place the path or id of the record
   * @param message what is wrong with it
   */
  public record RecordProblem(String name, String place, String message) {}

  /**
   * How a pool of connections is used.
   *
   * @param active connections in use
   * @param idle connections that nobody uses
   * @param waiting threads that wait for a connection
   * @param most connections there may be
   */
  public record PoolUse(int active, int idle, int waiting, int most) {}
}
