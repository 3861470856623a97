package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkerCallsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Function ONE = new FunctionBuilder("one", "1").build();
  private static final Function OTHER = new FunctionBuilder("other", "2").build();

  private final Outbox outbox = new Outbox();
  private final WorkerCalls calls = new WorkerCalls(outbox);

  static WorkerCall callOf(Function function) {
    return new WorkerCall(new Invocation("r", function, "{}"), record -> {}, 10_000, Fetcher.NONE);
  }

  /** Adds a call and has it kept, as no worker is there yet. */
  private int add(WorkerCall call) {
    WorkerCalls.Added added = calls.add(call);
    assertThat(outbox.send(Objects.requireNonNull(added.message()))).isTrue();
    return added.id();
  }

  private static List<String> names(List<Message> messages) {
    return messages.stream()
        .map(
            message ->
                switch (message) {
                  case Message.Load(int id, var function) -> "load " + id + " " + function.name();
                  case Message.Call call -> "call " + call.call() + " of " + call.function();
                  case Message.Forget(int id) -> "forget " + id;
                  default -> message.toString();
                })
        .toList();
  }

  @Test
  void aFunctionIsLoadedBeforeItsFirstCall() {
    add(callOf(ONE));
    add(callOf(OTHER));
    add(callOf(ONE));
    assertThat(names(outbox.open()))
        .containsExactly("load 1 one", "call 1 of 1", "load 2 other", "call 2 of 2", "call 3 of 1");
    assertThat(outbox.open()).isEmpty();
  }

  @Test
  void whatWasForgottenIsLoadedAnewUnderAnotherId() {
    calls.remove(add(callOf(ONE)));
    calls.forgetFunction(Key.of(ONE));
    calls.forgetFunction(Key.of(OTHER)); // It is not there.
    add(callOf(ONE));
    assertThat(names(outbox.open()))
        .containsExactly("load 1 one", "call 1 of 1", "forget 1", "load 2 one", "call 2 of 2");
    assertThat(calls.function(1)).isNull();
    assertThat(calls.function(2)).isEqualTo(Key.of(ONE));
  }

  @Test
  void whatIsTakenBackIsNotSent() {
    WorkerCall tired = callOf(ONE);
    add(tired);
    assertThat(calls.takeTired(LONG)).isEmpty();
    assertThat(calls.takeTired(Duration.ZERO)).containsExactly(tired);
    assertThat(calls.isEmpty()).isTrue();
    add(callOf(ONE));
    assertThat(names(outbox.open())).containsExactly("load 1 one", "call 2 of 1");
    assertThat(calls.takeTired(Duration.ZERO)).as("it was sent").isEmpty();
    assertThat(calls.isEmpty()).isFalse();
  }

  @Test
  void nothingIsSentOfAWorkerThatEnded() {
    WorkerCall call = callOf(ONE);
    int id = add(call);
    assertThat(calls.removeAll()).containsOnlyKeys(id).containsValue(call);
    assertThat(calls.removeAll()).isEmpty();
    assertThat(outbox.open()).isEmpty();
  }

  @Test
  void anIdIsKnownAfterItsCallIsAnswered() {
    assertThat(calls.answeredNothing()).isFalse();
    int id = add(callOf(ONE));
    assertThat(calls.answeredNothing()).isTrue();
    assertThat(calls.calledFunction(1)).isEqualTo(ONE);
    assertThat(calls.remove(id)).isNotNull();
    assertThat(calls.get(id)).isNull();
    assertThat(calls.calledFunction(1)).isNull();
    assertThat(calls.wasGiven(id)).isTrue();
    assertThat(List.of(-1, 0, id + 1)).noneMatch(calls::wasGiven);
    assertThat(calls.noteAnswer()).isTrue();
    assertThat(calls.noteAnswer()).isFalse();
    assertThat(calls.answeredNothing()).isFalse();
  }
}
