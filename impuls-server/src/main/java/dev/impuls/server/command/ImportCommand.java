package dev.impuls.server.command;

import dev.impuls.store.FunctionStore;
import dev.impuls.transfer.ImportReport;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.Importer;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: functions from a file into a store. */
@Command(
    name = "import",
    description =
        "Brings the functions of a file into a store, with their ids and times: of a bundle, a list"
            + " that the API answered, a zip or a tar file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ImportCommand extends TransferCommand {
  @Parameters(paramLabel = "FILE", description = "the file; - for what comes in")
  private String file = "-";

  @Option(
      names = "--to",
      paramLabel = "STORE",
      description = StoreOption.FORMS + " (default: as for the server)")
  private @Nullable String to;

  @Mixin private final ImportOptions options = new ImportOptions();

  /** Reads variables from there. */
  public ImportCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException {
    var target = new Place(to == null ? StoreOption.usual(environment) : to, environment);
    ImportReport report;
    try (Source source = new Place(file, environment).source(System.in);
        FunctionStore store = target.openToWrite(options.dryRun())) {
      report =
          new Importer(store, options.onConflict(), progress)
              .run(source, names.wanted(), options.dryRun());
    }
    progress.close();
    if (json) {
      out.json(writer -> Reports.write(writer, report, null));
    } else {
      Reports.print(out, report, options.onConflict(), options.dryRun());
    }
    return report.count(Outcome.FAILED) == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
