package dev.impuls.desktop.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @Test
  void aPathIsADirectory() {
    assertThat(Address.parse("/data/../data/x"))
        .isEqualTo(new Address.Directory(Path.of("/data/x")));
    assertThat(Address.parse(" data ").text())
        .isEqualTo(Path.of("data").toAbsolutePath().toString());
    assertThat(Address.parse("file:///data/x"))
        .isEqualTo(new Address.Directory(Path.of("/data/x")));
    assertThat(Address.parse("/data/my functions").title()).isEqualTo("my functions");
    assertThat(Address.parse("/").title()).isEqualTo("/");
  }

  @Test
  void aUrlIsAServer() {
    assertThat(Address.parse("HTTPS://example.org/impuls"))
        .isEqualTo(new Address.Server(URI.create("HTTPS://example.org/impuls")));
    assertThat(Address.parse("http://127.0.0.1:8080").title()).isEqualTo("127.0.0.1:8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ftp://x/y", "postgres://x/y", "http://a b", "\0"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
