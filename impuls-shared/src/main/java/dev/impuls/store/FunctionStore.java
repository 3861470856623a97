package dev.impuls.store;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where functions are kept. Safe for use by any number of threads, virtual ones among them.
 *
 * <p>Create, update and delete are atomic and durable: once they return, their effect survives the
 * end of the process and of the machine's power; if they throw, they have left no trace, unless the
 * exception says that the outcome is not known. Reads never wait for writers and never see half a
 * write.
 *
 * <p>Every operation that reaches the storage may throw {@link StoreUnavailableException}.
 */
public interface FunctionStore extends AutoCloseable {

  /**
   * Keeps a new function, with a new id and the present time.
   *
   * @return the function as it is kept
   * @throws InvalidFunctionException if the draft breaks a rule
   * @throws FunctionExistsException if the name is taken
   */
  Function create(FunctionDraft draft);

  /**
   * The function of that name; any string may be asked for.
   *
   * @throws FunctionNotFoundException if there is none
   * @throws BrokenFunctionException if there is a record that cannot be read
   */
  Function get(String name);

  /**
   * The function of that name as it was at most a second ago, from memory if need be: also while
   * the storage cannot be reached, if it was asked for before. For running it.
   *
   * @throws FunctionNotFoundException if there was none
   * @throws BrokenFunctionException if there is a record that cannot be read
   */
  default Function getToRun(String name) {
    return get(name);
  }

  /**
   * Changes the fields the patch sets; one that changes nothing writes nothing and leaves {@code
   * updatedAt} alone.
   *
   * @param expected the revision the change was made from, or null to change whatever is there
   * @return the function as it is kept now
   * @throws FunctionNotFoundException if there is none
   * @throws BrokenFunctionException if there is a record that cannot be read
   * @throws RevisionMismatchException if the function is at another revision than expected
   * @throws InvalidFunctionException if the changed function would break a rule
   */
  Function update(String name, FunctionPatch patch, @Nullable Revision expected);

  /**
   * Keeps a function that another store had, with its id and its times.
   *
   * @param expected the revision it takes the place of, or null if there is to be none of that name
   * @return the function as it is kept: the same, but for {@code codePath}
   * @throws InvalidFunctionException if it breaks a rule, or another function has its id where an
   *     id has one function only
   * @throws FunctionExistsException if none is expected and the name is taken
   * @throws FunctionNotFoundException if one is expected and there is none
   * @throws BrokenFunctionException if one is expected and there is a record that cannot be read
   * @throws RevisionMismatchException if the function is at another revision than expected
   */
  Function put(Function function, @Nullable Revision expected);

  /**
   * Removes the function, or a record of that name that cannot be read.
   *
   * @param expected the revision that is meant, or null to remove whatever is there
   * @throws FunctionNotFoundException if there is none
   * @throws RevisionMismatchException if the function is at another revision than expected
   */
  void delete(String name, @Nullable Revision expected);

  /** Summaries of the functions that match, in order of name (of its UTF-16 code units). */
  Page list(FunctionQuery query);

  /**
   * The functions that match, whole, in order of name, read bit by bit as the stream is consumed; a
   * function that is removed or breaks before it is read is left out. Close the stream.
   */
  Stream<Function> stream(FunctionQuery query);

  /**
   * Tells the listener of every change made after this call, by this store or by anybody else,
   * within a second of it being made. The listener is called on a thread of the store's, in order,
   * and must not block; what it throws is logged.
   *
   * @return closes the subscription
   */
  Subscription subscribe(Consumer<Change> listener);

  /** Whether the storage can be used right now, and which records in it cannot be read. */
  StoreStatus status();

  /** Ends watching and releases what the store holds. Operations in flight complete first. */
  @Override
  void close();

  /** Ends when closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
