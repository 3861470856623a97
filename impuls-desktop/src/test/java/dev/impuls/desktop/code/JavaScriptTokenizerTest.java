package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaScriptTokenizerTest {
  /**
   * Each piece in brackets, after a letter for what it is; plain text and operators are as they
   * are.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      quoteCharacter = '~',
      value = {
        "let a = 1_000n, b = 0xF_Fn + .5e-3 + 0b11 + 0o7 | K⟨let⟩ a = N⟨1_000n⟩, b = N⟨0xF_Fn⟩ +"
            + " N⟨.5e-3⟩ + N⟨0b11⟩ + N⟨0o7⟩",
        "1abc + 0x | E⟨1abc⟩ + E⟨0x⟩",
        "a?.b?.[0] ?? c ??= d | a?.b?.[N⟨0⟩] ?? c ??= d",
        "x = /[/]a\\/b/gu.test(y) / 2 / z | x = R⟨/[/]a\\/b/gu⟩.F⟨test⟩(y) / N⟨2⟩ / z",
        "return /a/ | K⟨return⟩ R⟨/a/⟩",
        "a / b / c; (a) / b / c; this / 2 / 3 | a / b / c; (a) / b / c; K⟨this⟩ / N⟨2⟩ / N⟨3⟩",
        "`a${`b${c}`}d` | S⟨`a⟩${S⟨`b⟩${c}S⟨`⟩}S⟨d`⟩",
        "`${{a: {}}}` // c | S⟨`⟩${{a: {}}}S⟨`⟩ C⟨// c⟩",
        "class A { #p = 1; static #q; get x() {} } | K⟨class⟩ T⟨A⟩ { #p = N⟨1⟩; K⟨static⟩ #q;"
            + " K⟨get⟩ F⟨x⟩() {} }",
        "a.class; a.of; get(); of = 1 | a.class; a.of; F⟨get⟩(); of = N⟨1⟩",
        "for (const é of [...ü]) {} | K⟨for⟩ (K⟨const⟩ é K⟨of⟩ [...ü]) {}",
        "import * as x from 'y' | K⟨import⟩ * K⟨as⟩ x K⟨from⟩ S⟨'y'⟩",
        "x = {default: null, if: true} | x = {K⟨default⟩: L⟨null⟩, V⟨if⟩: L⟨true⟩}",
        "/* a */ b /* c | C⟨/* a */⟩ b C⟨/* c⟩",
        "'a\\'b' + \"c | S⟨'a\\'b'⟩ + S⟨\"c⟩",
        "#!/usr/bin/env node | C⟨#!/usr/bin/env node⟩",
        "i++ / 2 + 😀 | i++ / N⟨2⟩ + 😀",
      })
  void findsWhatThePiecesAre(String line, String pieces) {
    assertThat(read(new JavaScriptTokenizer(), line).getFirst()).isEqualTo(pieces);
  }

  @Test
  void goesOnFromLineToLine() {
    assertThat(
            read(
                new JavaScriptTokenizer(),
                "a = `b ${c(",
                "d)} e",
                "f` /* g",
                "h */ 'i\\",
                "j' / k"))
        .containsExactly(
            "a = S⟨`b ⟩${F⟨c⟩(", "d)}S⟨ e⟩", "S⟨f`⟩ C⟨/* g⟩", "C⟨h */⟩ S⟨'i\\⟩", "S⟨j'⟩ / k");
  }

  private static List<String> read(Tokenizer tokenizer, String... lines) {
    var all = new ArrayList<String>();
    Object state = Tokenizer.START;
    for (String line : lines) {
      var marked = new StringBuilder();
      int[] at = {0};
      state =
          tokenizer.read(
              line,
              state,
              (start, end, kind) -> {
                marked.append(line, at[0], start);
                String text = line.substring(start, end);
                marked.append(
                    switch (kind) {
                      case TEXT, OPERATOR, BRACKET -> text;
                      case CONSTANT -> "L⟨" + text + "⟩";
                      default -> kind.name().charAt(0) + "⟨" + text + "⟩";
                    });
                at[0] = end;
              });
      all.add(marked.append(line, at[0], line.length()).toString());
    }
    return all;
  }
}
