package dev.impuls.desktop.health;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.util.List;

/** The records that cannot be read. */
final class ProblemsCard extends Card {
  private static final Texts T = Texts.of(ProblemsCard.class);
  private static final int ROWS = 8;

  private final Rows<RecordProblem> rows = new Rows<>(T.get("problems.title"), ROWS);

  ProblemsCard() {
    super(T.get("problems.title"));
    rows.setId("problems");
    rows.text(T.get("problems.name"), 200, RecordProblem::name)
        .text(T.get("problems.place"), 300, RecordProblem::place)
        .wide(T.get("problems.message"), RecordProblem::message);
    getChildren().addAll(muted(T.get("problems.hint")), rows);
  }

  void show(List<RecordProblem> problems) {
    rows.show(problems);
    show(this, !problems.isEmpty());
  }
}
