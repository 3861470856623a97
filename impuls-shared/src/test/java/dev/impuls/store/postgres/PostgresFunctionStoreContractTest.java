package dev.impuls.store.postgres;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.FunctionStoreContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract, kept by PostgreSQL. */
class PostgresFunctionStoreContractTest extends FunctionStoreContract {
  private @Nullable TestSchema schema;

  @Override
  protected FunctionStore open() throws Exception {
    if (schema == null) {
      schema = TestSchema.make();
    }
    return schema.open();
  }

  /** The schema is another for each test. */
  @AfterEach
  void removeSchema() throws Exception {
    closeStores();
    Objects.requireNonNull(schema).close();
  }
}
