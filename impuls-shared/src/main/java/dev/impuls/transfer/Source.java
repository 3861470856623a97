package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.json.Incoming;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where functions are imported from; can be read again. */
public abstract class Source implements AutoCloseable {

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
      case ZIP -> archive(UnpackedFile.zip(file));
      case GZIP -> archive(UnpackedFile.tar(file, true));
      case TAR -> archive(UnpackedFile.tar(file, false));
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
