package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.fxmisc.richtext.model.ReadOnlyStyledDocumentBuilder;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;
import org.fxmisc.richtext.model.StyledDocument;
import org.jspecify.annotations.Nullable;

/** Colours what shows of an area, and a little around it. */
final class Painter {
  private static final int AT_FIRST = 100;
  private static final int AROUND = 40;
  private static final long AT_ONCE_NANOS = 8_000_000;
  private static final long PER_FRAME_NANOS = 4_000_000;
  private static final Collection<String> PLAIN = List.of();
  private static final Collection<String> PAIR = List.of("code-pair");
  private static final Collection<String> MATCH = List.of("code-match");
  private static final Collection<String> PROBLEM = List.of("code-problem");

  private final Buffer buffer;
  private final Area area;
  private final Problems problems;
  private final AnimationTimer reading;
  private Matches matches = Matches.NONE;
  private IntFunction<List<String>> lineStyles = _ -> List.of();
  private Highlighting.@Nullable Pair pair;
  private boolean planned;

  Painter(Buffer buffer, Area area, Problems problems) {
    this.buffer = buffer;
    this.area = area;
    this.problems = problems;
    reading =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            readOn();
          }
        };
    area.viewportDirtyEvents().subscribe(_ -> plan());
    area.heightProperty().subscribe(_ -> plan());
    area.caretPositionProperty().addListener((_, _, _) -> plan());
  }

  /** Marks what was found. */
  void setMatches(Matches found) {
    matches = found;
    plan();
  }

  /** Gives whole lines style classes. */
  void setLineStyles(IntFunction<List<String>> styles) {
    lineStyles = styles;
  }

  /** Paints before the next frame. */
  void plan() {
    if (!planned) {
      planned = true;
      Platform.runLater(
          () -> {
            planned = false;
            paint();
          });
    }
  }

  /** Paints now. */
  void paint() {
    Highlighting highlighting = buffer.highlighting();
    int shown = area.getVisibleParagraphs().size();
    int first = shown == 0 ? 0 : Math.max(0, area.firstVisibleParToAllParIndex() - AROUND);
    int last = shown == 0 ? AT_FIRST : area.lastVisibleParToAllParIndex() + AROUND;
    int end = Math.min(last + 1, area.getParagraphs().size());
    highlighting.advance(end, System.nanoTime() + AT_ONCE_NANOS);
    pair = highlighting.pair(area.caret());
    for (int line = first; line < end; line++) {
      paint(line);
    }
    resume();
  }

  /** The document as it is shown at first: what is likely to show is painted already. */
  StyledDocument<Collection<String>, String, Collection<String>> painted() {
    List<Line> lines = buffer.document().lines();
    int end = Math.min(AT_FIRST, lines.size());
    buffer.highlighting().advance(end, System.nanoTime() + AT_ONCE_NANOS);
    pair = null;
    var painted = new ReadOnlyStyledDocumentBuilder<>(area.getSegOps(), PLAIN);
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line).text();
      List<String> style = lineStyles.apply(line);
      if (line < end && !text.isEmpty()) {
        painted.addParagraph(text, spans(line, text.length()), style);
      } else {
        painted.addParagraph(text, PLAIN, style);
      }
    }
    resume();
    return painted.build();
  }

  private void resume() {
    if (!buffer.highlighting().isComplete()) {
      reading.start();
    }
  }

  private void readOn() {
    Highlighting highlighting = buffer.highlighting();
    int before = highlighting.known();
    highlighting.advance(Integer.MAX_VALUE, System.nanoTime() + PER_FRAME_NANOS);
    if (highlighting.isComplete()) {
      reading.stop();
    }
    if (area.getVisibleParagraphs().isEmpty()
        || before <= area.lastVisibleParToAllParIndex() + AROUND
        || (highlighting.isComplete() && !Objects.equals(pair, highlighting.pair(area.caret())))) {
      plan();
    }
  }

  private void paint(int line) {
    List<String> lineStyle = lineStyles.apply(line);
    if (!lineStyle.equals(List.copyOf(area.getParagraph(line).getParagraphStyle()))) {
      area.setParagraphStyle(line, lineStyle);
    }
    int length = buffer.document().line(line).text().length();
    if (length == 0) {
      return;
    }
    StyleSpans<Collection<String>> wanted = spans(line, length);
    if (!wanted.equals(area.getParagraph(line).getStyleSpans())) {
      area.setStyleSpans(line, 0, wanted);
    }
  }

  private StyleSpans<Collection<String>> spans(int line, int length) {
    var spans = new StyleSpansBuilder<Collection<String>>();
    int at = 0;
    for (Highlighting.Piece piece : buffer.highlighting().pieces(line)) {
      if (!piece.kind().isPlain()) {
        if (piece.start() > at) {
          spans.add(PLAIN, piece.start() - at);
        }
        spans.add(List.of(piece.kind().styleClass()), piece.end() - piece.start());
        at = piece.end();
      }
    }
    if (at < length) {
      spans.add(PLAIN, length - at);
    }
    return marked(spans.create(), line, length);
  }

  private StyleSpans<Collection<String>> marked(
      StyleSpans<Collection<String>> spans, int line, int length) {
    StyleSpans<Collection<String>> all = spans;
    if (problems.at(line) != null) {
      int indent = Indentation.of(buffer.document().line(line).text()).length();
      all = mark(all, indent, length, PROBLEM, length);
    }
    for (Match match : matches.in(line)) {
      int from = match.from().line() < line ? 0 : match.from().column();
      int to = match.to().line() > line ? length : match.to().column();
      all = mark(all, from, Math.min(to, length), MATCH, length);
    }
    if (pair != null) {
      for (Spot spot : List.of(pair.open(), pair.close())) {
        if (spot.line() == line) {
          all = mark(all, spot.column(), spot.column() + 1, PAIR, length);
        }
      }
    }
    return all;
  }

  private static StyleSpans<Collection<String>> mark(
      StyleSpans<Collection<String>> spans,
      int from,
      int to,
      Collection<String> style,
      int length) {
    if (from >= to) {
      return spans;
    }
    var marks = new StyleSpansBuilder<Collection<String>>();
    if (from > 0) {
      marks.add(PLAIN, from);
    }
    marks.add(style, to - from);
    if (to < length) {
      marks.add(PLAIN, length - to);
    }
    return spans.overlay(marks.create(), Painter::both);
  }

  private static Collection<String> both(Collection<String> one, Collection<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    var both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
