package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Status, closing and opening again. */
interface LifecycleContract extends StoreUnderTest {

  @Test
  default void aStoreSaysHowItIs() {
    store().create(Samples.draft("a"));
    store().create(Samples.draft("b"));

    StoreStatus status = store().status();

    assertThat(status.kind()).isNotBlank();
    assertThat(status.location()).isNotBlank();
    assertThat(status.functions()).isEqualTo(2);
    assertThat(status.writable()).isTrue();
    assertThat(status.outage()).isNull();
    assertThat(status.problems()).isEmpty();
    store().delete("a", null);
    assertThat(store().status().functions()).isEqualTo(1);
  }

  @Test
  default void whatWasWrittenIsThereWhenOpenedAgain() {
    var a = store().create(Samples.draft("a"));
    store().create(Samples.draft("b"));
    store().create(Samples.draft("c"));
    var b = store().update("b", Samples.sealed("b", 5), null);
    store().delete("c", null);
    store().close();

    FunctionStore reopened = another();

    assertThat(reopened.list(FunctionQuery.ALL).functions())
        .containsExactly(a.summary(), b.summary());
    assertThat(reopened.get("a")).isEqualTo(a);
    assertThat(reopened.get("b")).isEqualTo(b);
  }

  @Test
  default void aClosedStoreSaysSo() {
    var function = store().create(Samples.draft("hello"));
    var stream = store().stream(FunctionQuery.ALL);
    store().close();
    store().close();

    List<ThrowingCallable> operations =
        List.of(
            () -> store().create(Samples.draft("b")),
            () -> store().get("hello"),
            () -> store().get("missing"),
            () -> store().get("../x"),
            () -> store().update("hello", Samples.code("x"), function.revision()),
            () -> store().delete("hello", null),
            () -> store().list(FunctionQuery.ALL),
            () -> store().stream(FunctionQuery.ALL).toList(),
            stream::toList,
            () -> store().subscribe(new Heard()));
    for (ThrowingCallable operation : operations) {
      assertThat(catchThrowable(operation))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("closed");
    }

    assertThat(store().status().outage()).contains("closed");
    assertThat(store().status().writable()).isFalse();
    assertThat(another().get("hello")).isEqualTo(function);
  }

  @Test
  default void closingWaitsForWhatIsInFlight() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    var begun = new CountDownLatch(20);

    Parallel.run(
        4,
        i -> {
          if (i == 0) {
            begun.await();
            store().close();
            return null;
          }
          for (int n = 0; n < 10_000; n++) {
            String name = "f-" + i + "-" + n;
            try {
              store().create(Samples.draft(name));
            } catch (StoreUnavailableException e) {
              assertThat(e).hasMessageContaining("closed");
              return null;
            }
            acknowledged.add(name);
            begun.countDown();
          }
          return null;
        });

    Set<String> found = new HashSet<>();
    FunctionStore reopened = another();
    reopened.list(FunctionQuery.ALL).functions().forEach(summary -> found.add(summary.name()));
    assertThat(found).isEqualTo(acknowledged);
    assertThat(reopened.status().problems()).isEmpty();
  }
}
