package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.ImportReport;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** What becomes of each function, or became of it; all of them or some. For the UI thread. */
final class Rows {
  private static final Texts T = Texts.of(Rows.class);

  /** Which words fit. */
  enum Tense {
    /** It would be done. */
    PREVIEW,
    DONE,
    /** Nothing was done, as something failed. */
    REFUSED
  }

  /** What there is, and in which words to say it. */
  record Shown(ImportReport report, Tense tense) {
    long count(Outcome outcome) {
      return report.count(outcome);
    }
  }

  static final Shown NOTHING = new Shown(new ImportReport(List.of(), false), Tense.PREVIEW);

  private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(NOTHING);
  private final ObservableList<Row> all = FXCollections.observableArrayList();
  private final FilteredList<Row> filtered = new FilteredList<>(all);
  private final ObjectProperty<@Nullable Outcome> outcome = new SimpleObjectProperty<>();
  private final StringProperty text = new SimpleStringProperty("");

  Rows() {
    outcome.subscribe(this::filter);
    text.subscribe(this::filter);
  }

  void show(ImportReport report, Tense tense) {
    outcome.set(null);
    shown.set(new Shown(report, tense));
    all.setAll(report.rows());
  }

  ReadOnlyObjectProperty<Shown> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** Those that pass the filters, in order of name. */
  ObservableList<Row> filtered() {
    return filtered;
  }

  /** Only those of that outcome; null for all. */
  ObjectProperty<@Nullable Outcome> outcomeProperty() {
    return outcome;
  }

  /** Only those with this in their name. */
  StringProperty textProperty() {
    return text;
  }

  private void filter() {
    String wanted = text.get().strip().toLowerCase(Locale.ROOT);
    Outcome only = outcome.get();
    filtered.setPredicate(
        row ->
            (only == null || row.outcome() == only)
                && row.name().toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** An outcome in a word or two. */
  String word(Outcome of) {
    return T.get("outcome." + key() + "." + of.word());
  }

  /** How many come to that; null for all. */
  String count(@Nullable Outcome of) {
    Shown now = shown.get();
    return of == null
        ? T.get("outcome.all", now.report().rows().size())
        : T.get("outcome.count", now.count(of), word(of));
  }

  /** Why it comes to that. */
  String reason(Row row) {
    String reason = row.reason();
    if (reason != null) {
      return reason;
    }
    String usual =
        switch (row.outcome()) {
          case CREATED, FAILED -> "";
          case UPDATED, UNCHANGED, SKIPPED, NOT_IMPORTED ->
              T.get("reason." + key() + "." + row.outcome().word());
        };
    String note = row.note();
    return note == null ? usual : usual.isEmpty() ? note : usual + "; " + note;
  }

  private String key() {
    return shown.get().tense().name().toLowerCase(Locale.ROOT);
  }
}
