package dev.impuls.server.command;

import dev.impuls.transfer.Comparison;
import dev.impuls.transfer.Comparison.Difference;
import dev.impuls.transfer.ImportReport;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import dev.impuls.transfer.OnConflict;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a transfer came to, for people and for programs. */
final class Reports {
  private Reports() {}

  /** In lines: what failed, one by one, and how many came to what. */
  static void print(Out out, ImportReport report, OnConflict onConflict, boolean dryRun) {
    for (Row row : report.rows()) {
      if (row.outcome() == Outcome.FAILED) {
        out.note(row.name() + ": " + row.reason());
      } else if (row.note() != null) {
        out.note(row.name() + ": " + row.note());
      }
    }
    boolean refused = onConflict == OnConflict.FAIL && report.count(Outcome.FAILED) > 0 && !dryRun;
    if (refused && report.applied()) {
      out.line("It failed on the way, and what was written could not all be taken back");
      return;
    }
    if (refused) {
      out.line(
          "Nothing was changed: "
              + functions(report.count(Outcome.FAILED))
              + " cannot be imported; --on-conflict skip or overwrite imports the others");
      return;
    }
    var counts = new ArrayList<String>();
    for (Outcome outcome : Outcome.values()) {
      long count = report.count(outcome);
      if (count > 0) {
        counts.add(String.format("%,d %s", count, outcome.word().replace('_', ' ')));
      }
    }
    String all = counts.isEmpty() ? "there is nothing to import" : String.join(", ", counts);
    out.line((dryRun ? "It would be: " : "") + all);
  }

  static void print(Out out, Comparison comparison) {
    for (Difference difference : comparison.differences()) {
      out.note(difference.name() + ": " + difference.what());
    }
    out.line(
        comparison.differences().isEmpty()
            ? functions(comparison.equal()) + " compared: all are the same on both sides"
            : functions(comparison.equal())
                + " the same on both sides, "
                + functions(comparison.differences().size())
                + " not");
  }

  static void write(
      JsonGenerator json, @Nullable ImportReport report, @Nullable Comparison comparison) {
    json.writeStartObject();
    if (report != null) {
      report.writeFields(json);
    }
    if (comparison != null) {
      json.writeNumberProperty("equal", comparison.equal());
      json.writeArrayPropertyStart("differences");
      for (Difference difference : comparison.differences()) {
        json.writeStartObject();
        json.writeStringProperty("name", difference.name());
        json.writeStringProperty("result", difference.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("reason", difference.what());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static String functions(long count) {
    return String.format("%,d function%s", count, count == 1 ? "" : "s");
  }
}
