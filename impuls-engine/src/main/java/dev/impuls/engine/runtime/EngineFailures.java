package dev.impuls.engine.runtime;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what engines failed of, once for each revision of a function: some functions
 * make the engine fail at each call. May be called by any thread.
 */
public final class EngineFailures {
  private static final Logger log = LoggerFactory.getLogger(EngineFailures.class);
  private static final int MAX_REMEMBERED = 1000;
  private static final int MAX_CHARS = 16 * 1024;

  private final Set<Revision> told =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Revision, Boolean> eldest) {
              return size() > MAX_REMEMBERED;
            }
          });

  /**
   * Writes it down unless it has written down one of this revision.
   *
   * @param what of {@link #text}, of which too much is left out
   */
  public void failed(Function function, String what) {
    if (isFirst(function.revision())) {
      log.error(
          "The engine failed on {}, which is told once:\n{}",
          function,
          what.substring(0, Math.min(MAX_CHARS, what.length()))
              .lines()
              .map(line -> "  " + line)
              .collect(Collectors.joining("\n")));
    }
  }

  private boolean isFirst(Revision revision) {
    synchronized (told) {
      return told.add(revision);
    }
  }

  /** The failure with its stack, cut where it is long. */
  public static String text(Throwable failure) {
    var text = new StringBuilder();
    String before = "";
    Throwable one = failure;
    while (one != null && text.length() < MAX_CHARS) {
      text.append(before).append(one).append('\n');
      for (StackTraceElement frame : one.getStackTrace()) {
        text.append("  at ").append(frame).append('\n');
      }
      before = "Caused by: ";
      one = one.getCause();
    }
    return text.substring(0, Math.min(MAX_CHARS, text.length()));
  }
}
