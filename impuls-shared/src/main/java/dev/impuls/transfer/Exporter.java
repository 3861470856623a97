package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes functions of a store to files. What is not whole does not come to be there: not if it
 * fails, nor if the progress ends it.
 */
public final class Exporter {
  private final FunctionStore store;
  private final Predicate<String> wanted;
  private final List<String> names;
  private final Progress progress;

  private Exporter(
      FunctionStore store, Predicate<String> wanted, List<String> names, Progress progress) {
    this.store = store;
    this.wanted = wanted;
    this.names = names;
    this.progress = progress;
  }

  /**
   * @param wanted by name
   */
  public Exporter(FunctionStore store, Predicate<String> wanted, Progress progress) {
    this(store, wanted, List.of(), progress);
  }

  /** One of those functions; one that is no longer there is left out. */
  public static Exporter of(FunctionStore store, Collection<String> names, Progress progress) {
    var wanted = new TreeSet<>(names);
    return new Exporter(
        store,
        wanted::contains,
        wanted.size() > Source.MOST_BY_NAME ? List.of() : List.copyOf(wanted),
        progress);
  }

  /**
   * What was exported.
   *
   * @param unreadable the records that should be there too, and cannot be read
   */
  public record Report(int functions, List<RecordProblem> unreadable) {}

  /** Writes to a file, in place of one that is there. */
  public Report write(ExportFormat format, Path file) throws IOException, TransferException {
    return Temporary.inPlace(file, out -> write(format, out));
  }

  /** Writes to a stream, and neither closes nor flushes it. */
  public Report write(ExportFormat format, OutputStream out) throws IOException, TransferException {
    Instant now = Instant.now();
    String origin = store.status().location();
    var count = new AtomicInteger();
    try (Stream<Function> functions = functions()) {
      Iterator<Function> counted = functions.peek(function -> count.incrementAndGet()).iterator();
      switch (format) {
        case BUNDLE -> Bundle.write(out, counted, origin, now, this::unreadable);
        case ZIP -> ArchiveFormat.ZIP.write(out, counted, now);
        case TAR_GZ -> ArchiveFormat.TAR_GZ.write(out, counted, now);
      }
    }
    return new Report(count.get(), unreadable());
  }

  /**
   * Writes the code alone, each function's to a file named after it in a directory: {@code
   * hello.js}.
   *
   * @param replaces whether to put them in place of files that are there
   * @throws ExistingFilesException if there are such files, and they are to stay; nothing was
   *     written then
   */
  public Report writeCode(Path directory, boolean replaces)
      throws IOException, TransferException, ExistingFilesException {
    try (var files = new CodeFiles(directory);
        Stream<Function> functions = functions()) {
      for (Iterator<Function> each = functions.iterator(); each.hasNext(); ) {
        files.add(each.next());
      }
      List<RecordProblem> unreadable = unreadable();
      return new Report(files.moveInPlace(replaces), unreadable);
    }
  }

  private Stream<Function> functions() {
    if (!names.isEmpty()) {
      progress.begins(Progress.Step.COPYING, names.size());
      return names.stream().flatMap(this::function).peek(function -> progress.advances());
    }
    progress.begins(Progress.Step.COPYING, store.list(FunctionQuery.ALL.withLimit(1)).total());
    return store.stream(FunctionQuery.ALL)
        .peek(function -> progress.advances())
        .filter(function -> wanted.test(function.name()));
  }

  private Stream<Function> function(String name) {
    try {
      return Stream.of(store.get(name));
    } catch (FunctionNotFoundException | BrokenFunctionException e) {
      return Stream.empty(); // As with streams of stores; of what cannot be read, problems tell.
    }
  }

  private List<RecordProblem> unreadable() {
    StoreStatus status = store.status();
    if (status.outage() != null) {
      throw new StoreUnavailableException(status.outage(), null);
    }
    return status.problems().stream().filter(problem -> wanted.test(problem.name())).toList();
  }
}
