package dev.impuls.server.command;

import dev.impuls.store.StoreUnavailableException;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.exc.JacksonIOException;

/** What commands that move functions have in common. */
abstract class TransferCommand implements Callable<Integer> {
  protected final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Mixin private final Names names = new Names();

  @Option(names = "--json", description = "print the report as JSON")
  protected boolean json;

  TransferCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.spec = CommandSpec.create();
  }

  @Override
  public final Integer call() throws CommandException {
    var out = new Out(spec);
    try (ProgressBar progress = out.progress()) {
      int exitCode = run(out, names, progress);
      out.requirePrinted();
      return exitCode;
    } catch (TransferException | StoreUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(Failures.words(e));
    } catch (JacksonIOException e) {
      throw new CommandException(Failures.words(e));
    }
  }

  abstract int run(Out out, Names names, ProgressBar progress)
      throws CommandException, TransferException, IOException;
}
