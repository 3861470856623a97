package dev.impuls.store.file;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.FunctionStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by files. */
class FileFunctionStoreContractTest extends FunctionStoreContract {
  @TempDir Path directory;

  @Override
  protected FunctionStore open() {
    return FileFunctionStore.open(new FileStoreSettings(directory, false));
  }
}
