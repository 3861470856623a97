package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for something in lines as they are at one time; for any thread. Whatever ends a line is one
 * line feed to a query, and where a long line is shown in parts is nothing to it.
 */
final class Search {
  /** In replacements: a group by its number or name, or an escaped character. */
  private static final Pattern PART =
      Pattern.compile("\\$(\\d{1,3})|\\$\\{(\\w+)}|\\\\(.)", Pattern.DOTALL);

  /** So many are kept at most. */
  static final int MOST = 100_000;

  private static final long LONGEST_NANOS = 2_000_000_000L;

  private final List<Line> lines;
  private final String text;
  private final int[] starts;

  /** For lines that are not changed any more. */
  Search(List<Line> lines) {
    this.lines = lines;
    var all = new StringBuilder();
    starts = new int[lines.size()];
    for (int at = 0; at < lines.size(); at++) {
      starts[at] = all.length();
      all.append(lines.get(at).text());
      if (lines.get(at).end() != LineEnd.NONE) {
        all.append('\n');
      }
    }
    text = all.toString();
  }

  /**
   * Finds all, or as many as can be shown.
   *
   * @param cancelled whether nobody waits for it any more
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   * @throws LimitedText.TimeIsUp if it takes too long
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  Matches find(Query query, BooleanSupplier cancelled) {
    if (query.text().isEmpty()) {
      return Matches.NONE;
    }
    var found = new ArrayList<Match>();
    Matcher matcher = matcher(query.pattern(), cancelled);
    while (matcher.find()) {
      if (found.size() == MOST) {
        return new Matches(found, true);
      }
      found.add(new Match(spot(matcher.start()), spot(matcher.end())));
    }
    return new Matches(found, false);
  }

  /**
   * What is put in place of what.
   *
   * @param from where the first match begins
   * @param to where the last ends
   * @param lines what is there then
   */
  record Replacement(Spot from, Spot to, List<Line> lines) {}

  /**
   * What replacing all comes to. Throws as {@link #find} does, and {@link IllegalArgumentException}
   * or {@link IndexOutOfBoundsException} if the replacement is none for that regular expression.
   *
   * @param replacement with $1 for a group, and \n and \t, if it is for a regular expression
   * @param end how lines end that are added
   */
  Replacement replaceAll(Query query, String replacement, LineEnd end, BooleanSupplier cancelled) {
    var result = new Joined();
    Matcher matcher = matcher(query.pattern(), cancelled);
    Spot from = null;
    Spot before = Spot.START;
    while (matcher.find()) {
      Spot start = spot(matcher.start());
      if (from == null) {
        from = start;
      } else {
        result.add(Lines.between(lines, before, start));
      }
      result.add(Lines.of(replacement(matcher, query, replacement), end));
      before = spot(matcher.end());
    }
    return new Replacement(from == null ? before : from, before, result.lines());
  }

  /** What replaces one match; throws as {@link #replaceAll} does. */
  String replaceOne(Query query, String replacement, Match match, BooleanSupplier cancelled) {
    Matcher matcher = matcher(query.pattern(), cancelled);
    return matcher.find(starts[match.from().line()] + match.from().column())
        ? replacement(matcher, query, replacement)
        : replacement;
  }

  private Matcher matcher(Pattern pattern, BooleanSupplier cancelled) {
    return pattern.matcher(new LimitedText(text, System.nanoTime() + LONGEST_NANOS, cancelled));
  }

  private static String replacement(Matcher matcher, Query query, String replacement) {
    if (!query.regex()) {
      return replacement;
    }
    var text = new StringBuilder();
    Matcher part = PART.matcher(replacement);
    while (part.find()) {
      String group = part.group(1) != null ? part.group(1) : part.group(2);
      if (group == null) {
        String escape = part.group(3);
        part.appendReplacement(
            text,
            switch (escape) {
              case "n" -> "\n";
              case "t" -> "\t";
              default -> Matcher.quoteReplacement(escape);
            });
      } else {
        String found =
            Character.isDigit(group.charAt(0))
                ? matcher.group(Integer.parseInt(group))
                : matcher.group(group);
        part.appendReplacement(text, found == null ? "" : Matcher.quoteReplacement(found));
      }
    }
    part.appendTail(text);
    return text.toString();
  }

  private Spot spot(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Spot(line, offset - starts[line]);
  }

  /** Texts one after another. */
  private static final class Joined {
    private final List<Line> done = new ArrayList<>();
    private final StringBuilder last = new StringBuilder();

    void add(List<Line> more) {
      for (int at = 0; at < more.size(); at++) {
        last.append(more.get(at).text());
        if (at < more.size() - 1) {
          done.add(new Line(last.toString(), more.get(at).end()));
          last.setLength(0);
        }
      }
    }

    List<Line> lines() {
      done.add(new Line(last.toString(), LineEnd.NONE));
      return done;
    }
  }
}
