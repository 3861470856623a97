package dev.impuls.desktop.health;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.store.StoreStatus;
import java.time.Clock;
import java.time.Duration;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How a workspace is: its storage, its connections, its calls, the sizes of its functions. */
public final class HealthView extends Region {
  private static final Texts T = Texts.of(HealthView.class);
  private static final PseudoClass READ_ONLY = PseudoClass.getPseudoClass("read-only");
  private static final PseudoClass AWAY = PseudoClass.getPseudoClass("away");
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final double GAP = 16;
  private static final double LEAST_CARD = 300;

  private final HealthModel model;
  private final Label badge = new Label();
  private final Label asked = Card.muted("");
  private final Label outage = new Label();
  private final HBox lost = new HBox(Icons.of(Feather.ALERT_TRIANGLE), outage);
  private final VBox waiting;
  private final StorageCard storage = new StorageCard();
  private final PoolCard pool = new PoolCard();
  private final ProblemsCard problems = new ProblemsCard();
  private final CallsPane calls;
  private final VBox parts;
  private final ScrollPane scroll = new ScrollPane();

  /** One that asks nothing yet. */
  public HealthView(Workspace workspace, Work work, Notices notices) {
    this(workspace, notices, new HealthModel(workspace, work, PAUSE, Clock.systemUTC()));
  }

  HealthView(Workspace workspace, Notices notices, HealthModel model) {
    this.model = model;
    getStyleClass().add("health");

    var title = new Label(T.get("health.title"));
    title.getStyleClass().add(Styles.TITLE_3);
    badge.getStyleClass().add("badge");
    badge.setId("health-badge");
    asked.setId("health-asked");
    var head = new HBox(title, badge, Card.space(), asked);
    head.getStyleClass().add("head");
    lost.getStyleClass().add("lost");
    outage.setWrapText(true);
    outage.setId("health-outage");
    waiting =
        new VBox(
            new ProgressIndicator(),
            Card.muted(T.get("health.asking", workspace.address().text())));
    waiting.getStyleClass().add("nothing");

    calls = new CallsPane(workspace.isRemote(), GAP);
    var sizes = new SizesCard(model, notices);
    parts = new VBox(GAP, new Columns(LEAST_CARD, GAP, storage, pool, sizes), problems, calls);
    var page = new VBox(GAP, head, lost, waiting, parts);
    page.getStyleClass().add("page");
    scroll.setContent(page);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    getChildren().add(scroll);
    model.stateProperty().subscribe(this::show);
  }

  /** It shows: begins to ask. */
  public void open() {
    model.open();
  }

  /** Stops asking; what it knows stays. */
  public void close() {
    model.close();
  }

  private void show(HealthState state) {
    StoreStatus status = state.status();
    Card.show(waiting, status == null);
    Card.show(parts, status != null);
    Card.show(badge, status != null);
    boolean isLost = !state.outage().isEmpty();
    Card.show(lost, isLost);
    outage.setText(isLost ? outage(state) : "");
    asked.setText(
        state.asked() == null || isLost ? "" : T.get("health.as-of", Shown.time(state.asked())));
    badge.pseudoClassStateChanged(READ_ONLY, state.use() == HealthState.Use.READ_ONLY);
    badge.pseudoClassStateChanged(AWAY, state.use() == HealthState.Use.AWAY);
    if (status == null) {
      return;
    }
    badge.setText(StorageCard.use(state.use()));
    storage.show(state, status);
    Card.show(pool, status.pool() != null);
    if (status.pool() != null) {
      pool.show(status.pool());
    }
    problems.show(status.problems());
    state.statistics().ifPresentOrElse(calls::show, calls::showNone);
  }

  private static String outage(HealthState state) {
    return state.asked() == null
        ? state.outage()
        : T.get("health.lost", Shown.time(state.asked()), state.outage());
  }

  @Override
  protected void layoutChildren() {
    scroll.resizeRelocate(0, 0, getWidth(), getHeight());
  }
}
