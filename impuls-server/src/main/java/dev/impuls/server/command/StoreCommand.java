package dev.impuls.server.command;

import dev.impuls.function.InvalidFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.exc.JacksonIOException;

/** What commands that work on functions of one store have in common. */
abstract class StoreCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Mixin private final StoreOption storeOption = new StoreOption();

  @Option(names = "--json", description = "print JSON, as the API answers it")
  protected boolean json;

  StoreCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.spec = CommandSpec.create();
  }

  @Override
  public final Integer call() throws CommandException {
    try (FunctionStore store = storeOption.open(environment, mayMake())) {
      var out = new Out(spec);
      int exitCode = run(store, out);
      out.requirePrinted();
      return exitCode;
    } catch (FunctionNotFoundException e) {
      throw new CommandException(ExitCodes.NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (RevisionMismatchException e) {
      throw new CommandException(ExitCodes.DIFFERENT, String.valueOf(e.getMessage()));
    } catch (StoreException | InvalidFunctionException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(Failures.words(e));
    } catch (JacksonIOException e) {
      throw new CommandException(Failures.words(e));
    }
  }

  /** Whether a data directory is made if it is not there. */
  boolean mayMake() {
    return false;
  }

  /** The store as it was named. */
  final Place place() throws CommandException {
    return storeOption.place(environment);
  }

  abstract int run(FunctionStore store, Out out) throws CommandException, IOException;
}
