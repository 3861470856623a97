package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.api.ChangeLog.Batch;
import dev.impuls.store.Change;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reader is given what is behind its place, or told that it missed something. */
class ChangeLogTest {
  private final ChangeLog log = new ChangeLog();

  private void add(int number) {
    for (int i = 0; i < number; i++) {
      log.add(new Change(Change.Kind.UPDATED, "f" + (log.end() + 1)));
    }
  }

  private Batch read(long place) throws InterruptedException {
    return Objects.requireNonNull(log.read(place, 0));
  }

  @Test
  void aReaderGoesOnWhereItWas() throws Exception {
    add(3);
    Batch two = read(1);
    assertThat(two.changes()).extracting(Change::name).containsExactly("f2", "f3");
    assertThat(two).isEqualTo(new Batch(false, two.changes(), 3));
    assertThat(read(3)).isEqualTo(new Batch(false, List.of(), 3));
    add(1);
    assertThat(read(3).changes()).extracting(Change::name).containsExactly("f4");
  }

  @Test
  void whoWasAwayForTooLongIsToldSo() throws Exception {
    add(10_001);
    assertThat(read(0)).isEqualTo(new Batch(true, List.of(), 10_001));
    assertThat(read(1).changes()).hasSize(10_000);
  }

  @Test
  void aPlaceIsKnownAgain() {
    add(2);
    assertThat(log.place(log.text(1))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "x", "1", "x-1", "12345678-1"})
  void aPlaceOfAnotherLogIsNone(String text) throws Exception {
    assertThat(log.place(text)).isEqualTo(-1);
    assertThat(log.place(log.text(0).replace("0", "") + "x")).isEqualTo(-1);
    assertThat(read(-1).missed()).isTrue();
  }

  @Test
  void aPlaceThatIsToComeIsMissed() throws Exception {
    assertThat(read(log.place(log.text(7))).missed()).isTrue();
  }

  @Test
  void closedItLetsReadersGo() throws Exception {
    var read = new java.util.concurrent.CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                read.complete(log.read(0, 60_000) == null);
              } catch (InterruptedException e) {
                read.completeExceptionally(e);
              }
            });
    log.close();
    assertThat(read.get(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }
}
