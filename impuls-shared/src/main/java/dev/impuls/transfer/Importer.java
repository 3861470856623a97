package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.json.Incoming;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings functions into a store, with their ids and times. It looks at all of them before it writes
 * the first, and where nothing is to be changed if one fails, takes back what it wrote.
 *
 * <p>What was interrupted can be run again: what is there already counts as done.
 */
public final class Importer {
  private final FunctionStore target;
  private final OnConflict onConflict;
  private final boolean followsSource;
  private final Clock clock;
  private final Progress progress;
  private final boolean takesBack;

  /**
   * @param takesBack whether all that was written is taken back if it does not come to its end
   */
  private Importer(
      FunctionStore target,
      OnConflict onConflict,
      boolean followsSource,
      Clock clock,
      Progress progress,
      boolean takesBack) {
    this.target = target;
    this.onConflict = onConflict;
    this.followsSource = followsSource;
    this.clock = clock;
    this.progress = progress;
    this.takesBack = takesBack;
  }

  /**
   * @param followsSource whether an older state of the same function (of the same id) may be
   *     overwritten whatever is said of conflicts
   */
  Importer(
      FunctionStore target,
      OnConflict onConflict,
      boolean followsSource,
      Clock clock,
      Progress progress) {
    this(target, onConflict, followsSource, clock, progress, onConflict == OnConflict.FAIL);
  }

  /** One that brings functions into that store. */
  public Importer(FunctionStore target, OnConflict onConflict, Progress progress) {
    this(target, onConflict, false, Clock.systemUTC(), progress);
  }

  /**
   * One that can be cancelled, by its progress: it then takes back what it wrote, whatever is said
   * of conflicts, for which it notes down on this machine what it overwrites.
   */
  public static Importer cancellable(
      FunctionStore target, OnConflict onConflict, Progress progress) {
    return new Importer(target, onConflict, false, Clock.systemUTC(), progress, true);
  }

  /** What is to become of one function. */
  private sealed interface Plan {}

  /**
   * It is to be written.
   *
   * @param before the revision it takes the place of, or null
   * @param id the one it gets in place of its own, or null
   * @param note why it gets another id, or null
   */
  private record Write(@Nullable Revision before, @Nullable String id, @Nullable String note)
      implements Plan {}

  /** It is not. */
  private record Leave(Row row) implements Plan {}

  /**
   * Imports what is wanted of a source.
   *
   * @param wanted by name
   * @param dryRun whether only to look
   * @throws TransferException if the source is not whole; nothing was changed then
   * @throws StoreUnavailableException if the source or the target cannot be read
   * @throws CancellationException if the progress threw it; the message names what may be written,
   *     and could not be taken back
   */
  public ImportReport run(Source source, Predicate<String> wanted, boolean dryRun)
      throws IOException, TransferException {
    Map<String, Plan> plans = new ConcurrentHashMap<>();
    Set<String> twice = new HashSet<>();
    var ids = new Ids(target);
    List<Row> failures = Collections.synchronizedList(new ArrayList<>());
    progress.begins(Progress.Step.CHECKING, 0);
    try (var workers = new Workers()) {
      source.read(item -> plan(item, wanted, plans, failures, twice, ids, workers));
      workers.finish();
    }
    // Which of them is meant, nobody knows.
    twice.forEach(name -> plans.put(name, leave(failed(name, "it is there twice"))));
    boolean failed =
        !failures.isEmpty()
            || plans.values().stream()
                .anyMatch(plan -> plan instanceof Leave l && l.row().outcome() == Outcome.FAILED);
    boolean wouldWrite = plans.values().stream().anyMatch(Write.class::isInstance);
    boolean refused = failed && onConflict == OnConflict.FAIL;
    if (dryRun || !wouldWrite || refused) {
      return report(plans, failures, Map.of(), false, refused);
    }
    return write(source, plans, failures);
  }

  // ---- Looking ----

  private void plan(
      Item item,
      Predicate<String> wanted,
      Map<String, Plan> plans,
      List<Row> failures,
      Set<String> twice,
      Ids ids,
      Workers workers) {
    if (!wanted.test(item.name())) {
      return;
    }
    switch (item) {
      case Item.Unreadable unreadable -> {
        failures.add(new Row(unreadable.name(), Outcome.FAILED, unreadable.reason(), null));
        progress.advances();
      }
      case Item.Whole whole -> {
        Incoming incoming = whole.function();
        var claim = new Write(null, null, null);
        if (plans.putIfAbsent(incoming.name(), claim) != null) {
          twice.add(incoming.name());
          return;
        }
        String first = ids.claim(incoming);
        workers.add(
            incoming,
            one -> {
              plans.put(one.name(), plan(one, ids, first));
              progress.advances();
            });
      }
    }
  }

  private Plan plan(Incoming incoming, Ids ids, @Nullable String first) {
    String name = incoming.name();
    Function there;
    try {
      there = target.get(name);
    } catch (FunctionNotFoundException e) {
      there = null;
    } catch (BrokenFunctionException e) {
      return leave(failed(name, "the record that is there cannot be read: " + Reasons.of(e)));
    }
    Ids.Settled settled = ids.settled(incoming, first, there);
    Function function = settled.function().function(there, clock.instant());
    var problems = FunctionRules.check(function);
    if (!problems.isEmpty()) {
      return leave(failed(name, Reasons.of(new InvalidFunctionException(problems))));
    }
    if (there == null) {
      return write(null, settled);
    }
    if (function.revision().equals(there.revision())) {
      return leave(new Row(name, Outcome.UNCHANGED, null, there.revision()));
    }
    if (followsSource && isOlderState(there, function)) {
      return write(there.revision(), settled);
    }
    return switch (onConflict) {
      case FAIL ->
          leave(
              new Row(
                  name,
                  Outcome.FAILED,
                  "there is another function of that name",
                  there.revision()));
      case SKIP -> leave(new Row(name, Outcome.SKIPPED, null, there.revision()));
      case OVERWRITE -> write(there.revision(), settled);
    };
  }

  private static Write write(@Nullable Revision before, Ids.Settled settled) {
    String note = settled.note();
    return new Write(before, note == null ? null : settled.function().id(), note);
  }

  private static boolean isOlderState(Function there, Function function) {
    return there.id().equals(function.id()) && there.updatedAt().isBefore(function.updatedAt());
  }

  static Row failed(String name, String reason) {
    return new Row(name, Outcome.FAILED, reason, null);
  }

  private static Plan leave(Row row) {
    return new Leave(row);
  }

  // ---- Writing ----

  private ImportReport write(Source source, Map<String, Plan> plans, List<Row> failures)
      throws IOException, TransferException {
    boolean allOrNone = onConflict == OnConflict.FAIL;
    progress.begins(
        Progress.Step.COPYING, plans.values().stream().filter(Write.class::isInstance).count());
    try (var writing = new Writing(target, allOrNone, takesBack)) {
      boolean complete = false;
      try (var workers = new Workers()) {
        source.read(
            item -> {
              if (item instanceof Item.Whole(Incoming incoming)
                  && plans.get(incoming.name()) instanceof Write plan) {
                workers.add(incoming, one -> write(one, plan, writing));
              }
            });
        workers.finish();
        complete = true;
      } catch (Writing.RefusedException e) {
        complete = true;
      } catch (CancellationException e) {
        throw cancelled(writing.undo());
      } catch (TransferException e) {
        throw new TransferException(Reasons.of(e) + left(writing.undo()), e);
      } catch (StoreUnavailableException e) {
        throw new StoreUnavailableException(Reasons.of(e) + left(writing.undo()), e);
      } finally {
        if (!complete) {
          writing.undo();
        }
      }
      boolean refused = writing.isRefused();
      boolean isLeft = refused && !writing.undo().isEmpty();
      return report(plans, failures, writing.rows(), !refused || isLeft, refused);
    }
  }

  private static CancellationException cancelled(List<String> left) {
    return new CancellationException("It was cancelled" + left(left));
  }

  private static String left(List<String> names) {
    return names.isEmpty()
        ? ""
        : "; these may be written, and could not be taken back: " + String.join(", ", names);
  }

  private void write(Incoming incoming, Write plan, Writing writing) {
    String id = plan.id();
    Incoming settled = id == null ? incoming : incoming.withId(id);
    writing.write(
        settled.name(), plan.before(), before -> settled.function(before, clock.instant()));
    progress.advances();
  }

  /**
   * @param refused whether nothing is to be changed, as something failed
   */
  private static ImportReport report(
      Map<String, Plan> plans,
      List<Row> failures,
      Map<String, Row> written,
      boolean applied,
      boolean refused) {
    var rows = new ArrayList<>(failures);
    plans.forEach(
        (name, plan) ->
            rows.add(
                switch (plan) {
                  case Leave leave -> leave.row();
                  case Write write -> {
                    Row row = written.getOrDefault(name, planned(name, write));
                    yield refused && row.outcome() != Outcome.FAILED
                        ? new Row(name, Outcome.NOT_IMPORTED, null, write.before())
                        : row.withNote(write.note());
                  }
                }));
    rows.sort(Comparator.comparing(Row::name));
    return new ImportReport(List.copyOf(rows), applied);
  }

  private static Row planned(String name, Write write) {
    return new Row(
        name, write.before() == null ? Outcome.CREATED : Outcome.UPDATED, null, write.before());
  }
}
