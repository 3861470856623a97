package dev.impuls.transfer;

import dev.impuls.store.FunctionStore;
import dev.impuls.transfer.Comparison.Difference;
import dev.impuls.transfer.Comparison.Kind;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings all of a store into another, and then looks whether it is there. What is changed meanwhile
 * where it comes from is brought over again, a few times; what still is other then is told, and is
 * picked up when it is run again.
 *
 * @param report what became of each function
 * @param comparison of what is there now with where it came from; null if nothing was changed
 */
public record Migration(ImportReport report, @Nullable Comparison comparison) {
  private static final int MOST_ROUNDS = 3;

  /** Whether all that was wanted is there, as it is. */
  public boolean isComplete() {
    return comparison != null
        && comparison.differences().isEmpty()
        && report.count(Outcome.FAILED) == 0;
  }

  /**
   * Migrates what is wanted of a source.
   *
   * @param wanted by name
   * @param dryRun whether only to look
   * @throws TransferException if the source is not whole; nothing was changed then
   */
  public static Migration run(
      Source source,
      FunctionStore target,
      OnConflict onConflict,
      Predicate<String> wanted,
      boolean dryRun,
      Progress progress)
      throws IOException, TransferException {
    var importer = new Importer(target, onConflict, true, Clock.systemUTC(), progress);
    ImportReport report = importer.run(source, wanted, dryRun);
    boolean refused = onConflict == OnConflict.FAIL && report.count(Outcome.FAILED) > 0;
    if (dryRun || refused) {
      return new Migration(report, null);
    }
    Set<String> left = names(report, Outcome.SKIPPED, Outcome.FAILED);
    Comparison comparison =
        compare(
            source, target, name -> wanted.test(name) && !left.contains(name), report, progress);
    for (int round = 0; round < MOST_ROUNDS && !comparison.differences().isEmpty(); round++) {
      Set<String> moved =
          comparison.differences().stream().map(Difference::name).collect(Collectors.toSet());
      ImportReport again = importer.run(source, moved::contains, false);
      report = merged(report, again);
      Comparison rest = compare(source, target, moved::contains, report, progress);
      comparison = new Comparison(comparison.equal() + rest.equal(), rest.differences());
    }
    return new Migration(report, comparison);
  }

  private static Set<String> names(ImportReport report, Outcome... outcomes) {
    Set<Outcome> wanted = Set.of(outcomes);
    return report.rows().stream()
        .filter(row -> wanted.contains(row.outcome()))
        .map(Row::name)
        .collect(Collectors.toSet());
  }

  /** The comparison, and what was brought over and is no longer where it came from. */
  private static Comparison compare(
      Source source,
      FunctionStore target,
      Predicate<String> wanted,
      ImportReport report,
      Progress progress)
      throws IOException, TransferException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Comparison comparison =
        Comparison.of(
            source,
            target,
            name -> {
              seen.add(name);
              return wanted.test(name);
            },
            progress);
    Set<String> gone = new HashSet<>(names(report, Outcome.CREATED, Outcome.UPDATED));
    gone.removeAll(seen);
    if (gone.isEmpty()) {
      return comparison;
    }
    var differences = new ArrayList<>(comparison.differences());
    gone.forEach(
        name ->
            differences.add(
                new Difference(name, Kind.REMOVED, "was removed where it came from meanwhile")));
    differences.sort(Comparator.comparing(Difference::name));
    return new Comparison(comparison.equal(), List.copyOf(differences));
  }

  /** What a later round says of a function takes the place of what was said before. */
  private static ImportReport merged(ImportReport first, ImportReport second) {
    Map<String, Row> later = new HashMap<>();
    second.rows().forEach(row -> later.put(row.name(), row));
    var rows = new ArrayList<Row>();
    for (Row row : first.rows()) {
      Row now = later.remove(row.name());
      boolean created =
          row.outcome() == Outcome.CREATED && now != null && now.outcome() == Outcome.UPDATED;
      if (now == null) {
        rows.add(row);
      } else if (created) {
        rows.add(new Row(row.name(), Outcome.CREATED, null, row.note(), now.revision()));
      } else {
        rows.add(now);
      }
    }
    rows.addAll(later.values());
    rows.sort(Comparator.comparing(Row::name));
    return new ImportReport(List.copyOf(rows), first.applied() || second.applied());
  }
}
