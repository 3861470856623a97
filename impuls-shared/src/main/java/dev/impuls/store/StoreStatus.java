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
 */
public record StoreStatus(
    String kind,
    String location,
    int functions,
    boolean writable,
    @Nullable String outage,
    List<RecordProblem> problems) {

  public StoreStatus {
    problems = List.copyOf(problems);
  }

  /**
   * A record that cannot be read.
   *
   * @param name of the function it would be, as far as that is known
   * @param place the path or id of the record
   * @param message what is wrong with it
   */
  public record RecordProblem(String name, String place, String message) {}
}
