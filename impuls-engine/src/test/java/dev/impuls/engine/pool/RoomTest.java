package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsRuntime;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of workers whose processes are never started. */
class RoomTest {
  private static final WorkerPlan SMALL = WorkerPlan.forOne(false, 128);
  private static final Function FUNCTION = new FunctionBuilder("f", "1").build();

  private final SharedWorkers shared = new SharedWorkers(1, true, () -> true, new Culprits());

  private Room room(int mostProcesses, int mostMemoryMb) {
    var settings =
        new WorkerSettings(
            JsRuntime.ofThisJava(null),
            Path.of("."),
            1,
            0,
            mostProcesses,
            mostMemoryMb,
            Duration.ofMinutes(5));
    return new Room(settings, shared, StartLimits.DEFAULT, new SilentListener());
  }

  private static long later() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  @Test
  void thereAreSoManyAtMost() {
    Room room = room(2, 100_000);
    room.add(SMALL);
    assertThat(room.fits(SMALL)).isTrue();
    Worker second = room.add(SMALL);
    assertThat(room.fits(SMALL)).isFalse();
    room.remove(second);
    assertThat(room.fits(SMALL)).isTrue();
  }

  @Test
  void theyTakeSoMuchAtMost() {
    Room room = room(8, 2 * SMALL.memoryMb());
    assertThat(room.fits(WorkerPlan.forOne(false, 10_000))).as("one there may always be").isTrue();
    room.add(SMALL);
    assertThat(room.fits(SMALL)).isTrue();
    assertThat(room.fits(WorkerPlan.forOne(false, 129))).isFalse();
  }

  @Test
  void oneThatIsTakenOverFromTakesNoRoom() {
    Room room = room(1, WorkerPlan.forMany(true).memoryMb());
    room.add(WorkerPlan.forMany(false));
    assertThat(room.fits(WorkerPlan.forMany(true))).isTrue();
    assertThat(room.fits(WorkerPlan.forMany(false))).isFalse();
    assertThat(room.fits(SMALL)).isFalse();
  }

  @Test
  void theOneUsedLongestAgoGoes() {
    Room room = room(8, 100_000);
    long before = System.nanoTime();
    Worker first = room.add(SMALL);
    Worker second = room.add(SMALL);
    assertThat(room.evictionCandidate(before)).isEmpty();
    assertThat(room.evictionCandidate(later())).contains(first);
    first.take(WorkerCallsTest.callOf(FUNCTION));
    assertThat(room.evictionCandidate(later())).as("the other has a call").contains(second);
    assertThat(room.unusedSince(later())).containsExactly(second);
  }

  @Test
  void noneGoesWhileOneEnds() {
    Room room = room(8, 100_000);
    room.add(SMALL);
    room.add(SMALL).dismiss();
    assertThat(room.evictionCandidate(later())).isEmpty();
    assertThat(room.evictionCandidateForCall()).isEmpty();
  }

  @Test
  void sharedOnesGoForACallAloneAndTheReserveFirst() {
    Room room = room(8, 100_000);
    Worker serving = room.add(WorkerPlan.forMany(true));
    serving.join(Group.USUAL);
    assertThat(room.evictionCandidate(later())).isEmpty();
    assertThat(room.evictionCandidateForCall()).contains(serving);
    Worker reserve = room.add(WorkerPlan.forMany(true));
    assertThat(room.evictionCandidateForCall()).contains(reserve);
    Worker own = room.add(SMALL);
    own.assign(FUNCTION);
    assertThat(room.evictionCandidateForCall()).contains(own);
  }
}
