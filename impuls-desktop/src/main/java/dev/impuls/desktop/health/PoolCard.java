package dev.impuls.desktop.health;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.store.StoreStatus.PoolUse;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;

/** How the pool of connections to a database is used. */
final class PoolCard extends Card {
  private static final Texts T = Texts.of(PoolCard.class);
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

  private final ProgressBar bar = new ProgressBar();
  private final Label active;
  private final Label idle;
  private final Label waiting;

  PoolCard() {
    super(T.get("pool.title"));
    bar.setMaxWidth(Double.MAX_VALUE);
    var facts = new Facts();
    active = facts.add(T.get("pool.active"));
    idle = facts.add(T.get("pool.idle"));
    waiting = facts.add(T.get("pool.waiting"));
    waiting.getStyleClass().add("count");
    getChildren().addAll(bar, facts);
  }

  void show(PoolUse pool) {
    String use = T.get("pool.use", pool.active(), pool.most());
    bar.setProgress(pool.most() == 0 ? 0 : (double) pool.active() / pool.most());
    bar.setAccessibleText(use);
    active.setText(use);
    idle.setText(Shown.number(pool.idle()));
    waiting.setText(Shown.number(pool.waiting()));
    waiting.pseudoClassStateChanged(BAD, pool.waiting() > 0);
  }
}
