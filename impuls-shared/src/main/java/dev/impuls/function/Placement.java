package dev.impuls.function;

import org.jspecify.annotations.Nullable;

/**
 * Which functions a function may share a worker process with. Like every field of a stored function
 * it may break today's rules; see {@link Function}.
 *
 * @param group functions of different groups never share a process; empty for those of no group,
 *     which are a group, too
 * @param isolation {@link #SHARED} or {@link #DEDICATED}
 */
public record Placement(String group, String isolation) {
  /** Runs in a process together with other functions of its group. */
  public static final String SHARED = "shared";

  /** Runs in a process of its own. */
  public static final String DEDICATED = "dedicated";

  /** The placement of a function that says nothing of it. */
  public static final Placement DEFAULT = new Placement("", SHARED);

  /** The same with other values, where they are not null. */
  public Placement with(@Nullable String otherGroup, @Nullable String otherIsolation) {
    return new Placement(
        FunctionPatch.orElse(otherGroup, group), FunctionPatch.orElse(otherIsolation, isolation));
  }

  /** Whether it needs a process of its own; also if its isolation is none that is known. */
  public boolean isDedicated() {
    return !isolation.equals(SHARED);
  }
}
