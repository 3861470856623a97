package dev.impuls.store;

import org.jspecify.annotations.Nullable;

/**
 * Which functions, and which page of them.
 *
 * @param text only functions with this in their name or description, whatever the case; null for
 *     all
 * @param runtime only functions of exactly this runtime; null for all
 * @param after only functions whose name sorts behind this one; null to begin at the first
 * @param limit at most so many, 1 or more
 */
public record FunctionQuery(
    @Nullable String text, @Nullable String runtime, @Nullable String after, int limit) {

  /** Everything. */
  public static final FunctionQuery ALL = new FunctionQuery(null, null, null, Integer.MAX_VALUE);

  public FunctionQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more: " + limit);
    }
  }

  /** The same on one page that begins at the first. */
  public FunctionQuery all() {
    return new FunctionQuery(text, runtime, null, Integer.MAX_VALUE);
  }

  /** The same beginning behind that name. */
  public FunctionQuery withAfter(String name) {
    return new FunctionQuery(text, runtime, name, limit);
  }

  /** The same with another limit. */
  public FunctionQuery withLimit(int other) {
    return new FunctionQuery(text, runtime, after, other);
  }
}
