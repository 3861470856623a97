package dev.impuls.server.command;

import dev.impuls.function.Function;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.transfer.ArchiveFormat;
import dev.impuls.transfer.Bundle;
import dev.impuls.transfer.Progress;
import dev.impuls.transfer.Temporary;
import dev.impuls.transfer.TransferException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

  private interface Format {
    void write(OutputStream out, Iterator<Function> functions)
        throws IOException, TransferException;
  }

  @Override
  int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException {
    var place = new Place(from == null ? StoreOption.usual(environment) : from, environment);
    var count = new AtomicInteger();
    List<RecordProblem> problems;
    try (FunctionStore store = place.open(false)) {
      Supplier<List<RecordProblem>> unreadable = () -> unreadable(store, names);
      Format format = format(store.status().location(), unreadable);
      progress.begins(Progress.Step.COPYING, store.list(FunctionQuery.ALL.withLimit(1)).total());
      try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
        Iterator<Function> wanted =
            functions
                .peek(function -> progress.advances())
                .filter(function -> names.wanted().test(function.name()))
                .peek(function -> count.incrementAndGet())
                .iterator();
        write(format, wanted);
      }
      problems = unreadable.get();
    }
    progress.close();
    for (RecordProblem problem : problems) {
      out.note(problem.place() + " " + problem.message() + "; it is not in the export");
    }
    if (json && !file.equals("-")) {
      out.json(
          writer -> {
            writer.writeStartObject();
            writer.writeStringProperty("file", file);
            writer.writeNumberProperty("functions", count.get());
            writer.writeNumberProperty("unreadable", problems.size());
            writer.writeEndObject();
          });
    } else {
      out.note(
          "Exported " + Reports.functions(count.get()) + (file.equals("-") ? "" : " to " + file));
    }
    return problems.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static List<RecordProblem> unreadable(FunctionStore store, Names names) {
    StoreStatus status = store.status();
    if (status.outage() != null) {
      throw new StoreUnavailableException(status.outage(), null);
    }
    return status.problems().stream()
        .filter(problem -> names.wanted().test(problem.name()))
        .toList();
  }

  private Format format(String origin, Supplier<List<RecordProblem>> unreadable)
      throws CommandException {
    String name = file.toLowerCase(Locale.ROOT);
    Instant now = Instant.now();
    if (name.equals("-") || name.endsWith(".json")) {
      return (out, functions) -> Bundle.write(out, functions, origin, now, unreadable);
    }
    if (name.endsWith(".zip")) {
      return (out, functions) -> ArchiveFormat.ZIP.write(out, functions, now);
    }
    if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return (out, functions) -> ArchiveFormat.TAR_GZ.write(out, functions, now);
    }
    throw new CommandException(
        "The file's name must end with .json, .zip, .tar.gz or .tgz, which says what it is to be");
  }

  /** What is not whole does not come to be there. */
  private void write(Format format, Iterator<Function> functions)
      throws IOException, TransferException {
    if (file.equals("-")) {
      // Not System.out, which keeps it to itself if the disk is full.
      try (var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
        format.write(out, functions);
      }
      return;
    }
    Path path = Path.of(file).toAbsolutePath();
    Path parent = Objects.requireNonNull(path.getParent(), "an absolute path of a file");
    Path part = Temporary.fileIn(parent, "." + path.getFileName(), ".part");
    try {
      try (var disk = new FileOutputStream(part.toFile());
          var out = new BufferedOutputStream(disk)) {
        format.write(out, functions);
        out.flush();
        disk.getFD().sync();
      }
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Temporary.delete(part);
    }
  }
}
