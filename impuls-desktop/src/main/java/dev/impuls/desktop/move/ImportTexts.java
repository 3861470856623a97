package dev.impuls.desktop.move;

import dev.impuls.desktop.move.ImportModel.Phase;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.Comparison;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.OnConflict;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;

/** An import in words. For the UI thread. */
final class ImportTexts {
  private static final Texts T = Texts.of(ImportTexts.class);
  private static final int MOST_DIFFERENCES = 5;

  private final ImportModel model;

  ImportTexts(ImportModel model) {
    this.model = model;
  }

  private String key(String key) {
    return (model.copies() ? "copy." : "import.") + key;
  }

  private String target() {
    return model.target().address().title();
  }

  private Rows.Shown shown() {
    return model.rows().shownProperty().get();
  }

  private long written() {
    return shown().count(Outcome.CREATED) + shown().count(Outcome.UPDATED);
  }

  /** What the button says that begins it. */
  StringBinding button() {
    return Bindings.createStringBinding(
        () -> T.get(key("button"), whyNot().isEmpty() ? written() : 0),
        model.phaseProperty(),
        model.rows().shownProperty(),
        model.problemProperty(),
        model.target().writableProperty());
  }

  /** Why it cannot begin; empty if it can. */
  StringBinding reason() {
    return Bindings.createStringBinding(
        this::whyNot,
        model.phaseProperty(),
        model.rows().shownProperty(),
        model.problemProperty(),
        model.target().writableProperty());
  }

  private String whyNot() {
    if (!model.target().writableProperty().get()) {
      return T.get("why.readonly", target());
    }
    if (model.phaseProperty().get() != Phase.PREVIEW) {
      return T.get("why.looking");
    }
    int all = shown().report().rows().size();
    if (all == 0) {
      return T.get(model.problemProperty().get() == null ? "why.empty" : "why.problem");
    }
    long failed = shown().count(Outcome.FAILED);
    if (failed > 0 && model.onConflictProperty().get() == OnConflict.FAIL) {
      return T.get("why.failed", failed);
    }
    if (written() > 0) {
      return "";
    }
    return T.get(shown().count(Outcome.UNCHANGED) == all ? "why.same" : "why.none");
  }

  /** What came of it; empty until it has ended. */
  StringBinding result() {
    return Bindings.createStringBinding(this::done, model.phaseProperty());
  }

  private String done() {
    if (model.phaseProperty().get() != Phase.DONE) {
      return "";
    }
    long failed = shown().count(Outcome.FAILED);
    if (shown().tense() == Rows.Tense.REFUSED) {
      return T.get(shown().report().applied() ? "result.halfway" : "result.refused", failed);
    }
    String text = T.get(key("result"), written(), target());
    if (failed > 0) {
      text += " " + T.get("result.failed", failed);
    }
    return model.copies() ? text + " " + compared() : text;
  }

  private String compared() {
    Comparison result = model.comparison();
    if (result == null) {
      return T.get("result.uncompared");
    }
    if (result.differences().isEmpty()) {
      return T.get("result.same", result.equal());
    }
    return T.get(
        "result.different",
        result.differences().size(),
        result.differences().stream()
            .limit(MOST_DIFFERENCES)
            .map(difference -> difference.name() + " " + difference.what())
            .collect(Collectors.joining("; ")));
  }

  /** Whether something went wrong in the end. */
  boolean isTroubled() {
    Comparison result = model.comparison();
    return shown().count(Outcome.FAILED) > 0 || (result != null && !result.differences().isEmpty());
  }
}
