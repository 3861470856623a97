package dev.impuls.store;

/** What the parts of the contract are given by the backend they try. */
interface StoreUnderTest {
  /** The store under test, open and empty when the test begins. */
  FunctionStore store();

  /** One more store on the same data, opened as another process would; closed after the test. */
  FunctionStore another();
}
