package dev.impuls.desktop.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.js.JsInvoker;
import dev.impuls.invoke.CallStatistics;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.ObservedInvoker;
import dev.impuls.server.ImpulsServer;
import dev.impuls.store.Await;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreStatus.PoolUse;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One engine and one window for all.
class HealthViewTest {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String BROKEN = "rate-limit";
  private static final String WORKS =
      "exports.handler = async (ms) => { await new Promise((r) => setTimeout(r, ms)); };";
  private static final String FAILS = "exports.handler = async () => { throw new Error('no'); };";

  private final JsInvoker engine = new JsInvoker(Limits.DEFAULT, Clock.systemUTC());
  private final Hands hands = new Hands();
  private Stage stage;
  @TempDir private Path directory;
  private FunctionStore store;

  /** A clock set by hand. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeAll
  void showWindow() {
    stage = Ui.show(() -> new Scene(new Notices(), 1180, 860));
  }

  @AfterAll
  void closeWindow() {
    Ui.run(stage::close);
    engine.close();
  }

  @BeforeEach
  void openStore() {
    store = FileFunctionStore.open(new FileStoreSettings(directory, false));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private Invoker counted(Clock clock) {
    return new ObservedInvoker(
        new LimitedInvoker(engine, Limits.DEFAULT), new CallStatistics(clock));
  }

  private Workspace directory(Invoker invoker) {
    return new Workspace(new Address.Directory(directory), store, invoker, invoker);
  }

  private HealthView show(Workspace workspace) {
    return Ui.call(
        () -> {
          var model = new HealthModel(workspace, new Work(), PAUSE, Clock.systemUTC());
          var view = new HealthView(workspace, new Notices(), model);
          stage.getScene().setRoot(view);
          view.open();
          return view;
        });
  }

  private static void create(FunctionStore store, String name, String code) {
    store.create(Samples.draft(name, code));
  }

  private static void call(FunctionStore store, Invoker invoker, String name, int times) {
    for (int i = 0; i < times; i++) {
      var result = invoker.invoke(new Invocation("request-" + i, store.get(name), "0")).join();
      assertThat(result.error() == null).as("%s", result).isEqualTo(!name.equals(BROKEN));
    }
  }

  private static String text(String query) throws Exception {
    var label = (Labeled) Ui.node(query);
    return Ui.call(label::getText);
  }

  private static TableView<?> table(String query) throws Exception {
    return (TableView<?>) Ui.node(query);
  }

  @Test
  void aDirectoryWithoutCallsSaysSo() throws Exception {
    HealthView view = show(directory(counted(Clock.systemUTC())));

    assertThat(text("#health-badge")).isEqualTo("Available");
    assertThat(text("#calls-none")).isEqualTo("No calls yet");
    assertThat(Ui.isGone("#functions")).isTrue();
    assertThat(Ui.isGone("#problems")).isTrue();
    Ui.picture(stage.getScene(), "health-empty");
    Ui.run(view::close);
  }

  @Test
  void recordsThatCannotBeReadAreNamed() throws Exception {
    store.create(Samples.draft("hello"));
    store.create(Samples.draft("a-function-with-a-name-that-is-as-long-as-names-of-functions-get"));
    Path metadata = directory.resolve("functions/metadata");
    Files.writeString(metadata.resolve("old.json"), "{");
    Files.writeString(metadata.resolve("older.json"), "[]");
    HealthView view = show(directory(counted(Clock.systemUTC())));

    TableView<?> problems = table("#problems");
    Ui.await("both are named", () -> problems.getItems().size() == 2);
    assertThat(text("#storage-functions")).isEqualTo("2");
    assertThat(Ui.isGone("#sizes-total")).isTrue();
    Ui.click("#measure");
    assertThat(text("#sizes-total")).endsWith(" B");
    assertThat(table("#sizes-largest").getItems()).hasSize(2);
    Ui.picture(stage.getScene(), "health-problems");

    Files.delete(metadata.resolve("old.json"));
    Files.delete(metadata.resolve("older.json"));
    Await.until("they are repaired", () -> Ui.isGone("#problems"));
    Ui.run(view::close);
  }

  @Test
  void callsOfAnHourAreDrawn() throws Exception {
    Instant now = Instant.now().minus(Duration.ofMinutes(59));
    hands.now = now;
    var counted = counted(hands);
    List<String> names = List.of("check-order", "order-total", "resize-plan", "word-count");
    for (String name : names) {
      create(store, name, WORKS);
    }
    create(store, BROKEN, FAILS);
    for (int minute = 0; minute < 60; minute++) {
      hands.now = now.plus(Duration.ofMinutes(minute));
      int busy = (int) (5 + 4 * Math.sin(minute / 7.0));
      for (int i = 0; i < names.size(); i++) {
        call(store, counted, names.get(i), minute % 17 == 4 ? 0 : busy / (i + 1));
      }
      call(store, counted, BROKEN, minute % 11 == 3 ? 3 : 0);
    }
    HealthView view = show(directory(counted));

    assertThat(table("#functions").getItems()).hasSize(5);
    assertThat(text("#calls-failed")).isEqualTo("18");
    assertThat(Ui.isGone("#calls-none")).isTrue();
    Ui.picture(stage.getScene(), "health");
    Ui.run(() -> ((ScrollPane) view.lookup(".scroll-pane")).setVvalue(1));
    Ui.picture(stage.getScene(), "health-functions");
    Ui.run(view::close);
  }

  @Test
  void connectionsThatAreWaitedForStandOut() throws Exception {
    Ui.run(
        () -> {
          var card = new PoolCard();
          card.show(new PoolUse(10, 0, 3, 10));
          var page = new VBox(card);
          page.getStyleClass().addAll("health", "page");
          stage.getScene().setRoot(page);
        });
    assertThat(text("10 of 10")).isNotEmpty();
    assertThat(Ui.node("3").getPseudoClassStates()).contains(PseudoClass.getPseudoClass("bad"));
    Ui.picture(stage.getScene(), "health-pool");
  }

  @Test
  void aServerThatIsLostLeavesWhatItSaid() throws Exception {
    create(store, "works", WORKS);
    create(store, BROKEN, FAILS);
    var server = new ImpulsServer("127.0.0.1", 0, store, counted(Clock.systemUTC()), "test");
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.port());
    try (var remote = RemoteFunctionStore.open(uri);
        var invoker = RemoteInvoker.open(uri)) {
      call(store, invoker, "works", 3);
      call(store, invoker, BROKEN, 1);
      HealthView view = show(new Workspace(new Address.Server(uri), remote, invoker, invoker));

      assertThat(text("#calls-total")).isEqualTo("4");
      assertThat(text("#calls-failed")).isEqualTo("1");
      assertThat(Ui.isGone("#health-outage")).isTrue();

      server.close();
      var outage = (Labeled) Ui.node("#health-outage");
      Ui.await("it is gone", () -> outage.getText().contains("Nothing answers at " + uri));
      assertThat(text("#health-badge")).isEqualTo("Not available");
      assertThat(text("#storage-functions")).isEqualTo("2");
      assertThat(text("#calls-total")).isEqualTo("4");
      Ui.picture(stage.getScene(), "health-lost");
      Ui.run(view::close);
    }
  }
}
