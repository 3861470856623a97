package dev.impuls.desktop.code;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import org.fxmisc.flowless.VirtualizedScrollPane;

/** One of two texts that are compared. */
final class CompareSide extends BorderPane {
  private static final int FEWEST_DIGITS = 3;

  private final Buffer buffer;
  private final Area area;
  private final Painter painter;
  private final String style;

  /**
   * One.
   *
   * @param style the style class of lines that differ
   */
  CompareSide(Language language, String title, String style) {
    this.style = style;
    buffer = new Buffer(language);
    area = new Area(buffer);
    area.setEditable(false);
    area.setAccessibleText(title);
    painter = new Painter(buffer, area, new Problems());
    new EditorKeys(area, new LineEditing(buffer, area));
    var name = new Label(title);
    name.getStyleClass().add("compare-title");
    name.setMaxWidth(Double.MAX_VALUE);
    setTop(name);
    setCenter(new VirtualizedScrollPane<>(area));
  }

  Area area() {
    return area;
  }

  /**
   * Shows a text in the rows of a comparison.
   *
   * @param side which line of the text is in a row
   */
  void show(List<String> lines, Comparison comparison, ToIntFunction<Comparison.Row> side) {
    List<Comparison.Row> rows = comparison.rows();
    String text =
        rows.stream()
            .map(row -> side.applyAsInt(row))
            .map(line -> line == Comparison.NONE ? "" : lines.get(line))
            .collect(Collectors.joining("\n"));
    int digits = Math.max(FEWEST_DIGITS, Integer.toString(lines.size()).length());
    painter.setLineStyles(row -> styles(rows.get(row), side));
    area.setParagraphGraphicFactory(row -> number(side.applyAsInt(rows.get(row)), digits));
    buffer.open(text);
    area.load(painter.painted());
  }

  private List<String> styles(Comparison.Row row, ToIntFunction<Comparison.Row> side) {
    if (row.same()) {
      return List.of();
    }
    return List.of(side.applyAsInt(row) == Comparison.NONE ? "compare-nothing" : style);
  }

  private static Node number(int line, int digits) {
    String number = line == Comparison.NONE ? "" : Integer.toString(line + 1);
    var label = new Label(String.format(Locale.ROOT, "%" + digits + "s", number));
    label.getStyleClass().add("code-line-number");
    label.setMaxHeight(Double.MAX_VALUE);
    return label;
  }
}
