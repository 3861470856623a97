package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impuls.function.InvalidFunctionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that try to leave the store, or to confuse it. */
interface NamesContract extends StoreUnderTest {
  List<String> HOSTILE =
      List.of(
          "",
          ".",
          "..",
          "../x",
          "..\\x",
          "a/b",
          "a\\b",
          "/etc/passwd",
          "/",
          "\\",
          "hello/",
          "hello/.",
          "../metadata/hello",
          "./hello",
          "hello.json",
          ".hello",
          "hello\0",
          "\0",
          "hello ",
          " hello",
          "hello\n",
          "con",
          "CON",
          "nul.json",
          "com1",
          "C:x",
          "hello:stream",
          "*",
          "hello%",
          "hell_",
          "hell%6f",
          "%2e%2e%2fx",
          "-rf",
          "'; drop table functions; --",
          "\ud800",
          "h\u00e9llo",
          "漢".repeat(100),
          "\ud83d\ude00",
          "x".repeat(65),
          "x".repeat(245),
          "x".repeat(250),
          "x".repeat(251),
          "x".repeat(255),
          "x".repeat(256),
          "x".repeat(10_000),
          "é".repeat(200),
          "../".repeat(2000) + "etc/passwd");

  @Test
  default void aNameThatCannotBeIsNotThere() {
    store().create(Samples.draft("hello"));
    var expected = store().get("hello").revision();
    for (String name : HOSTILE) {
      String shown = name.length() > 40 ? name.substring(0, 40) + " … " + name.length() : name;
      assertThat(catchThrowable(() -> store().get(name)))
          .as("get %s", shown)
          .isInstanceOf(FunctionNotFoundException.class);
      assertThat(catchThrowable(() -> store().update(name, Samples.code("x"), null)))
          .as("update %s", shown)
          .isInstanceOf(FunctionNotFoundException.class);
      assertThat(catchThrowable(() -> store().delete(name, null)))
          .as("delete %s", shown)
          .isInstanceOf(FunctionNotFoundException.class);
      assertThat(catchThrowable(() -> store().delete(name, expected)))
          .as("delete %s of a revision", shown)
          .isInstanceOf(FunctionNotFoundException.class);
    }
    assertThat(store().list(FunctionQuery.ALL).functions())
        .containsExactly(store().get("hello").summary());
  }

  @Test
  default void aNameThatCannotBeIsNotCreated() {
    for (String name : HOSTILE) {
      if (name.equals("hell_")) {
        continue; // An ordinary name, but for SQL's LIKE.
      }
      assertThat(catchThrowable(() -> store().create(Samples.draft(name))))
          .as("create %s", name)
          .isInstanceOfSatisfying(
              InvalidFunctionException.class,
              e -> assertThat(e.problems()).extracting(p -> p.field()).containsOnly("name"));
    }
    assertThat(store().list(FunctionQuery.ALL).total()).isZero();
    assertThat(store().status().problems()).isEmpty();
  }

  @Test
  default void ordinaryNamesAreKeptAsTheyAre() {
    List<String> names =
        List.of("a", "0", "console", "com", "A-b_C-0", "new", "deleted", "x".repeat(64), "lock");
    for (String name : names) {
      store().create(Samples.draft(name));
    }

    assertThat(another().list(FunctionQuery.ALL).functions())
        .extracting(f -> f.name())
        .containsExactlyElementsOf(names.stream().sorted().toList());
    for (String name : names) {
      assertThat(store().get(name).name()).isEqualTo(name);
      store().delete(name, null);
      assertThatThrownBy(() -> store().get(name)).isInstanceOf(FunctionNotFoundException.class);
    }
  }

  @Test
  default void aNameOfOtherCaseIsAnotherFunction() {
    store().create(Samples.draft("hello"));

    assertThatThrownBy(() -> store().get("HELLO")).isInstanceOf(FunctionNotFoundException.class);
    assertThatThrownBy(() -> store().update("Hello", Samples.code("x"), null))
        .isInstanceOf(FunctionNotFoundException.class);
    assertThatThrownBy(() -> store().delete("HELLO", null))
        .isInstanceOf(FunctionNotFoundException.class);
    assertThat(store().get("hello").code()).isEqualTo(Samples.HELLO);
  }
}
