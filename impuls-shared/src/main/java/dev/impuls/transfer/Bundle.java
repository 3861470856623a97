package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.json.FunctionJson;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/**
 * Functions in one JSON document.
 *
 * <pre>
 * {"format": "impuls-bundle", "version": 1, "origin": "…", "exported_at": "…",
 *  "functions": [{"id": …, …, "sha256": "…"}, …], "count": N}
 * </pre>
 *
 * The hash of each function tells of an alteration, the count of one that is missing. Functions are
 * as the API has them, so that a list it answered can be read in place of a bundle.
 */
public final class Bundle {
  static final String FORMAT = "impuls-bundle";

  /** What is written, and the newest that is read. */
  static final int VERSION = 1;

  private Bundle() {}

  /**
   * Writes functions as they come; neither closes nor flushes the stream.
   *
   * @param origin the store they are from, for people
   * @param unreadable asked in the end for the records that should be here and cannot be read; they
   *     are named for people
   */
  public static void write(
      OutputStream out,
      Iterator<Function> functions,
      String origin,
      Instant time,
      Supplier<List<RecordProblem>> unreadable) {
    JsonGenerator json = FunctionJson.generator(out);
    json.writeStartObject();
    json.writeStringProperty("format", FORMAT);
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("origin", origin);
    json.writeStringProperty("exported_at", time.toString());
    json.writeArrayPropertyStart("functions");
    int count = 0;
    while (functions.hasNext()) {
      json.writeRaw('\n');
      FunctionJson.writeHashed(json, functions.next());
      count++;
    }
    json.writeEndArray();
    json.writeNumberProperty("count", count);
    writeUnreadable(json, unreadable.get());
    json.writeEndObject();
    json.writeRaw('\n');
    // Only if all went well: closing would end what is not all as if it were.
    json.close();
  }

  private static void writeUnreadable(JsonGenerator json, List<RecordProblem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("unreadable");
    for (RecordProblem problem : problems) {
      json.writeStartObject();
      json.writeStringProperty("name", problem.name());
      json.writeStringProperty("reason", problem.place() + " " + problem.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
