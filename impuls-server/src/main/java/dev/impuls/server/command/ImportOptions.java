package dev.impuls.server.command;

import dev.impuls.transfer.OnConflict;
import picocli.CommandLine.Option;

/** How functions are brought in. */
final class ImportOptions {
  @Option(
      names = "--on-conflict",
      paramLabel = "WHAT",
      description =
          "if another function of the name is there: fail (change nothing at all), skip (leave it),"
              + " or overwrite (default: fail)")
  private OnConflict onConflict = OnConflict.FAIL;

  @Option(names = "--dry-run", description = "tell what would be done, and change nothing")
  private boolean dryRun;

  OnConflict onConflict() {
    return onConflict;
  }

  boolean dryRun() {
    return dryRun;
  }
}
