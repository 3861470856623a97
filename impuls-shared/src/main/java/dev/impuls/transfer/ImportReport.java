package dev.impuls.transfer;

import dev.impuls.function.Revision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What became of each function of an import.
 *
 * @param rows in order of name
 * @param applied false if nothing was changed: because nothing was to be, or because something
 *     failed and then nothing was to be
 */
public record ImportReport(List<Row> rows, boolean applied) {

  /** What became of one. */
  public enum Outcome {
    CREATED,
    UPDATED,
    /** It was there as it is. */
    UNCHANGED,
    /** Another one was there, and was left alone. */
    SKIPPED,
    FAILED,
    /** It could be written, and is not, as others cannot be and then nothing is to be. */
    NOT_IMPORTED;

    /** As reports have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One function, or what was found in place of one.
   *
   * @param name of the function; of a record that cannot be read what it is called
   * @param reason why it failed, a sentence without its end; null if it did not
   * @param note what is to be known of it although it did not fail, a sentence without its end;
   *     null if there is nothing
   * @param revision what is kept now, as far as that is known
   */
  public record Row(
      String name,
      Outcome outcome,
      @Nullable String reason,
      @Nullable String note,
      @Nullable Revision revision) {

    Row(String name, Outcome outcome, @Nullable String reason, @Nullable Revision revision) {
      this(name, outcome, reason, null, revision);
    }

    /** The same for another reason. */
    public Row withReason(String other) {
      return new Row(name, outcome, other, note, revision);
    }

    Row withNote(@Nullable String other) {
      return new Row(name, outcome, reason, other, revision);
    }
  }

  /** How many came to that. */
  public long count(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  /** Writes the fields of a report into the object that is being written. */
  public void writeFields(JsonGenerator json) {
    json.writeBooleanProperty("applied", applied);
    for (Outcome outcome : Outcome.values()) {
      json.writeNumberProperty(outcome.word(), count(outcome));
    }
    json.writeArrayPropertyStart("functions");
    for (Row row : rows) {
      json.writeStartObject();
      json.writeStringProperty("name", row.name());
      json.writeStringProperty("result", row.outcome().word());
      if (row.reason() != null) {
        json.writeStringProperty("reason", row.reason());
      }
      if (row.note() != null) {
        json.writeStringProperty("note", row.note());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
