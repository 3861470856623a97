package dev.impuls.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ListCursorTest {

  @Property
  void leadsBackToItsName(@ForAll String name) {
    // Names are read from text, so lone surrogates cannot be in one.
    String text = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(ListCursor.name(ListCursor.after(text))).isEqualTo(text);
  }

  @Property
  void noOtherTextIsOne(@ForAll String text) {
    assertThat(ListCursor.name(text)).isNull();
  }
}
