package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Page;
import dev.impuls.store.Samples;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Many functions, and large ones. */
@Tag("slow")
class LargeTableTest {

  @Test
  void thousandsOfFunctionsAreListedStreamedAndHeardOf() throws Exception {
    areListedStreamedAndHeardOf(10_000);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "LARGE_TESTS", matches = "true")
  void aHundredThousandFunctionsAreListedStreamedAndHeardOf() throws Exception {
    areListedStreamedAndHeardOf(100_000);
  }

  private static void areListedStreamedAndHeardOf(int count) throws Exception {
    try (var schema = TestSchema.make();
        var store = schema.open()) {
      var heard = new AtomicInteger();
      store.subscribe(change -> heard.incrementAndGet());
      schema.execute(
          "INSERT INTO functions SELECT i, 'f' || lpad(i::text, 6, '0'), '', 'nodejs22', 'a.b',"
              + " 'x', '', 128, 30, '{}', now(), now() FROM generate_series(1, "
              + count
              + ") i");

      Page page = store.list(new FunctionQuery("F0001", null, "f000100", 10));
      assertThat(page.functions()).hasSize(10);
      assertThat(page.functions().getFirst().name()).isEqualTo("f000101");
      assertThat(page.total()).isEqualTo(100);
      assertThat(store.list(FunctionQuery.ALL).total()).isEqualTo(count);
      try (Stream<Function> all = store.stream(FunctionQuery.ALL)) {
        assertThat(all.map(Function::name).distinct().count()).isEqualTo(count);
      }
      Await.until("all are heard of", () -> heard.get() == count);
      try (var again = schema.open()) {
        assertThat(again.status().functions()).isEqualTo(count);
        var end = new Heard();
        again.subscribe(end);
        store.create(Samples.draft("end"));
        end.await(Change.Kind.CREATED, "end");
      }
    }
  }

  @Test
  void largeFunctionsAreNotAllInMemoryAtOnce() throws Exception {
    try (var schema = TestSchema.make();
        var store = schema.open()) {
      schema.execute(
          "INSERT INTO functions SELECT i, 'f' || i, '', 'nodejs22', 'a.b', repeat('x', 4194304),"
              + " '', 128, 30, '{}', now(), now() FROM generate_series(100, 163) i");

      int seen = 0;
      try (Stream<Function> all = store.stream(FunctionQuery.ALL)) {
        for (Iterator<Function> i = all.iterator(); i.hasNext(); i.next()) {
          seen++;
        }
      }
      assertThat(seen).isEqualTo(64);
      try (var connection = schema.connect()) {
        Queries queries = Queries.of(schema.connection().dataSource());
        assertThat(queries.batch(connection, FunctionQuery.ALL.withLimit(64))).hasSize(2);
      }
    }
  }
}
