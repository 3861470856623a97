package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The values in a JSON text, each looked at when it is asked for: of what nobody unfolds, only the
 * text is kept.
 */
final class JsonOutline {
  /** More children than this are parted into ranges. */
  static final int MOST_CHILDREN = 1000;

  private static final int LONGEST_TEXT = 1000;

  /** What a node is. */
  enum Kind {
    OBJECT,
    ARRAY,
    RANGE,
    STRING,
    NUMBER,
    LITERAL
  }

  /**
   * A value, or a range of the values in one.
   *
   * @param name of the property, cut if it is long, or index; null for the whole
   * @param text the value, cut if it is long; empty for objects, arrays and ranges
   * @param size of objects, arrays and ranges: how many values are in it
   * @param start where it is in the text; for a range, where what it is a part of is
   * @param end behind it
   * @param from of a range: the first of them
   */
  record Node(
      @Nullable String name, Kind kind, String text, int size, int start, int end, int from) {
    boolean isLeaf() {
      return size == 0;
    }
  }

  private final String json;

  /** That of a text which is JSON. */
  JsonOutline(String json) {
    this.json = json;
  }

  /** The value as a whole. */
  Node root() {
    try (JsonParser parser = Json.parser(Json.from(json, 0))) {
      parser.nextToken();
      return read(parser, null, 0);
    }
  }

  /** What is in an object, an array or a range of them. */
  List<Node> children(Node node) {
    if (node.kind() == Kind.RANGE) {
      return values(node, node.from(), node.size());
    }
    return node.size() > MOST_CHILDREN ? ranges(node) : values(node, 0, node.size());
  }

  /** A value's text as it came. */
  String source(Node node) {
    return json.substring(node.start(), node.end());
  }

  private static List<Node> ranges(Node node) {
    // Longer ranges rather than too many of them.
    int step = MOST_CHILDREN;
    while ((node.size() + step - 1) / step > MOST_CHILDREN) {
      step *= 10;
    }
    var ranges = new ArrayList<Node>();
    for (int from = 0; from < node.size(); from += step) {
      int size = Math.min(step, node.size() - from);
      String name = from + " … " + (from + size - 1);
      ranges.add(new Node(name, Kind.RANGE, "", size, node.start(), node.end(), from));
    }
    return ranges;
  }

  private List<Node> values(Node in, int from, int count) {
    var values = new ArrayList<Node>(count);
    try (JsonParser parser = Json.parser(Json.from(json, in.start()))) {
      parser.nextToken();
      int index = 0;
      for (JsonToken token = parser.nextToken();
          token != null && !token.isStructEnd() && values.size() < count;
          token = parser.nextToken()) {
        String name = String.valueOf(index);
        if (token == JsonToken.PROPERTY_NAME) {
          name = Texts.cut(parser.getString(), LONGEST_TEXT);
          parser.nextToken();
        }
        if (index >= from) {
          values.add(read(parser, name, in.start()));
        } else {
          parser.skipChildren();
        }
        index++;
      }
    }
    return values;
  }

  /** The value a parser is at, which it leaves behind. */
  private static Node read(JsonParser parser, @Nullable String name, int offset) {
    int start = offset + (int) parser.currentTokenLocation().getCharOffset();
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      int size = skip(parser);
      int end = offset + (int) parser.currentTokenLocation().getCharOffset() + 1;
      Kind kind = token == JsonToken.START_OBJECT ? Kind.OBJECT : Kind.ARRAY;
      return new Node(name, kind, "", size, start, end, 0);
    }
    String text = parser.getString();
    if (token == JsonToken.VALUE_STRING) {
      int end = offset + (int) parser.currentLocation().getCharOffset();
      return new Node(name, Kind.STRING, Texts.cut(text, LONGEST_TEXT), 0, start, end, 0);
    }
    Kind kind = token.isNumeric() ? Kind.NUMBER : Kind.LITERAL;
    return new Node(name, kind, Texts.cut(text, LONGEST_TEXT), 0, start, start + text.length(), 0);
  }

  /** Skips an object or array and counts what is directly in it. */
  private static int skip(JsonParser parser) {
    int depth = 1;
    int size = 0;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return size;
      }
      if (token.isStructEnd()) {
        depth--;
      } else if (token != JsonToken.PROPERTY_NAME) {
        if (depth == 1) {
          size++;
        }
        if (token.isStructStart()) {
          depth++;
        }
      }
    }
    return size;
  }
}
