package dev.impuls.server.command;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreAddress;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.transfer.ExportFormat;
import dev.impuls.transfer.Exporter;
import dev.impuls.transfer.TransferException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: functions of a store into a file. */
@Command(
    name = "export",
    description =
        "Writes the functions of a store, with their ids and times, to a file: a bundle, or a zip"
            + " or tar file in the layout of a data directory.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ExportCommand extends TransferCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "ends with .json, .zip, .tar.gz or .tgz; - (the default) prints a bundle")
  private String file = "-";

  @Option(
      names = "--from",
      paramLabel = "STORE",
      description = StoreOption.FORMS + " (default: as for the server)")
  private @Nullable String from;

  /** Reads variables from there. */
  public ExportCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException {
    var place = new Place(from == null ? StoreOption.usual(environment) : from, environment);
    Exporter.Report report;
    try (FunctionStore store = place.open(false)) {
      report = write(new Exporter(store, names.wanted(), progress));
    }
    List<RecordProblem> problems = report.unreadable();
    progress.close();
    for (RecordProblem problem : problems) {
      out.note(problem.place() + " " + problem.message() + "; it is not in the export");
    }
    if (json && !file.equals("-")) {
      out.json(
          writer -> {
            writer.writeStartObject();
            writer.writeStringProperty("file", file);
            writer.writeNumberProperty("functions", report.functions());
            writer.writeNumberProperty("unreadable", problems.size());
            writer.writeEndObject();
          });
    } else {
      out.note(
          "Exported "
              + Reports.functions(report.functions())
              + (file.equals("-") ? "" : " to " + file));
    }
    return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private Exporter.Report write(Exporter exporter)
      throws CommandException, TransferException, IOException {
    if (!file.equals("-")) {
      return exporter.write(format(), path());
    }
    // Not System.out, which keeps it to itself if the disk is full.
    try (var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
      return exporter.write(ExportFormat.BUNDLE, out);
    }
  }

  private Path path() throws CommandException {
    try {
      return StoreAddress.requirePath(file);
    } catch (IllegalArgumentException e) {
      throw new CommandException("The name of the file cannot be used: " + e.getMessage());
    }
  }

  private ExportFormat format() throws CommandException {
    return ExportFormat.of(file)
        .orElseThrow(
            () ->
                new CommandException(
                    "The file's name must end with .json, .zip, .tar.gz or .tgz, which says what"
                        + " it is to be"));
  }
}
