package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Parallel;
import dev.impuls.store.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed at any moment, and another looks at what it left. */
@Tag("slow")
class KilledWriterTest {
  private static final int WRITERS = 2;
  private static final int KILLS_EACH = 40;
  private static final int MOST_KILLS_EACH = 100;
  private static final int FEWEST_EACH = 20;
  private static final int NAMES = 24;
  private static final int LONGEST_LIFE_MICROS = 120_000;

  @TempDir Path temporary;

  /** Writes until it is killed; says what it is about to do, and when it is done. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      var random = new Random(Long.parseLong(arguments[1]));
      var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      warmUp(Path.of(arguments[0] + "-warm"));
      var store = Tree.open(Path.of(arguments[0]));
      out.println("ready");
      for (int number = random.nextInt(1_000_000); ; number++) {
        String name = "f" + random.nextInt(NAMES);
        Step step = Step.random(random, name, number, exists(store, name));
        out.println("begin " + step);
        step.run(store);
        out.println("done");
      }
    }

    /** Has the classes loaded, so that most of the life that follows goes into writing. */
    private static void warmUp(Path elsewhere) {
      try (var store =
          FileFunctionStore.open(
              new FileStoreSettings(elsewhere, false),
              FaultyFiles.sound(),
              Clock.systemUTC(),
              false)) {
        for (Step.Kind kind : Step.Kind.values()) {
          new Step(kind, "warm", 1).run(store);
        }
      }
    }

    private static boolean exists(FunctionStore store, String name) {
      try {
        return store.get(name).name().equals(name);
      } catch (FunctionNotFoundException e) {
        return false;
      }
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAndTheRestWhollyOrNotAtAll() throws Exception {
    long seed = new Random().nextLong();
    List<Integer> done =
        Parallel.run(
            WRITERS,
            i -> {
              try {
                return killAgainAndAgain(temporary.resolve("data-" + i), seed + i);
              } catch (AssertionError e) {
                throw new AssertionError("with seed " + seed, e);
              }
            });

    assertThat(done).allSatisfy(operations -> assertThat(operations).isGreaterThan(FEWEST_EACH));
  }

  /** How many operations were done in all. */
  private static int killAgainAndAgain(Path data, long seed) throws Exception {
    var random = new Random(seed);
    var expected = new HashMap<String, FunctionDraft>();
    int done = 0;
    for (int kill = 0; !isEnough(kill, done); kill++) {
      Process process =
          Children.java(List.of(), Writer.class, data.toString(), Long.toString(random.nextLong()));
      try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(lines.readLine()).isEqualTo("ready");
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_LIFE_MICROS)));
        // Not of the Process itself, which would close the stream and lose what it said last.
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        var inFlight = new Step[1];
        done += follow(lines, expected, inFlight);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (var store = Tree.open(data)) {
          look(data, store, expected, inFlight[0]);
        } catch (AssertionError e) {
          throw new AssertionError("kill " + kill + " during " + inFlight[0], e);
        }
      } finally {
        process.destroyForcibly();
      }
    }
    return done;
  }

  /** On a machine that is busy with other things, few get to writing before they are killed. */
  private static boolean isEnough(int kills, int operations) {
    return kills >= (operations > FEWEST_EACH ? KILLS_EACH : MOST_KILLS_EACH);
  }

  /** Takes in what the process said; answers how many operations it has done. */
  private static int follow(
      BufferedReader lines, Map<String, FunctionDraft> expected, @Nullable Step[] inFlight)
      throws IOException {
    int done = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Step step = inFlight[0];
      if (line.equals("done") && step != null) {
        put(expected, step.name(), step.applyTo(expected.get(step.name())));
        inFlight[0] = null;
        done++;
      } else if (line.startsWith("begin ")) {
        try {
          inFlight[0] = Step.parse(line.substring("begin ".length()));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
          assertThat(lines.readLine()).as("a line cut off is the last: %s", e).isNull();
        }
      }
    }
    return done;
  }

  private static void put(
      Map<String, FunctionDraft> functions, String name, @Nullable FunctionDraft draft) {
    if (draft == null) {
      functions.remove(name);
    } else {
      functions.put(name, draft);
    }
  }

  private static void look(
      Path data, FunctionStore store, Map<String, FunctionDraft> expected, @Nullable Step inFlight)
      throws IOException {
    var found = new HashMap<String, FunctionDraft>();
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      functions.forEach(function -> found.put(function.name(), function.toDraft()));
    }
    for (FunctionDraft draft : found.values()) {
      assertThat(draft.description())
          .isEqualTo(Samples.seal(String.valueOf(draft.code()), draft.environment()));
    }
    if (inFlight != null) {
      FunctionDraft before = expected.get(inFlight.name());
      FunctionDraft now = found.get(inFlight.name());
      assertThat(now)
          .satisfiesAnyOf(
              f -> assertThat(f).isEqualTo(before),
              f -> assertThat(f).isEqualTo(inFlight.applyTo(before)));
      put(expected, inFlight.name(), now);
    }
    assertThat(found).isEqualTo(expected);
    Tree.requireTidy(data, store);
  }
}
