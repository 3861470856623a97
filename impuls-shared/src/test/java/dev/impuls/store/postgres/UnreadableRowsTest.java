package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row that is no function is reported and hides no other. */
class UnreadableRowsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          environment = '[]'                        | environment must be an object
          environment = '"text"'                    | environment must be an object
          environment = '{"A": 1}'                  | environment.A must be a string
          environment = '{"A": "a", "B": null}'     | environment.B must be a string
          environment = '{"A": ["a"]}'              | environment.A must be a string
          environment = '{"A": {"b": "c"}}'         | environment.A must be a string
          created_at = 'infinity'                   | created_at must be a time
          updated_at = '-infinity'                  | updated_at must be a time
          updated_at = '0044-03-15 BC'              | updated_at must be a time
          created_at = '10000-01-01'                | created_at must be a time
          """)
  void isReportedAndHidesNoOther(String change, String problem) throws Exception {
    try (var schema = TestSchema.make();
        var store = schema.open()) {
      Function good = store.create(Samples.draft("good"));
      store.create(Samples.draft("bad"));
      schema.execute("UPDATE functions SET " + change + " WHERE name = 'bad'");

      assertThatThrownBy(() -> store.get("bad"))
          .isInstanceOf(BrokenFunctionException.class)
          .hasMessageContaining(problem);
      assertThatThrownBy(() -> store.update("bad", Samples.code("x"), null))
          .isInstanceOf(BrokenFunctionException.class);
      assertThatThrownBy(() -> store.delete("bad", good.revision()))
          .isInstanceOf(RevisionMismatchException.class);
      assertThat(store.list(FunctionQuery.ALL).functions())
          .extracting(FunctionSummary::name)
          .containsExactly("good");
      assertThat(store.list(new FunctionQuery(null, null, null, 1)).total()).isEqualTo(1);
      assertThat(store.stream(FunctionQuery.ALL)).containsExactly(good);
      assertThat(store.status().functions()).isEqualTo(1);
      assertThat(store.status().problems())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.place()).contains("bad");
                assertThat(found.message()).contains(problem);
              });
      store.delete("bad", null);
      assertThatThrownBy(() -> store.get("bad")).isInstanceOf(FunctionNotFoundException.class);
      assertThat(store.status().problems()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          environment = NULL
          environment = 'null'
          description = NULL, code_path = NULL
          runtime = '', handler = '', memory_mb = -1, timeout_sec = 0
          function_group = 'a b', isolation = 'own'
          name = 'bad/../name with spaces'
          environment = '{"not a name": "x"}'
          environment = json_build_object(repeat('k', 60000), 'x')
          """)
  void whatBreaksRulesOnlyIsShownAsItIs(String change) throws Exception {
    try (var schema = TestSchema.make();
        var store = schema.open()) {
      store.create(Samples.draft("bad"));
      schema.execute("UPDATE functions SET " + change);

      FunctionSummary listed = store.list(FunctionQuery.ALL).functions().getFirst();
      assertThat(store.get(listed.name()).summary()).isEqualTo(listed);
      assertThat(store.status().problems()).isEmpty();
    }
  }
}
