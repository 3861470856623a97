package dev.impuls.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgress://user:secret@h/db",
        " postgress://user:secret@h/db",
        "\"postgres://user:secret@h/db\"",
        "postgres:user:secret@h",
        "postgress//user:secret@h",
        "https//user:secret@h",
        "HTTPS//h",
        "htps//h:8080",
        "http:/user:secret@h",
        "http:h",
        "ftp://user:secret@h",
        "user:secret@h/db",
        "u:secret@h",
        "//user:secret@h/db",
        "://user:secret@h/db",
        "user//secret@h",
        "secret\0"
      })
  void whatLooksLikeAUrlIsNoPathAndIsNotRepeated(String text) {
    assertThatThrownBy(() -> StoreAddress.requirePath(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://secret, the URL of a server",
    "POSTGRES://u:secret@h, the URL of a database",
    "jdbc:postgresql:secret, the URL of a database",
  })
  void aUrlIsNoDirectory(String text, String said) {
    assertThatThrownBy(() -> StoreAddress.requirePath(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./postgress://x",
        "/postgress://x",
        "data",
        "data//functions",
        "data//functions//",
        "a.b-c//d/e:f",
        "/data//x",
        "//data/x",
        "C:/data",
        "C:/me@home",
        "C:\\data",
        "-",
        "a:b",
        "me@home"
      })
  void theRestArePaths(String text) {
    assertThat(StoreAddress.requirePath(text)).isEqualTo(Path.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP://H/X, http://H/X",
    "' Http://H/X ', http://H/X",
    "POSTGRES://U:P@h/Db, postgres://U:P@h/Db",
    "JDBC:PostgreSQL://h/Db, jdbc:postgresql://h/Db",
    "Other://X, Other://X",
    "' dir ', ' dir '",
  })
  void schemesAreTheSameInUpperCase(String text, String expected) {
    assertThat(StoreAddress.normalized(text)).isEqualTo(expected);
  }
}
