package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionBuilder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackOffsTest {
  private final BackOffs backOffs = new BackOffs();

  private void failToStart() {
    var worker =
        new Worker(WorkerPlan.forOne(false, 128), StartLimits.DEFAULT, new SilentListener());
    worker.failedToStart("there is no Java");
    backOffs.failed(worker, false);
  }

  @Test
  void oneFailureToStartMayBeAnAccident() throws Exception {
    var key = Key.of(new FunctionBuilder("f", "1").build());
    failToStart();
    assertThat(backOffs.startRefusal()).isNull();
    assertThat(backOffs.mayStartUnasked()).isTrue();
    failToStart();
    Refusal refusal = Objects.requireNonNull(backOffs.startRefusal());
    assertThat(backOffs.mayStartUnasked()).isFalse();
    assertThat(backOffs.mayMove(key)).isFalse();
    assertThat(backOffs.functionRefusal(key)).isNull();
    WorkerCall call = WorkerCallsTest.callOf(new FunctionBuilder("f", "1").build());
    refusal.tell(call);
    var error = call.result().get(1, TimeUnit.SECONDS).error();
    assertThat(Objects.requireNonNull(error).message()).isEqualTo("there is no Java");
    backOffs.connected();
    assertThat(backOffs.startRefusal()).isNull();
    assertThat(backOffs.mayMove(key)).isTrue();
  }
}
