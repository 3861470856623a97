package dev.impuls.store.file;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One change of one function, which a writing process announces and a reading one can follow.
 *
 * @param number makes what is written differ from all else
 */
record Step(Kind kind, String name, int number) {

  enum Kind {
    CREATE,
    WRITE,
    METADATA,
    RUNTIME,
    DELETE
  }

  /** A step that is possible when the function is like that. */
  static Step random(RandomGenerator random, String name, int number, boolean exists) {
    List<Kind> kinds =
        exists
            ? List.of(Kind.WRITE, Kind.WRITE, Kind.METADATA, Kind.RUNTIME, Kind.DELETE)
            : List.of(Kind.CREATE);
    return new Step(kinds.get(random.nextInt(kinds.size())), name, number);
  }

  static Step parse(String line) {
    String[] words = line.split(" ", -1);
    return new Step(Kind.valueOf(words[0]), words[1], Integer.parseInt(words[2]));
  }

  @Override
  public String toString() {
    return kind + " " + name + " " + number;
  }

  private FunctionPatch patch() {
    return switch (kind) {
      case WRITE -> Samples.sealed("write " + number, number * 131 % 20_000);
      case METADATA -> Samples.memory(100 + number % 900);
      case RUNTIME -> Samples.runtime(number % 2 == 0 ? "nodejs22" : "python312");
      default -> throw new IllegalStateException(kind + " patches nothing");
    };
  }

  void run(FunctionStore store) {
    switch (kind) {
      case CREATE -> store.create(Samples.sealedDraft(name, "created " + number));
      case DELETE -> store.delete(name, null);
      default -> store.update(name, patch(), null);
    }
  }

  /** What the function is after this if it was that before. */
  @Nullable FunctionDraft applyTo(@Nullable FunctionDraft before) {
    return switch (kind) {
      case CREATE -> Samples.sealedDraft(name, "created " + number);
      case DELETE -> null;
      default -> changed(Objects.requireNonNull(before));
    };
  }

  private FunctionDraft changed(FunctionDraft before) {
    FunctionPatch patch = patch();
    return new FunctionDraft(
        before.name(),
        or(patch.description(), before.description()),
        or(patch.runtime(), Objects.requireNonNull(before.runtime())),
        before.handler(),
        or(patch.code(), Objects.requireNonNull(before.code())),
        or(patch.memoryMb(), before.memoryMb()),
        before.timeoutSec(),
        before.placement(),
        or(patch.environment(), Map.copyOf(before.environment())));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
