package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.json.Incoming;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where functions are imported from; can be read again. */
public abstract class Source implements AutoCloseable {
  /** More of them are sooner read with all the others. */
  static final int MOST_BY_NAME = 200;

  /**
   * Hands over all there is, one by one.
   *
   * @throws TransferException if it is not whole, or none of ours; what was handed over may be part
   */
  abstract void read(Consumer<Item> each) throws IOException, TransferException;

  @Override
  public abstract void close() throws IOException;

  /** The functions of a store, which stays open. */
  public static Source of(FunctionStore store) {
    return of(store, () -> {});
  }

  /** Those functions of a store, which stays open. */
  public static Source of(FunctionStore store, Collection<String> names) {
    if (names.size() > MOST_BY_NAME) {
      return restricted(of(store), Set.copyOf(names)::contains);
    }
    List<String> sorted = names.stream().distinct().sorted().toList();
    return new Source() {
      @Override
      void read(Consumer<Item> each) {
        for (String name : sorted) {
          each.accept(item(store, name));
        }
      }

      @Override
      public void close() {}
    };
  }

  private static Item item(FunctionStore store, String name) {
    try {
      return new Item.Whole(Incoming.of(store.get(name)));
    } catch (FunctionNotFoundException | BrokenFunctionException e) {
      return new Item.Unreadable(name, Reasons.of(e));
    }
  }

  private static Source restricted(Source all, Predicate<String> wanted) {
    return new Source() {
      @Override
      void read(Consumer<Item> each) throws IOException, TransferException {
        all.read(
            item -> {
              if (wanted.test(item.name())) {
                each.accept(item);
              }
            });
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  /** The functions of a store, which is closed with this. */
  public static Source owning(FunctionStore store) {
    return of(store, store::close);
  }

  private interface Closing {
    void close() throws IOException;
  }

  private static Source of(FunctionStore store, Closing closing) {
    return new Source() {
      @Override
      void read(Consumer<Item> each) {
        try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
          functions.forEach(function -> each.accept(new Item.Whole(Incoming.of(function))));
        }
        StoreStatus status = store.status();
        if (status.outage() != null) { // What else there is cannot be told.
          throw new StoreUnavailableException(status.outage(), null);
        }
        for (RecordProblem problem : status.problems()) {
          each.accept(
              new Item.Unreadable(problem.name(), problem.place() + " " + problem.message()));
        }
      }

      @Override
      public void close() throws IOException {
        closing.close();
      }
    };
  }

  /**
   * The functions in a file: a bundle, a list that the API answered, a zip or tar file.
   *
   * @throws TransferException if it is none of these
   */
  public static Source of(Path file) throws IOException, TransferException {
    return switch (FileKind.of(file)) {
      case JSON -> bundle(file);
      case ZIP, GZIP, TAR -> archive(UnpackedFile.of(file));
    };
  }

  private static Source bundle(Path file) {
    return new Source() {
      @Override
      void read(Consumer<Item> each) throws IOException, TransferException {
        try (var reader = new BundleReader(new BufferedInputStream(Files.newInputStream(file)))) {
          for (Item item = reader.next(); item != null; item = reader.next()) {
            each.accept(item);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  private static Source archive(UnpackedFile archive) {
    return of(archive.store(), archive::close);
  }
}
