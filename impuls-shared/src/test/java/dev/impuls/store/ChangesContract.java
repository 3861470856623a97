package dev.impuls.store;

import static dev.impuls.store.Change.Kind.CREATED;
import static dev.impuls.store.Change.Kind.DELETED;
import static dev.impuls.store.Change.Kind.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Announcements of changes. */
interface ChangesContract extends StoreUnderTest {

  @Test
  default void aStoreAnnouncesItsOwnChangesInOrder() throws Exception {
    var heard = new Heard();
    store().subscribe(heard);

    store().create(Samples.draft("a"));
    store().create(Samples.draft("b"));
    store().update("a", Samples.code("x"), null);
    store().update("a", Samples.memory(64), null);
    store().delete("a", null);
    store().create(Samples.draft("a"));
    store().create(Samples.draft("end"));

    heard.await(CREATED, "end");
    assertThat(heard.all())
        .containsExactly(
            new Change(CREATED, "a"),
            new Change(CREATED, "b"),
            new Change(UPDATED, "a"),
            new Change(UPDATED, "a"),
            new Change(DELETED, "a"),
            new Change(CREATED, "a"),
            new Change(CREATED, "end"));
  }

  @Test
  default void changesByAnotherAreAnnouncedInOrderAndCanBeSeenByThen() throws Exception {
    FunctionStore watching = another();
    var heard = new Heard();
    watching.subscribe(heard);

    Function created = store().create(Samples.draft("hello"));
    heard.await(CREATED, "hello");
    assertThat(watching.get("hello")).isEqualTo(created);
    assertThat(watching.list(FunctionQuery.ALL).functions()).containsExactly(created.summary());
    Function updated = store().update("hello", Samples.description("changed"), null);
    heard.await(UPDATED, "hello");
    assertThat(watching.get("hello")).isEqualTo(updated);
    assertThat(watching.list(FunctionQuery.ALL).functions()).containsExactly(updated.summary());
    store().delete("hello", null);
    heard.await(DELETED, "hello");
    assertThat(watching.list(FunctionQuery.ALL).functions()).isEmpty();

    assertThat(heard.of("hello")).startsWith(CREATED, UPDATED).endsWith(DELETED);
    assertThat(heard.of("hello")).containsOnlyOnce(CREATED, DELETED);
  }

  @Test
  default void everyKindOfUpdateByAnotherIsAnnounced() throws Exception {
    store().create(Samples.draft("hello"));
    FunctionStore watching = another();
    var heard = new Heard();
    watching.subscribe(heard);
    for (var patch :
        List.of(
            Samples.code("other"),
            Samples.code("same-"),
            Samples.memory(64),
            Samples.runtime("python312"),
            Samples.sealed("all", 3))) {
      heard.clear();
      Function updated = store().update("hello", patch, null);
      heard.await(UPDATED, "hello");
      assertThat(watching.get("hello")).isEqualTo(updated);
    }
  }

  @Test
  default void manyChangesByAnotherAreAllHeardOf() throws Exception {
    FunctionStore watching = another();
    var heard = new Heard();
    watching.subscribe(heard);
    List<String> names = IntStream.range(10, 40).mapToObj(i -> "f" + i).toList();

    names.forEach(name -> store().create(Samples.draft(name)));
    heard.await(CREATED, "f39");
    Await.until("hearing of all", () -> heard.all().size() >= names.size());
    for (String name : names) {
      assertThat(heard.of(name)).startsWith(CREATED).doesNotContain(DELETED);
    }

    heard.clear();
    names.forEach(name -> store().delete(name, null));
    for (String name : names) {
      heard.await(DELETED, name);
      assertThat(heard.of(name)).containsOnlyOnce(DELETED).doesNotContain(CREATED);
    }
    assertThat(watching.list(FunctionQuery.ALL).total()).isZero();
  }

  @Test
  default void theLastStateIsWhatIsHeardOfLast() throws Exception {
    store().create(Samples.draft("hello"));
    FunctionStore watching = another();
    var heard = new Heard();
    watching.subscribe(heard);

    Parallel.run(
        3,
        i -> {
          for (int n = 0; n < 10; n++) {
            store().update("hello", Samples.sealed(i + "/" + n, n), null);
          }
          return null;
        });

    Function last = store().get("hello");
    Await.until(
        "the list shows the last state",
        () -> watching.list(FunctionQuery.ALL).functions().equals(List.of(last.summary())));
    assertThat(watching.get("hello")).isEqualTo(last);
    heard.await(UPDATED, "hello");
    assertThat(heard.of("hello")).containsOnly(UPDATED);
  }

  @Test
  default void whatChangesNothingIsNotAnnounced() throws Exception {
    store().create(Samples.draft("hello"));
    FunctionStore watching = another();
    var own = new Heard();
    var others = new Heard();
    store().subscribe(own);
    watching.subscribe(others);

    store().update("hello", Samples.NOTHING, null);
    store().update("hello", Samples.code(Samples.HELLO), null);
    store().create(Samples.draft("end"));

    own.await(CREATED, "end");
    others.await(CREATED, "end");
    assertThat(own.of("hello")).isEmpty();
    assertThat(others.of("hello")).isEmpty();
  }

  @Test
  default void whoUnsubscribesHearsNoMore() throws Exception {
    var stays = new Heard();
    var leaves = new Heard();
    FunctionStore.Subscription subscription = store().subscribe(leaves);
    store().subscribe(stays);
    store().create(Samples.draft("a"));
    leaves.await(CREATED, "a");

    subscription.close();
    subscription.close();
    store().create(Samples.draft("b"));

    stays.await(CREATED, "b");
    store().create(Samples.draft("c"));
    stays.await(CREATED, "c");
    assertThat(leaves.all()).containsExactly(new Change(CREATED, "a"));
  }

  @Test
  default void aListenerThatFailsHarmsNobody() throws Exception {
    var heard = new Heard();
    store()
        .subscribe(
            change -> {
              throw new IllegalStateException("a listener of the test fails");
            });
    store().subscribe(heard);

    store().create(Samples.draft("a"));
    store().create(Samples.draft("b"));

    heard.await(CREATED, "b");
    assertThat(heard.all()).containsExactly(new Change(CREATED, "a"), new Change(CREATED, "b"));
  }

  @Test
  default void aListenerMayUseTheStore() throws Exception {
    var heard = new Heard();
    store()
        .subscribe(
            change -> {
              if (change.kind() != DELETED && store().get(change.name()).memoryMb() != 99) {
                store().update(change.name(), Samples.memory(99), null);
              }
              heard.accept(change);
            });

    store().create(Samples.draft("a"));

    heard.await(UPDATED, "a");
    assertThat(store().get("a").memoryMb()).isEqualTo(99);
  }
}
