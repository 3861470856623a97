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
        .isEqualTo(new Address.Server(URI.create("https://example.org/impuls")));
    assertThat(Address.parse("http://127.0.0.1:8080").title()).isEqualTo("127.0.0.1:8080");
  }

  @Test
  void aServerNeedsNoScheme() {
    for (String text : new String[] {"127.0.0.1:8080", " http://127.0.0.1:8080 "}) {
      assertThat(Address.server(text))
          .isEqualTo(new Address.Server(URI.create("http://127.0.0.1:8080")));
    }
    assertThat(Address.server("localhost").uri()).hasHost("localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ftp://secret/y",
        "postgres://u:secret@x/y",
        "postgress://u:secret@x/y",
        "https//u:secret@x",
        "http:/secret",
        "u:secret@x",
        "http://a secret",
        "http://u:secret@x",
        "HTTP://u:secret@x_y",
        "file:/secret x",
        "\0"
      })
  void anythingElseIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https//u:secret@x", "u:secret@x", "postgres://u:secret@x", "http:/secret"})
  void whatIsNoServerIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Address.server(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://")
        .hasMessageNotContaining("secret");
  }
}
