package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static Query plain(String text) {
    return new Query(text, false, false, false);
  }

  private static Query regex(String text) {
    return new Query(text, true, false, true);
  }

  private static List<Match> find(String text, Query query) {
    return new Search(Lines.of(text)).find(query, () -> false).all();
  }

  private static Match match(int line, int from, int to) {
    return new Match(new Spot(line, from), new Spot(line, to));
  }

  private static String replaceAll(String text, Query query, String replacement) {
    List<Line> lines = Lines.of(text);
    var search = new Search(lines);
    Search.Replacement all = search.replaceAll(query, replacement, LineEnd.CRLF, () -> false);
    var document = new Document();
    document.open(text);
    document.apply(document.edit(all.from(), all.to(), all.lines()));
    return document.text();
  }

  @Test
  void findsPlainText() {
    assertThat(find("a.b A.B axb\r\na.b", plain("a.b")))
        .containsExactly(match(0, 0, 3), match(0, 4, 7), match(1, 0, 3));
    assertThat(find("aB ab", new Query("ab", true, false, false))).containsExactly(match(0, 3, 5));
    assertThat(find("abc ab éab ab", new Query("ab", false, true, false)))
        .containsExactly(match(0, 4, 6), match(0, 11, 13));
    assertThat(find("مرحبا 漢字 😀", plain("😀"))).containsExactly(match(0, 9, 11));
    assertThat(find("a", plain(""))).isEmpty();
  }

  @Test
  void findsRegularExpressionsAcrossLineEnds() {
    assertThat(find("a\r\nb\rc\nd", regex("\\w\\n\\w")))
        .containsExactly(
            new Match(new Spot(0, 0), new Spot(1, 1)), new Match(new Spot(2, 0), new Spot(3, 1)));
    assertThat(find("x\ny", regex("^"))).containsExactly(match(0, 0, 0), match(1, 0, 0));
  }

  @Test
  void findsWhatALongLineHasBetweenTwoParts() {
    String text = "x".repeat(999) + "needle" + "x".repeat(9_000);

    assertThat(find(text, plain("needle")))
        .containsExactly(new Match(new Spot(0, 999), new Spot(1, 5)));
  }

  @Test
  void replacesAllAndKeepsHowLinesEnd() {
    assertThat(replaceAll("a1\nb2\r\nc3\rd", regex("([a-z])(?<digit>\\d)"), "${digit}$1\\t"))
        .isEqualTo("1a\t\n2b\t\r\n3c\t\rd");
    assertThat(replaceAll("a, b, c", plain(", "), "$1\\")).isEqualTo("a$1\\b$1\\c");
    assertThat(replaceAll("a, b", regex(", "), "\\n\\$")).isEqualTo("a\r\n$b");
    assertThat(replaceAll("a\nb", regex("\\n"), "")).isEqualTo("ab");
  }

  @Test
  void keepsNoMoreThanCanBeShown() {
    Matches found = new Search(Lines.of("a".repeat(Search.MOST + 1))).find(plain("a"), () -> false);

    assertThat(found.all()).hasSize(Search.MOST);
    assertThat(found.more()).isTrue();
    assertThat(replaceAll("a".repeat(Search.MOST + 1), plain("a"), "")).isEmpty();
  }

  @Test
  void endsWhatCannotBeSearched() {
    assertThatThrownBy(() -> find("a", regex("("))).isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> new Search(Lines.of("a".repeat(9_000))).find(plain("b"), () -> true))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> replaceAll("a", regex("a"), "$2"))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
