package dev.impuls.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All settings in words, made from the flags' own descriptions. */
public final class SettingsText {
  private static final int WIDTH = 96;
  private static final String COMMENT = "# ";

  private SettingsText() {}

  /** A file in which each setting is described and none is made. */
  public static String file(CommandSpec server) {
    var text = new ArrayList<String>();
    text.addAll(
        List.of(
            "# Settings of impuls-server, read once when it starts. What begins with # says"
                + " nothing:",
            "# remove it to make a setting. A flag or a variable (IMPULS_DATA_DIR for data-dir)"
                + " beats it.",
            ""));
    for (OptionSpec option : Settings.all(server)) {
      wrapped(description(option), WIDTH - COMMENT.length())
          .forEach(line -> text.add(COMMENT + line));
      String usual = usual(option);
      String name = Settings.name(option.longestName());
      text.add(usual.isEmpty() ? "#" + name + " =" : "#" + name + " = " + usual);
      text.add("");
    }
    return String.join("\n", text);
  }

  /** A table of Markdown. */
  public static String table(CommandSpec server) {
    var text =
        new StringBuilder("| flag, line of the file | variable | what it says |\n|---|---|---|\n");
    for (OptionSpec option : Settings.all(server)) {
      String flag = option.longestName();
      String older = Settings.olderVariable(flag);
      text.append("| `")
          .append(flag)
          .append(option.arity().max() == 0 ? "" : " " + option.paramLabel())
          .append("` | `")
          .append(Settings.variable(flag))
          .append(older == null ? "`" : "`, `" + older + "`")
          .append(" | ")
          .append(description(option).replace("|", "\\|").replace("*.", "\\*."))
          .append(" |\n");
    }
    return text.toString();
  }

  /** One line of all that its help says. */
  public static String description(OptionSpec option) {
    return String.join(" ", option.description())
        .replace("${DEFAULT-VALUE}", usual(option))
        .replace("%n", " ");
  }

  private static String usual(OptionSpec option) {
    @Nullable Object value = option.initialValue();
    if (option.arity().max() == 0) {
      return "false";
    }
    return value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
  }

  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
