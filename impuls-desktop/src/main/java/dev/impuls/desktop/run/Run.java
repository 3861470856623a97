package dev.impuls.desktop.run;

import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param function as it ran
 * @param elsewhere whether it ran on a server
 * @param result null if it was cancelled
 * @param logs what it logged, as far as is known
 */
record Run(
    PastRun about,
    Function function,
    boolean elsewhere,
    @Nullable InvocationResult result,
    List<LogRecord> logs) {

  /** About what it takes in memory, in characters. */
  long characters() {
    long characters = 1000L + function.code().length();
    for (LogRecord log : logs) {
      characters += log.message().length();
    }
    if (result != null && result.body() != null) {
      characters += result.body().length();
    }
    return characters;
  }
}
