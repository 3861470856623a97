package dev.impuls.desktop.code;

import dev.impuls.desktop.ui.Texts;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was found up to date with the document and the query. It searches beside the UI
 * thread, on which all else of it is to be used.
 */
final class Finder {
  /** How long nobody types before it is searched again. */
  private static final Duration REST = Duration.millis(150);

  /**
   * What came of it.
   *
   * @param current whether the document is as it was searched
   * @param problem why nothing was found, if it could not be searched
   */
  record Result(Matches matches, boolean current, @Nullable String problem) {
    static final Result NONE = new Result(Matches.NONE, true, null);
  }

  private interface Job<T> {
    T run(Search search, BooleanSupplier cancelled);
  }

  private static final Query NOTHING = new Query("", false, false, false);

  private final Buffer buffer;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<Result> result = new ReadOnlyObjectWrapper<>(Result.NONE);
  private final PauseTransition rest = new PauseTransition(REST);
  private final AtomicLong newest = new AtomicLong();
  private Query query = NOTHING;
  private @Nullable Consumer<Matches> then;

  Finder(Buffer buffer, Texts texts) {
    this.buffer = buffer;
    this.texts = texts;
    rest.setOnFinished(_ -> search());
    buffer.edits().addListener((_, _, _) -> edited());
  }

  ReadOnlyObjectWrapper<Result> result() {
    return result;
  }

  /** Looks for that from now on. */
  void setQuery(Query query) {
    this.query = query;
    then = null;
    if (query.text().isEmpty()) {
      rest.stop();
      newest.incrementAndGet();
      result.set(Result.NONE);
    } else {
      search();
    }
  }

  /** Does something with all that there is now, as soon as it is known. */
  void whenFound(Consumer<Matches> action) {
    if (result.get().current()) {
      action.accept(result.get().matches());
    } else {
      then = action;
      if (rest.getStatus() == PauseTransition.Status.RUNNING) {
        rest.stop();
        search();
      }
    }
  }

  private void edited() {
    if (!query.text().isEmpty()) {
      newest.incrementAndGet();
      result.set(new Result(Matches.NONE, false, null));
      rest.playFromStart();
    }
  }

  private void search() {
    Query wanted = query;
    result.set(new Result(result.get().matches(), false, null));
    start(
        (search, cancelled) -> search.find(wanted, cancelled),
        matches -> {
          result.set(new Result(matches, true, null));
          Consumer<Matches> action = then;
          then = null;
          if (action != null) {
            action.accept(matches);
          }
        },
        Matches.NONE);
  }

  /** What replacing all comes to, if the document is still the same then. */
  void replaceAll(String replacement, Consumer<Search.Replacement> done) {
    Query wanted = query;
    LineEnd end = buffer.document().lineEnd();
    start(
        (search, cancelled) -> search.replaceAll(wanted, replacement, end, cancelled),
        done,
        result.get().matches());
  }

  /** What replacing one of them comes to, if it is still there then. */
  void replaceOne(Match match, String replacement, Consumer<String> done) {
    Query wanted = query;
    start(
        (search, cancelled) -> search.replaceOne(wanted, replacement, match, cancelled),
        done,
        result.get().matches());
  }

  private <T> void start(Job<T> job, Consumer<T> done, Matches afterFailure) {
    List<Line> lines = List.copyOf(buffer.document().lines());
    long mine = newest.incrementAndGet();
    BooleanSupplier cancelled = () -> newest.get() != mine;
    Runnable work =
        () -> {
          try {
            T found = job.run(new Search(lines), cancelled);
            onUi(cancelled, () -> done.accept(found));
          } catch (CancellationException e) {
            // Nobody waits for it.
          } catch (LimitedText.TimeIsUp e) {
            failed(cancelled, afterFailure, texts.get("find.slow"));
          } catch (StackOverflowError e) {
            failed(cancelled, afterFailure, texts.get("find.deep"));
          } catch (PatternSyntaxException e) {
            failed(cancelled, afterFailure, texts.get("find.broken", e.getDescription()));
          } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            failed(cancelled, afterFailure, texts.get("find.group"));
          }
        };
    Thread.ofVirtual().name("impuls-search").start(work);
  }

  private void failed(BooleanSupplier cancelled, Matches matches, String problem) {
    onUi(
        cancelled,
        () -> {
          then = null;
          result.set(new Result(matches, true, problem));
        });
  }

  private static void onUi(BooleanSupplier cancelled, Runnable action) {
    Platform.runLater(
        () -> {
          if (!cancelled.getAsBoolean()) {
            action.run();
          }
        });
  }
}
