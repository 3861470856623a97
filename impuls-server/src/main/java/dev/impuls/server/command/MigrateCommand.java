package dev.impuls.server.command;

import dev.impuls.store.FunctionStore;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.Migration;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate}: all functions of one store into another, compared afterwards. */
@Command(
    name = "migrate",
    description =
        "Brings the functions of a store into another, and then compares all of them. What is"
            + " changed meanwhile is brought over, too; run again, it picks up what was changed"
            + " since.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class MigrateCommand extends TransferCommand {
  @Option(names = "--from", paramLabel = "STORE", required = true, description = StoreOption.FORMS)
  private String from = "";

  @Option(names = "--to", paramLabel = "STORE", required = true, description = StoreOption.FORMS)
  private String to = "";

  @Mixin private final ImportOptions options = new ImportOptions();

  /** Reads variables from there. */
  public MigrateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException {
    Migration migration;
    try (Source source = new Place(from, environment).source(System.in);
        FunctionStore target = new Place(to, environment).openToWrite(options.dryRun())) {
      migration =
          Migration.run(
              source, target, options.onConflict(), names.wanted(), options.dryRun(), progress);
    }
    progress.close();
    if (json) {
      out.json(writer -> Reports.write(writer, migration.report(), migration.comparison()));
    } else {
      Reports.print(out, migration.report(), options.onConflict(), options.dryRun());
      if (migration.comparison() != null) {
        Reports.print(out, migration.comparison());
      }
    }
    boolean failed = migration.report().count(Outcome.FAILED) > 0;
    return failed
        ? ExitCodes.FAILED
        : options.dryRun() || migration.isComplete() ? ExitCodes.DONE : ExitCodes.DIFFERENT;
  }
}
