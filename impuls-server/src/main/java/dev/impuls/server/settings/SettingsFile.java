package dev.impuls.server.settings;

import dev.impuls.server.settings.Settings.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of settings: UTF-8, a line each, {@code name = value}. Lines that are blank or begin with
 * {@code #} say nothing. Blanks around a value, and then one pair of double quotes, are not part of
 * it; there are no escapes.
 */
final class SettingsFile {
  /** Where no file is named. */
  static final SettingsFile NONE = new SettingsFile(null, Map.of());

  /** Some characters that end lines elsewhere do not here. */
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\s*=\\s*(.*)", Pattern.DOTALL);

  /** A line of it, with its number from 1. */
  private record Line(int number, String value) {}

  private final @Nullable Path path;
  private final Map<String, Line> lines;

  private SettingsFile(@Nullable Path path, Map<String, Line> lines) {
    this.path = path;
    this.lines = lines;
  }

  static SettingsFile read(String name) throws WrongSettingsException {
    List<String> text;
    Path path;
    try {
      path = Path.of(name);
      text = Files.readAllLines(path);
    } catch (InvalidPathException | NoSuchFileException e) {
      throw new WrongSettingsException("There is no file of settings " + name);
    } catch (CharacterCodingException e) {
      throw new WrongSettingsException("The file of settings " + name + " is not UTF-8");
    } catch (IOException e) {
      throw new WrongSettingsException("The file of settings " + name + " cannot be read: " + e);
    }
    return new SettingsFile(path, parse(name, text));
  }

  private static Map<String, Line> parse(String file, List<String> text)
      throws WrongSettingsException {
    var lines = new LinkedHashMap<String, Line>();
    int number = 0;
    for (String line : text) {
      number++;
      String said = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
      if (said.isEmpty() || said.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(said);
      if (!parts.matches()) { // Not shown, as it may be half of a secret.
        throw new WrongSettingsException(
            file + ", line " + number + ": is not of the form name = value");
      }
      Line before = lines.put(parts.group(1), new Line(number, unquoted(parts.group(2))));
      if (before != null) {
        throw new WrongSettingsException(
            file
                + ", line "
                + number
                + ": "
                + parts.group(1)
                + " is in line "
                + before.number()
                + " already");
      }
    }
    return lines;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  @Nullable Value find(String name) {
    Line line = lines.get(name);
    return line == null || line.value().isEmpty()
        ? null
        : new Value(line.value(), name + " (" + path + ", line " + line.number() + ")");
  }

  Stream<String> texts() {
    return lines.values().stream().map(Line::value);
  }

  void requireKnown(Set<String> names) throws WrongSettingsException {
    for (Map.Entry<String, Line> line : lines.entrySet()) {
      if (!names.contains(line.getKey())) {
        throw new WrongSettingsException(
            path
                + ", line "
                + line.getValue().number()
                + ": there is no setting "
                + line.getKey()
                + "; those there are: "
                + String.join(", ", names));
      }
    }
  }
}
