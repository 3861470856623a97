package dev.impuls.server.command;

import dev.impuls.json.FunctionJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;

/** Where commands print: what was asked for to one stream, all else to the other. */
final class Out {
  private final PrintWriter out;
  private final PrintWriter err;

  Out(CommandSpec spec) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
  }

  /**
   * Makes sure that all was printed.
   *
   * @throws CommandException if it could not be: a full disk, a reader that is gone
   */
  void requirePrinted() throws CommandException {
    if (out.checkError()) {
      throw new CommandException("What there is to print cannot be written");
    }
  }

  void line(String text) {
    out.println(text);
  }

  void note(String text) {
    err.println(text);
    err.flush();
  }

  /** Text as it is. */
  void raw(String text) {
    out.print(text);
    out.flush();
  }

  /** One value and a line end. */
  void json(Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FunctionJson.generator(bytes)) {
      content.accept(json);
    }
    out.println(bytes.toString(StandardCharsets.UTF_8));
    out.flush();
  }

  @SuppressWarnings("SystemConsoleNull") // It is, if Java is told to use its older one.
  ProgressBar progress() {
    var console = System.console();
    return new ProgressBar(err, console != null && console.isTerminal());
  }

  /** Columns, each as wide as its widest cell, the head in capitals. */
  void table(List<List<String>> rows) {
    var widths = new ArrayList<Integer>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).codePointCount(0, row.get(i).length());
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell);
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths.get(i) - cell.codePointCount(0, cell.length()) + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }
}
