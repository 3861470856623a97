package dev.impuls.desktop.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.PoolUse;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthModelTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir private Path directory;
  private Workspace workspace;
  private Work work;
  private HealthModel model;

  @BeforeEach
  void open() {
    var store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    var invoker = Invokers.local(InvokerSettings.usual().withIsolation(Isolation.NONE));
    workspace = new Workspace(new Address.Directory(directory), store, invoker, invoker);
    work = new Work();
    model = new HealthModel(workspace, work, Duration.ofMillis(50), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    Ui.run(model::close);
    workspace.close();
  }

  /** For the UI thread. */
  private HealthState state() {
    return model.stateProperty().get();
  }

  private StoreStatus status() {
    return Objects.requireNonNull(state().status());
  }

  @Test
  void asksWhileItIsOpen() throws Exception {
    assertThat(Ui.call(this::state)).isEqualTo(HealthState.UNKNOWN);
    Ui.run(model::open);
    Ui.await("it is known", () -> state().asked() != null);
    assertThat(Ui.call(this::status).functions()).isZero();
    assertThat(Ui.call(this::state).statistics().orElseThrow().calls()).isZero();

    Function made = workspace.store().create(Samples.draft("hello"));
    workspace.invoker().invoke(new Invocation("1", made, "{}")).join();
    Files.writeString(directory.resolve("functions/metadata/old.json"), "{");
    Ui.await("the function shows", () -> status().functions() == 1);
    Ui.await("the call shows", () -> state().statistics().orElseThrow().calls() == 1);
    Ui.await("the broken record shows", () -> !status().problems().isEmpty());
    assertThat(Ui.call(this::status).problems())
        .extracting(RecordProblem::name)
        .containsExactly("old");
    assertThat(Ui.call(() -> workspace.statusProperty().get())).isNotNull();
  }

  @Test
  void keepsWhatItKnewWhenThereIsNoAnswer() throws Exception {
    workspace.store().create(Samples.draft("hello"));
    Ui.run(model::open);
    Ui.await("it is known", () -> state().asked() != null);

    Files.move(directory.resolve("functions"), directory.resolve("away"));
    Ui.await("it is lost", () -> state().use() == HealthState.Use.AWAY);
    HealthState lost = Ui.call(this::state);
    assertThat(lost.outage()).isEqualTo("the directory functions/metadata is not there");
    assertThat(Ui.call(this::status).functions()).isEqualTo(1);

    Files.move(directory.resolve("away"), directory.resolve("functions"));
    Ui.await("it is back", () -> state().use() == HealthState.Use.WRITABLE);
    assertThat(Ui.call(this::state).asked()).isAfter(lost.asked());
  }

  @Test
  void measuresWhenItIsTold() throws Exception {
    for (int i = 1; i <= 12; i++) {
      workspace.store().create(Samples.draft("f" + i, "é".repeat(i)));
    }
    Ui.run(() -> model.measure(failure -> {}));
    Ui.await("it is measured", () -> model.sizesProperty().get() != null);
    Sizes sizes = Objects.requireNonNull(Ui.call(() -> model.sizesProperty().get()));
    assertThat(sizes.functions()).isEqualTo(12);
    assertThat(sizes.bytes()).isEqualTo(2 * 78);
    assertThat(sizes.largest()).hasSize(10).startsWith(new Sizes.Size("f12", 24));
    assertThat(Ui.call(() -> model.measuringProperty().get())).isNull();
  }

  @Test
  void measuringCanBeEnded() throws Exception {
    workspace.store().create(Samples.draft("hello"));
    Ui.run(
        () -> {
          model.measure(failure -> {});
          model.cancel();
        });
    Ui.await("it has ended", () -> work.running().isEmpty());
    assertThat(Ui.call(() -> model.measuringProperty().get())).isNull();
    assertThat(Ui.call(() -> model.sizesProperty().get())).isNull();
  }

  @Test
  void sizesThatCannotBeReadAreNoSizes() throws Exception {
    workspace.store().close();
    var why = new AtomicReference<Throwable>();
    Ui.run(() -> model.measure(why::set));
    Ui.await("it has failed", () -> why.get() != null);
    assertThat(why.get()).hasMessageContaining("is closed");
    assertThat(Ui.call(() -> model.measuringProperty().get())).isNull();
  }

  @Test
  void thePoolOfADatabaseThatIsAwayIsTold() {
    var there = new StoreStatus("postgres", "db", 3, true, null, List.of());
    var away = new StoreStatus("postgres", "db", 0, false, "It is away", List.of());
    var full = new PoolUse(0, 0, 7, 10);

    HealthState known =
        HealthState.UNKNOWN
            .heard(there.withPool(new PoolUse(1, 2, 0, 10)), AT)
            .heard(away.withPool(full), AT.plusSeconds(2));

    assertThat(known)
        .isEqualTo(new HealthState(there.withPool(full), Optional.empty(), AT, "It is away"));
  }

  @Test
  void callsStayKnownWhenTheServerIsAway() {
    var there = new StoreStatus("server", "http://x", 3, false, null, List.of());
    var away = new StoreStatus("server", "http://x", 0, false, "Nothing answers", List.of());
    var counted = new InvocationStatistics(AT, 1, 0, 0, List.of(), List.of());

    HealthState known = HealthState.UNKNOWN.heard(there, AT).counted(Optional.of(counted));
    assertThat(known.use()).isEqualTo(HealthState.Use.READ_ONLY);
    assertThat(known.heard(away, AT).statistics()).contains(counted);
    assertThat(known.heard(away, AT).use()).isEqualTo(HealthState.Use.AWAY);
  }
}
