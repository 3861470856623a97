package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells observers of the calls of another invoker, always before the caller hears of the same.
 *
 * <p>It adds no future to a call: a future tells those who asked last first, so this would need one
 * of its own to be told before the caller. Admission completes a call's future, knows when the call
 * got its place, and tells of both.
 */
public final class ObservedInvoker implements Invoker {
  private static final Logger log = LoggerFactory.getLogger(ObservedInvoker.class);

  private final LimitedInvoker invoker;
  private final CallStatistics counted;
  private final List<Told> observers;

  /**
   * @param invoker runs the calls; closed with this
   * @param counted counts them, for {@link #statistics}
   * @param others are told, too, behind it
   */
  public ObservedInvoker(
      LimitedInvoker invoker, CallStatistics counted, InvocationObserver... others) {
    this.invoker = invoker;
    this.counted = counted;
    this.observers = told(counted, others);
  }

  private static List<Told> told(CallStatistics counted, InvocationObserver... others) {
    var told = new ArrayList<Told>();
    told.add(new Told(counted));
    for (InvocationObserver other : others) {
      told.add(new Told(other));
    }
    return List.copyOf(told);
  }

  /** An observer, whose failures end here. */
  private static final class Told {
    private final InvocationObserver observer;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    Told(InvocationObserver observer) {
      this.observer = observer;
    }

    void tell(Consumer<InvocationObserver> event) {
      try {
        event.accept(observer);
      } catch (RuntimeException | Error e) {
        // Once: it may fail for every call.
        if (hasFailed.compareAndSet(false, true)) {
          log.error(
              "{} failed; it may have missed calls, which are run all the same. Further failures"
                  + " of it are not logged",
              observer.getClass().getName(),
              e);
        }
      }
    }
  }

  /** Tells all observers of one call. */
  private final class Call implements CallListener {
    private final Invocation invocation;
    private final Consumer<LogRecord> caller;

    Call(Invocation invocation, Consumer<LogRecord> caller) {
      this.invocation = invocation;
      this.caller = caller;
    }

    private void tell(Consumer<InvocationObserver> event) {
      for (Told observer : observers) {
        observer.tell(event);
      }
    }

    void queued() {
      tell(observer -> observer.queued(invocation));
    }

    @Override
    public void started() {
      tell(observer -> observer.started(invocation));
    }

    @Override
    public void logged(LogRecord logged) {
      tell(observer -> observer.logged(invocation, logged));
      caller.accept(logged);
    }

    @Override
    public void ended(@Nullable InvocationResult result) {
      tell(observer -> observer.ended(invocation, result));
    }
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> caller) {
    var call = new Call(invocation, caller);
    call.queued();
    return invoker.admit(invocation, call);
  }

  @Override
  public Optional<InvocationStatistics> statistics() {
    return Optional.of(counted.statistics());
  }

  @Override
  public void prepare() {
    invoker.prepare();
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    return invoker.runtimes();
  }

  @Override
  public void close() {
    invoker.close();
  }
}
