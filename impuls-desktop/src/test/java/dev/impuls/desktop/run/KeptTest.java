package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.run.SavedEvents.Named;
import dev.impuls.desktop.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of events and runs. */
class KeptTest {
  @TempDir private Path directory;
  private StateDirectory state;

  @BeforeEach
  void open() {
    state = new StateDirectory(directory);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void reopen() {
    state.close();
    state = new StateDirectory(directory);
  }

  private SavedEvents events(String function) {
    var events = new SavedEvents(state, function);
    events.read().ifPresent(events::load);
    return events;
  }

  private RunHistory history(String function) {
    var history = new RunHistory(state, function);
    history.read().ifPresent(history::load);
    return history;
  }

  private static PastRun run(String event) {
    return PastRun.of("r", Instant.EPOCH, 200, false, 1500, true, false, event);
  }

  @Test
  void eventsAreThereAgain() {
    SavedEvents events = events("f");
    events.save("b", "1");
    events.save("A", "2");
    events.rename("b", "c");
    events.remember("3");
    reopen();

    SavedEvents again = events("f");
    assertThat(again.all()).containsExactly(new Named("A", "2"), new Named("c", "1"));
    assertThat(again.chosenProperty().get()).isEqualTo("A");
    assertThat(again.last()).isEqualTo("3");
  }

  @Test
  void functionsWhoseNamesDifferInCaseOnlyHaveEventsOfTheirOwn() throws Exception {
    for (String name : new String[] {"Order", "order", "../order", "or/der", "x".repeat(300)}) {
      events(name).save("mine", name);
    }
    reopen();

    assertThat(events("Order").find("mine").orElseThrow().text()).isEqualTo("Order");
    assertThat(events("../order").find("mine").orElseThrow().text()).isEqualTo("../order");
    try (Stream<Path> files = Files.list(directory.resolve("events"))) {
      assertThat(files.map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT)))
          .hasSize(5)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aFunctionIsGivenAnEventUnlessItHasSome() {
    SavedEvents.seed(state, "new", "example", "{}");
    events("old").save("mine", "1");
    SavedEvents.seed(state, "old", "example", "{}");

    assertThat(events("new").chosenProperty().get()).isEqualTo("example");
    assertThat(events("new").last()).isEqualTo("{}");
    assertThat(events("old").all()).containsExactly(new Named("mine", "1"));
  }

  /** As two windows on one workspace are, or two consoles. */
  @Test
  void whoKeepsMoreLeavesWhatOthersKept() {
    SavedEvents mine = events("f");
    RunHistory myRuns = history("f");
    try (var other = new StateDirectory(directory)) {
      new SavedEvents(other, "f").save("theirs", "1");
      new RunHistory(other, "f").add(run("1"));
    }

    mine.save("mine", "2");
    mine.rename("mine", "ours");
    myRuns.add(run("2"));
    myRuns.add(run("3"));

    assertThat(events("f").all()).extracting(Named::name).containsExactly("ours", "theirs");
    assertThat(history("f").runs()).extracting(PastRun::event).containsExactly("3", "2", "1");
    reopen();
    assertThat(events("f").all()).extracting(Named::name).containsExactly("ours", "theirs");
    assertThat(history("f").runs()).extracting(PastRun::event).containsExactly("3", "2", "1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"events\": [null, {\"name\": \"x\"}], \"runs\": [null, {}]}"
      })
  void aFileThatCannotBeReadPreventsNothing(String content) throws Exception {
    for (String document : new String[] {SavedEvents.document("f"), RunHistory.document("f")}) {
      Path file = directory.resolve(document + ".json");
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }

    SavedEvents events = events("f");
    events.save("a", "1");
    RunHistory history = history("f");
    history.add(run("1"));
    assertThat(events.all()).hasSize(1);
    assertThat(history.runs()).hasSize(1);
  }

  @Test
  void theLastRunsAreKeptWithoutTheLongEvents() {
    RunHistory history = history("f");
    for (int i = 0; i < RunHistory.MOST + 5; i++) {
      history.add(run("event " + i));
    }
    history.add(run("x".repeat(100_000)));
    reopen();

    RunHistory again = history("f");
    assertThat(again.runs()).hasSize(RunHistory.MOST).isEqualTo(history.runs());
    assertThat(again.runs().getFirst().eventCut()).isTrue();
    assertThat(again.runs().get(1)).isEqualTo(run("event 54"));
  }
}
