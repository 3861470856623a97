package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.run.JsonOutline.Kind;
import dev.impuls.desktop.run.JsonOutline.Node;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final int DEPTH = 5000;

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "null", "1e400", "\"x\"", "{\"a\": [1, 2, {}]}", " [] "})
  void whatIsJsonHasNoProblem(String text) {
    assertThat(Json.check(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'n'  \"a\": 1,'n'}|3|1",
        "[1,'n'2|2|2",
        "{} {}|1|4",
        "nul|1|1",
        "\"x|1|3",
        "1 2|1|3"
      })
  void aProblemSaysWhereItIs(String text, int line, int column) {
    Json.Problem problem = Json.check(text.replace("'n'", "\n")).orElseThrow();

    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.column()).isCloseTo(column, org.assertj.core.data.Offset.offset(2));
    assertThat(problem.message()).isNotBlank().doesNotContain("Source", "\n");
  }

  @Test
  void formattingKeepsNumbersAsTheyAre() {
    Json.Formatted formatted =
        Json.format("{\"a\":[12345678901234567890,1.10,1E400,-0],\"b\":{},\"c\":[]}", 1000);

    assertThat(formatted.cut()).isFalse();
    assertThat(formatted.text())
        .isEqualTo(
            """
            {
              "a": [
                12345678901234567890,
                1.10,
                1E400,
                -0
              ],
              "b": {},
              "c": []
            }\
            """);
  }

  @Test
  void aLongTextIsCutWhereItIsToBe() {
    Json.Formatted formatted = Json.format(numbers(100_000), 10_000);

    assertThat(formatted.cut()).isTrue();
    assertThat(formatted.text()).hasSize(10_000).startsWith("[\n  0,\n  1,");
  }

  @Test
  void deepValuesAreCheckedFormattedAndUnfolded() {
    String deep = "[".repeat(DEPTH) + "]".repeat(DEPTH);
    var outline = new JsonOutline(deep);

    assertThat(Json.check(deep)).isEmpty();
    assertThat(Json.format(deep, 100_000).cut()).isTrue();
    Node node = outline.root();
    for (int i = 1; i < 1000; i++) {
      node = outline.children(node).getFirst();
    }
    assertThat(outline.source(node)).hasSize(2 * (DEPTH - 999));
  }

  @Test
  void anOutlineHasWhatTheTextHas() {
    var outline =
        new JsonOutline(
            "{\"n\": 1e400, \"s\": \"ä\\n\\\"\", \"o\": {\"x\": [true, null]}, \"e\": [] }");
    Node root = outline.root();
    List<Node> children = outline.children(root);

    assertThat(root.kind()).isEqualTo(Kind.OBJECT);
    assertThat(root.size()).isEqualTo(4);
    assertThat(children).extracting(Node::name).containsExactly("n", "s", "o", "e");
    assertThat(children).extracting(Node::text).containsExactly("1e400", "ä\n\"", "", "");
    assertThat(children.stream().map(outline::source))
        .containsExactly("1e400", "\"ä\\n\\\"\"", "{\"x\": [true, null]}", "[]");
    Node x = outline.children(children.get(2)).getFirst();
    assertThat(outline.children(x)).extracting(Node::text).containsExactly("true", "null");
    assertThat(outline.children(x)).extracting(Node::name).containsExactly("0", "1");
  }

  @Test
  void manyValuesArePartedIntoRanges() {
    var outline = new JsonOutline(numbers(2500));
    List<Node> ranges = outline.children(outline.root());

    assertThat(ranges)
        .extracting(Node::name)
        .containsExactly("0 … 999", "1000 … 1999", "2000 … 2499");
    assertThat(outline.children(ranges.get(2)))
        .hasSize(500)
        .first()
        .extracting(Node::text)
        .isEqualTo("2000");
  }

  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void whatIsTooLongToBeShownIsCut() {
    String name = "n".repeat(100_000);
    String number = "1".repeat(100_000);
    var outline = new JsonOutline("{\"%s\":%s}".formatted(name, number));

    Node node = outline.children(outline.root()).getFirst();

    assertThat(node.name()).hasSize(1001).endsWith("…");
    assertThat(node.text()).hasSize(1001).endsWith("…");
    assertThat(outline.source(node)).isEqualTo(number);
  }
}
