package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HighlightingProperties {
  private static final long FOREVER = Long.MAX_VALUE / 2;

  @Provide
  Arbitrary<String> code() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "\n",
            "\n",
            "\n",
            " ",
            "`",
            "${",
            "}",
            "{",
            "(",
            ")",
            "/*",
            "*/",
            "//",
            "/",
            "'",
            "\"",
            "\"\"\"",
            "\\",
            "#",
            "=begin\n",
            "=end\n",
            "<?php ",
            "?>",
            "<<EOF\n",
            "EOF\n",
            "x",
            "12n",
            "async",
            "return",
            "😀",
            "é",
            "\u0001",
            "\t",
            "@\"",
            "$\"{a}\"",
            "y".repeat(4_100));
    return pieces.list().ofMaxSize(25).map(all -> String.join("", all));
  }

  @Property(tries = 400)
  void whatIsReadAgainAfterEditsIsAsIfAllWereRead(
      @ForAll Language language,
      @ForAll("code") String text,
      @ForAll("code") String first,
      @ForAll("code") String second,
      @ForAll int where) {
    var buffer = new Buffer(language);
    buffer.open(text);
    Highlighting edited = buffer.highlighting();
    edited.advance(Math.floorMod(where, 8), FOREVER + System.nanoTime());
    for (String inserted : List.of(first, second)) {
      Document document = buffer.document();
      Spot from = spot(document, where, inserted.length());
      Spot to = spot(document, where / 7, inserted.length());
      boolean ordered = from.compareTo(to) <= 0;
      buffer.edit(
          document.edit(ordered ? from : to, ordered ? to : from, Lines.of(inserted, LineEnd.LF)));
      edited.advance(Math.floorMod(where, 5), System.nanoTime() + FOREVER);
    }
    edited.advance(Integer.MAX_VALUE, System.nanoTime() + FOREVER);

    var anew = new Highlighting(buffer.document(), language);
    anew.advance(Integer.MAX_VALUE, System.nanoTime() + FOREVER);

    assertThat(edited.isComplete()).isTrue();
    for (int line = 0; line < buffer.document().lines().size(); line++) {
      assertThat(edited.pieces(line)).isEqualTo(anew.pieces(line));
      int length = buffer.document().line(line).text().length();
      int end = 0;
      for (Highlighting.Piece piece : edited.pieces(line)) {
        assertThat(piece.start()).isGreaterThanOrEqualTo(end);
        end = piece.end();
      }
      assertThat(end).isLessThanOrEqualTo(length);
    }
  }

  @Example
  void theBracketThatBelongsToOne() {
    var buffer = new Buffer(Language.JAVASCRIPT);
    buffer.open("f('(', `${g({\n a: ')' })}`, /[)]/)");
    Highlighting highlighting = buffer.highlighting();
    highlighting.advance(2, System.nanoTime() + FOREVER);

    assertThat(highlighting.pair(new Spot(0, 1)))
        .isEqualTo(new Highlighting.Pair(new Spot(0, 1), new Spot(1, 19)));
    assertThat(highlighting.pair(new Spot(1, 20)))
        .isEqualTo(new Highlighting.Pair(new Spot(0, 1), new Spot(1, 19)));
    assertThat(highlighting.pair(new Spot(0, 9)))
        .isEqualTo(new Highlighting.Pair(new Spot(0, 9), new Spot(1, 10)));
    assertThat(highlighting.pair(new Spot(0, 3))).isNull();
  }

  @Example
  void bracketsThatDoNotMatchHaveNone() {
    var buffer = new Buffer(Language.JAVASCRIPT);
    buffer.open("([)]");
    buffer.highlighting().advance(1, System.nanoTime() + FOREVER);

    assertThat(buffer.highlighting().pair(new Spot(0, 0))).isNull();
  }

  private static Spot spot(Document document, int number, int salt) {
    List<Line> lines = document.lines();
    int line = Math.floorMod(number + salt, lines.size());
    return new Spot(line, Math.floorMod(number * 31 + salt, lines.get(line).text().length() + 1));
  }
}
