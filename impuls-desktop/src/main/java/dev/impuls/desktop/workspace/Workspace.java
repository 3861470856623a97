package dev.impuls.desktop.workspace;

import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.Invoker;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Functions that are open: a store and what runs them. The store and the invokers may be used on
 * any thread but the UI thread, for which they are too slow; the properties belong to the UI
 * thread.
 */
public final class Workspace implements AutoCloseable {
  private final Address address;
  private final FunctionStore store;
  private final Invoker invoker;
  private final Invoker local;

  /** Those that run of the work that is to be done whole; guards the two below. */
  private final Set<Job<?>> underWay = new HashSet<>();

  private int begun;
  private boolean closed;

  private final ReadOnlyObjectWrapper<@Nullable StoreStatus> status = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper outage = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper writable = new ReadOnlyBooleanWrapper(true);

  /**
   * @param invoker runs functions as they are kept, where they are kept
   * @param local runs any function on this machine; may be the same
   */
  public Workspace(Address address, FunctionStore store, Invoker invoker, Invoker local) {
    this.address = address;
    this.store = store;
    this.invoker = invoker;
    this.local = local;
  }

  public Address address() {
    return address;
  }

  public FunctionStore store() {
    return store;
  }

  /** Runs functions as they are kept; on a server, there. */
  public Invoker invoker() {
    return invoker;
  }

  /** Runs functions as they are given, on this machine: also those that were not saved. */
  public Invoker local() {
    return local;
  }

  /**
   * What was counted of calls: by the server, of everybody's, or by this console, of its own. Empty
   * if nobody counts. Not for the UI thread.
   *
   * @throws StoreUnavailableException if the server cannot be asked
   */
  public Optional<InvocationStatistics> statistics() {
    return invoker.statistics();
  }

  /** Whether functions run elsewhere than on this machine. */
  public boolean isRemote() {
    return address instanceof Address.Server;
  }

  /** How the store was when it was last asked; null if it has not been yet. */
  public ReadOnlyObjectProperty<@Nullable StoreStatus> statusProperty() {
    return status.getReadOnlyProperty();
  }

  /** Why the store cannot be reached, for people; empty while it can. */
  public ReadOnlyStringProperty outageProperty() {
    return outage.getReadOnlyProperty();
  }

  /** Whether the store takes changes. */
  public ReadOnlyBooleanProperty writableProperty() {
    return writable.getReadOnlyProperty();
  }

  /** Says how the store is now; by whoever asked it, on the UI thread. */
  public void tell(StoreStatus now) {
    status.set(now);
    outage.set(now.outage() == null ? "" : now.outage());
    writable.set(now.writable() || now.outage() != null);
  }

  /**
   * Work on this workspace of which nothing is to be left half done, to be run once in {@linkplain
   * Work#runInSteps steps}: {@link #close} cancels it, and waits until it has ended.
   */
  public <T> Job.Body<T> whole(Job.Body<T> work) {
    synchronized (underWay) {
      if (closed) {
        return _ -> {
          throw new StoreUnavailableException(address.text() + " is closed", null);
        };
      }
      begun++;
    }
    return job -> {
      synchronized (underWay) {
        underWay.add(job);
        if (closed) {
          job.cancel();
        }
      }
      try {
        return work.run(job);
      } finally {
        synchronized (underWay) {
          underWay.remove(job);
          begun--;
          underWay.notifyAll();
        }
      }
    };
  }

  /**
   * Lets no more work begin that is to be done whole; the rest of {@link #close} takes its time.
   */
  public void beginClose() {
    synchronized (underWay) {
      closed = true;
    }
  }

  /** Whether it is open, and not about to be closed. */
  public boolean isOpen() {
    synchronized (underWay) {
      return !closed;
    }
  }

  private void awaitWork() {
    synchronized (underWay) {
      boolean interrupted = false;
      underWay.forEach(Job::cancel);
      while (begun > 0) {
        try {
          underWay.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Closes the store and ends what runs. Takes as long as calls do, and what is {@link #whole}; not
   * for the UI thread.
   */
  @Override
  public void close() {
    beginClose();
    awaitWork();
    try (store;
        local;
        invoker) {
      // Closed in the end, the invokers first.
    }
  }
}
