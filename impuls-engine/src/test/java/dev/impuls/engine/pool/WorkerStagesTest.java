package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.engine.pool.WorkerLife.Stage;
import org.junit.jupiter.api.Test;

class WorkerStagesTest {
  private final WorkerLife life = new WorkerLife();

  @Test
  void aLifeGoesOneWay() {
    assertThat(life.stage()).isEqualTo(Stage.STARTING);
    assertThat(life.advanceTo(Stage.STARTING)).isFalse();
    assertThat(life.advanceTo(Stage.READY)).isTrue();
    assertThat(life.advanceTo(Stage.WARMING)).isFalse();
    assertThat(life.stage()).isEqualTo(Stage.READY);
    assertThat(life.takesCalls()).isTrue();
    assertThat(life.advanceTo(Stage.DRAINING)).isTrue();
    assertThat(life.takesCalls()).isFalse();
    assertThat(life.isOver()).isFalse();
    assertThat(life.advanceTo(Stage.ENDED)).isTrue();
    assertThat(life.advanceTo(Stage.ENDED)).isFalse();
    assertThat(life.isOver()).isTrue();
  }

  @Test
  void whatWasReadyStaysKnownToHaveBeen() {
    life.advanceTo(Stage.READY);
    life.advanceTo(Stage.ENDED);
    assertThat(life.wasReady()).isTrue();
    var neverWarm = new WorkerLife();
    neverWarm.advanceTo(Stage.WARMING);
    neverWarm.advanceTo(Stage.DRAINING);
    assertThat(neverWarm.advanceTo(Stage.READY)).isFalse();
    assertThat(neverWarm.wasReady()).isFalse();
  }

  @Test
  void theFirstReasonForItsEndCounts() {
    assertThat(life.wasEnded()).isFalse();
    assertThat(life.fault()).isNull();
    life.end(Reason.KILLED, "did something");
    life.end(Reason.DISMISSED, "");
    assertThat(life.stage()).isEqualTo(Stage.ENDING);
    assertThat(life.wasEndedFor(Reason.KILLED)).isTrue();
    assertThat(life.wasEndedFor(Reason.DISMISSED)).isFalse();
    assertThat(life.fault()).isEqualTo("did something");
  }

  @Test
  void oneThatIsNotNeededDidNothing() {
    life.end(Reason.DISMISSED, "");
    assertThat(life.wasEnded()).isTrue();
    assertThat(life.fault()).isNull();
  }
}
