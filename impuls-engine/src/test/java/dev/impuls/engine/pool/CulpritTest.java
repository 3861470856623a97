package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CulpritTest {
  private static final Function ONE = new FunctionBuilder("one", "1").build();
  private static final Function OTHER = new FunctionBuilder("other", "2").build();
  private static final int FAILED = 1;

  @TempDir Path directory;

  private final WorkerLife life = new WorkerLife();
  private final WorkerCalls calls = new WorkerCalls(new Outbox());
  private Pulse pulse;

  @BeforeEach
  void hasOneCall() throws IOException {
    pulse = Pulse.create(directory.resolve(Pulse.FILE));
    calls.add(WorkerCallsTest.callOf(ONE));
  }

  private @Nullable Culprit culprit(int exitCode) {
    return Culprit.of(pulse, exitCode, life, calls);
  }

  @Test
  void nobodyIsToBlameUnlessTheWorkerSaysSo() {
    assertThat(culprit(ExitCodes.OUT_OF_MEMORY)).isNull();
    pulse.blame(Pulse.Cause.MEMORY, 1, 2);
    assertThat(culprit(ExitCodes.OUT_OF_MEMORY)).as("there is no such function").isNull();
  }

  @Test
  void whatIsCertainCountsHoweverItEnded() {
    var culprit = new Culprit(Pulse.Cause.MEMORY, 7, Key.of(ONE));
    pulse.blame(Pulse.Cause.MEMORY, 7, 1);
    assertThat(culprit(ExitCodes.OUT_OF_MEMORY)).isEqualTo(culprit);
    life.end(Reason.KILLED, "did something");
    assertThat(culprit(FAILED)).isEqualTo(culprit);
  }

  @Test
  void aSuspicionCountsWhereMemoryEndedIt() {
    pulse.blame(Pulse.Cause.SUSPECTED, 1, 1);
    assertThat(culprit(ExitCodes.OUT_OF_MEMORY)).isNotNull();
    assertThat(culprit(ExitCodes.KILLED)).isNotNull();
    assertThat(culprit(FAILED)).isNull();
    life.end(Reason.KILLED, "did something");
    assertThat(culprit(ExitCodes.KILLED)).as("it was this side").isNull();
  }

  @Test
  void aSuspicionCountsWhereItGotNothingDone() {
    pulse.blame(Pulse.Cause.SUSPECTED, 1, 1);
    life.end(Reason.SILENT, "got nothing done");
    assertThat(culprit(ExitCodes.KILLED)).isNotNull();
  }

  @Test
  void memoryConcernsAllCallsOfTheFunction() {
    var memory = new Culprit(Pulse.Cause.MEMORY, 1, Key.of(ONE));
    assertThat(memory.concerns(2, WorkerCallsTest.callOf(ONE))).isTrue();
    assertThat(memory.concerns(2, WorkerCallsTest.callOf(OTHER))).isFalse();
    var stuck = new Culprit(Pulse.Cause.DOES_NOT_STOP, 1, Key.of(ONE));
    assertThat(stuck.concerns(1, WorkerCallsTest.callOf(ONE))).isTrue();
    assertThat(stuck.concerns(2, WorkerCallsTest.callOf(ONE))).isFalse();
  }
}
