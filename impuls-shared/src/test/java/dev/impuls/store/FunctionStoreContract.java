package dev.impuls.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store promises. A backend's test extends this and says how to open one; nothing in
 * here knows where the functions are kept.
 */
public abstract class FunctionStoreContract
    implements EditingContract,
        PuttingContract,
        RevisionContract,
        NamesContract,
        ListingContract,
        ConcurrencyContract,
        ChangesContract,
        LifecycleContract {
  private final List<FunctionStore> opened = new ArrayList<>();
  private @Nullable FunctionStore store;

  /**
   * Opens a store. All that one test opens are on the same data, which is empty when the test
   * begins.
   */
  protected abstract FunctionStore open() throws Exception;

  @BeforeEach
  void openStore() {
    store = another();
  }

  /** Last opened first, as the later ones may lean on the first. Once more does no harm. */
  @AfterEach
  protected void closeStores() {
    opened.reversed().forEach(FunctionStore::close);
  }

  @Override
  public final FunctionStore store() {
    return Objects.requireNonNull(store);
  }

  @Override
  public final FunctionStore another() {
    try {
      FunctionStore another = open();
      opened.add(another);
      return another;
    } catch (Exception e) {
      throw new AssertionError("The store under test cannot be opened", e);
    }
  }
}
