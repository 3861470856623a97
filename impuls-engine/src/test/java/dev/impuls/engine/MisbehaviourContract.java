package dev.impuls.engine;

import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever a function does, the others are answered, and it is itself when it behaves again. One
 * invoker goes through it all; a subclass says how to make it. The cases are in an interface for
 * each theme.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MisbehaviourContract
    implements TimeMisbehaviour,
        SizeMisbehaviour,
        ResultMisbehaviour,
        BuiltInMisbehaviour,
        ReachMisbehaviour {
  private static final Limits LIMITS = new Limits(8, 8, 0, 100_000, 10_000);

  private Invoker invoker;
  private MisbehaviourDriver driver;

  /** A new invoker with those limits; the suite closes it. */
  protected abstract Invoker open(Limits limits);

  /** Whether a function's memory is its own, so that none of the tests' is at stake. */
  protected abstract boolean inProcessOfItsOwn();

  /**
   * Whether others run in the same process. They may then go on in another environment or process,
   * when more has to be known of the memory or the process must be ended.
   */
  protected boolean inProcessOfMany() {
    return false;
  }

  @BeforeAll
  void openInvoker() throws Exception {
    invoker = open(LIMITS);
    driver = new MisbehaviourDriver(invoker, inProcessOfItsOwn(), inProcessOfMany());
    driver.callTheOtherFirst();
  }

  @AfterAll
  void closeInvoker() {
    invoker.close();
  }

  @Override
  public final MisbehaviourDriver driver() {
    return driver;
  }
}
