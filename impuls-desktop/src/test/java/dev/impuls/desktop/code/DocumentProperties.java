package dev.impuls.desktop.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DocumentProperties {
  /** Short ones; and among them some that are too long for one line as it is shown. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "a",
            " ",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\uFEFF",
            "\u0001",
            "\u000B",
            "\f",
            "\u0085",
            "\u2028",
            "é",
            "漢字",
            "שלום",
            "مرحبا",
            "😀",
            "👩‍👩‍👧",
            "\uD83D",
            "\uDE00",
            "x".repeat(5_000),
            "😀".repeat(2_500) + "y");
    return pieces.list().ofMaxSize(30).map(all -> String.join("", all));
  }

  @Property(tries = 300)
  void whatIsOpenedIsThereAsItWas(@ForAll("texts") String text) {
    var document = new Document();

    document.open(text);

    assertThat(document.text()).isEqualTo(text);
    assertThat(document.isChanged()).isFalse();
    assertThat(document.lines()).allMatch(line -> line.text().length() <= Lines.LONGEST);
  }

  @Property(tries = 300)
  void anEditIsUndoneByItsInverse(
      @ForAll("texts") String text,
      @ForAll("texts") String inserted,
      @ForAll int from,
      @ForAll int to) {
    var document = new Document();
    document.open(text);
    Spot one = spot(document, from);
    Spot other = spot(document, to);
    boolean ordered = one.compareTo(other) <= 0;
    Edit edit =
        document.edit(
            ordered ? one : other, ordered ? other : one, Lines.of(inserted, document.lineEnd()));

    document.apply(edit);
    assertThat(document.lines()).allMatch(line -> line.text().length() <= Lines.LONGEST);
    document.apply(edit.inverse());

    assertThat(document.text()).isEqualTo(text);
    assertThat(document.isChanged()).isFalse();
  }

  @Property(tries = 300)
  void anotherTextIsOneEdit(@ForAll("texts") String text, @ForAll("texts") String other) {
    var document = new Document();
    document.open(text);
    Edit edit = document.edit(other);

    document.apply(edit);
    assertThat(document.text()).isEqualTo(other);
    assertThat(document.isChanged()).isEqualTo(!text.equals(other));
    document.apply(edit.inverse());

    assertThat(document.text()).isEqualTo(text);
  }

  @Example
  void linesThatAreAddedEndAsMostDo() {
    var document = new Document();
    document.open("a\r\nb\r\nc\nd");

    document.apply(
        document.edit(new Spot(2, 1), new Spot(2, 1), Lines.of("1\n2", document.lineEnd())));

    assertThat(document.text()).isEqualTo("a\r\nb\r\nc1\r\n2\nd");
  }

  @Example
  void aLineInPartsIsOneLine() {
    var document = new Document();
    document.open("first\n" + "x".repeat(10_000) + "\nlast");

    assertThat(document.lines()).hasSize(12);
    assertThat(document.number(11)).isEqualTo(2);
    assertThat(document.shown(1, 2_500)).isEqualTo(new Spot(3, 500));
    assertThat(document.shown(2, 0)).isEqualTo(new Spot(11, 0));
    assertThat(document.shown(99, 99)).isEqualTo(new Spot(11, 4));
  }

  @Example
  void whatIsTypedTogetherIsUndoneTogether() {
    var buffer = new Buffer(Language.PLAIN);
    buffer.open("");
    for (char c : "ab cd".toCharArray()) {
      Document document = buffer.document();
      buffer.edit(document.edit(document.end(), document.end(), Lines.of(String.valueOf(c))));
    }

    buffer.undo();
    assertThat(buffer.document().text()).isEqualTo("ab ");
    buffer.undo();
    assertThat(buffer.document().text()).isEmpty();
    assertThat(buffer.undo()).isNull();
    buffer.redo();
    buffer.redo();
    assertThat(buffer.document().text()).isEqualTo("ab cd");
    assertThat(buffer.redo()).isNull();
  }

  private static Spot spot(Document document, int number) {
    List<Line> lines = document.lines();
    int line = Math.floorMod(number, lines.size());
    return new Spot(line, Math.floorMod(number * 31, lines.get(line).text().length() + 1));
  }
}
