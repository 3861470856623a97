package dev.impuls.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://a.test, http://a.test/, 80",
    "HTTPS://A.Test:443/x?y#z, https://a.test/x?y, 443",
    "http://a.test:8080?y, http://a.test:8080/?y, 8080",
    "http://[::1]:81/, http://[::1]:81/, 81",
    "http://db//a//b, http://db//a//b, 80",
    "http://a.test/%zz%4, http://a.test/%25zz%254, 80",
    "http://a.test/[]{}|\\^`<>\", http://a.test/%5B%5D%7B%7D%7C%5C%5E%60%3C%3E%22, 80",
    "http://a.test/é\uD83D\uDE00, http://a.test/%C3%A9%F0%9F%98%80, 80",
  })
  void urlsAreRead(String url, String read, int port) {
    var target = Target.of(url);
    assertThat(target.uri().toString()).isEqualTo(read);
    assertThat(target.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.test",
        "/a",
        "ftp://a.test/",
        "file:///etc/passwd",
        "http:/a.test",
        "http:///a",
        "http://a@b.test/",
        "http://a:b@c.test/",
        "http://a.test:0/",
        "http://a.test:65536/",
        "http://a.test:x/",
        "http://[::1%eth0]/",
        "http://a b/",
        "http://a_b/",
        "http://a..b/",
        "http://127.1/",
        "http://a.test\\@b.test/",
        "http://a.test\r\nHost: b/",
        "http://\u2488/",
      })
  void othersAreRefused(String url) {
    assertThatThrownBy(() -> Target.of(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 3000)
  void whateverIsReadIsAUriOfThatHost(@ForAll String rest) {
    Target target;
    try {
      target = Target.of("http://a.test" + rest);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(target.host()).startsWith("a.test");
    assertThat(target.uri().getRawAuthority()).isEqualTo(target.authority());
    assertThat(target.path()).matches("/[\\x21-\\x7e]*");
  }
}
