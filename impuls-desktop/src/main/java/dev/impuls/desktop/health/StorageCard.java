package dev.impuls.desktop.health;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.store.StoreStatus;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;

/** What the storage is, and how. */
final class StorageCard extends Card {
  private static final Texts T = Texts.of(StorageCard.class);
  private static final Set<String> KINDS = Set.of("file", "postgres", "server");
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

  private final Label kind;
  private final Label location;
  private final Label use;
  private final Label functions;
  private final Label problems;

  StorageCard() {
    super(T.get("storage.title"));
    var facts = new Facts();
    kind = facts.add(T.get("storage.kind"));
    location = facts.add(T.get("storage.location"));
    use = facts.add(T.get("storage.use"));
    functions = facts.add(T.get("storage.functions"));
    problems = facts.add(T.get("storage.problems"));
    problems.getStyleClass().add("count");
    use.setId("storage-use");
    functions.setId("storage-functions");
    getChildren().add(facts);
  }

  void show(HealthState state, StoreStatus status) {
    kind.setText(KINDS.contains(status.kind()) ? T.get("kind." + status.kind()) : status.kind());
    location.setText(status.location());
    use.setText(use(state.use()));
    functions.setText(Shown.number(status.functions()));
    problems.setText(
        status.problems().isEmpty()
            ? T.get("storage.problems.none")
            : Shown.number(status.problems().size()));
    problems.pseudoClassStateChanged(BAD, !status.problems().isEmpty());
  }

  /** That state in words. */
  static String use(HealthState.Use use) {
    return switch (use) {
      case WRITABLE -> T.get("use.writable");
      case READ_ONLY -> T.get("use.read-only");
      case AWAY -> T.get("use.away");
    };
  }
}
