package dev.impuls.server.command;

import dev.impuls.store.FunctionStore;
import dev.impuls.transfer.Comparison;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: whether all functions of one store are in another. */
@Command(
    name = "verify",
    description =
        "Compares every function of a store with the one in another, in every field; exit code 4 if"
            + " one is missing or other there.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class VerifyCommand extends TransferCommand {
  @Option(names = "--from", paramLabel = "STORE", required = true, description = StoreOption.FORMS)
  private String from = "";

  @Option(names = "--to", paramLabel = "STORE", required = true, description = StoreOption.FORMS)
  private String to = "";

  /** Reads variables from there. */
  public VerifyCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException {
    Comparison comparison;
    try (Source source = new Place(from, environment).source(System.in);
        FunctionStore other = new Place(to, environment).open(false)) {
      comparison = Comparison.of(source, other, names.wanted(), progress);
    }
    progress.close();
    if (json) {
      out.json(writer -> Reports.write(writer, null, comparison));
    } else {
      Reports.print(out, comparison);
    }
    return comparison.differences().isEmpty() ? ExitCodes.DONE : ExitCodes.DIFFERENT;
  }
}
