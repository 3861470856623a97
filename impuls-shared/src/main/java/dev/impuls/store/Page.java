package dev.impuls.store;

import dev.impuls.function.FunctionSummary;
import java.util.List;

/**
 * One page of a list.
 *
 * @param functions in order of name
 * @param total how many functions match on all pages together
 * @param more whether functions follow the last one of this page
 */
public record Page(List<FunctionSummary> functions, int total, boolean more) {
  public Page {
    functions = List.copyOf(functions);
  }
}
