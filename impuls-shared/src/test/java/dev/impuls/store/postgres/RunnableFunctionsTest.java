package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.Samples;
import dev.impuls.store.postgres.RunnableFunctions.Loaded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

/** What happens while a function is read into memory. */
class RunnableFunctionsTest {
  private final Map<String, Long> heard = new HashMap<>();
  private final RunnableFunctions functions =
      new RunnableFunctions((name, version) -> Long.valueOf(version).equals(heard.get(name)));

  private static Loaded loaded(long version) {
    Function function =
        Samples.draft("f", "version " + version)
            .toFunction("somewhere", Instant.parse("2026-01-01T00:00:00Z"));
    return new Loaded(function, version);
  }

  private void hear(long version) {
    heard.put("f", version);
    functions.forgetOthers("f", version);
  }

  @Test
  void whatWasReadIsNotReadAgain() {
    assertThat(functions.get("f")).isNull();
    assertThat(functions.get("f", name -> loaded(1)).code()).isEqualTo("version 1");
    assertThat(functions.get("f", name -> loaded(2)).code()).isEqualTo("version 1");
    assertThat(functions.get("f")).isNotNull();
  }

  @Test
  void whatIsHeardToBeAnotherIsReadAgain() {
    functions.get("f", name -> loaded(1));
    hear(1);
    assertThat(functions.get("f")).isNotNull();
    hear(2);
    assertThat(functions.get("f")).isNull();
    assertThat(functions.get("f", name -> loaded(2)).code()).isEqualTo("version 2");
  }

  @Test
  void theChangeThatIsHeardMayBeTheOneThatIsRead() {
    functions.get(
        "f",
        name -> {
          hear(2);
          return loaded(2);
        });
    assertThat(functions.get("f")).isNotNull();
  }

  @Test
  void whatWasReadBeforeAChangeThatIsHeardIsNotKept() {
    functions.get(
        "f",
        name -> {
          hear(2);
          return loaded(1);
        });
    assertThat(functions.get("f")).isNull();
  }

  /** The own change is acknowledged before it is heard of. */
  @Test
  void whatWasReadBeforeAnOwnChangeIsNotKept() {
    hear(1);
    functions.get(
        "f",
        name -> {
          functions.forget("f");
          return loaded(1);
        });
    assertThat(functions.get("f")).isNull();
  }

  @Test
  void norIfAnotherChangeWasHeardOfBefore() {
    functions.get(
        "f",
        name -> {
          hear(1);
          functions.forget("f");
          return loaded(1);
        });
    assertThat(functions.get("f")).isNull();
  }

  /** What was never heard to be made may never be heard to be removed. */
  @Test
  void whatIsNotHeardOfInTimeIsNotKept() {
    functions.get("f", name -> loaded(1));
    functions.caughtUp(Long.MIN_VALUE + System.nanoTime());
    assertThat(functions.get("f")).isNotNull();
    functions.caughtUp(System.nanoTime());
    assertThat(functions.get("f")).isNull();

    functions.get("f", name -> loaded(1));
    hear(1);
    functions.caughtUp(System.nanoTime());
    assertThat(functions.get("f")).isNotNull();
  }

  /** Any caller could fill a disk with names that there are not. */
  @Test
  void whatCannotBeReadIsNotWrittenOf() {
    var written = new ArrayList<LogRecord>();
    Logger all = Logger.getLogger("");
    Handler handler =
        new StreamHandler() {
          @Override
          public void publish(LogRecord record) {
            written.add(record);
          }
        };
    all.addHandler(handler);
    try {
      failToRead();
    } finally {
      all.removeHandler(handler);
    }
    assertThat(written).isEmpty();
  }

  @Test
  void whatCannotBeReadIsTriedAgain() {
    failToRead();
    assertThat(functions.get("f", name -> loaded(1)).code()).isEqualTo("version 1");
  }

  private void failToRead() {
    assertThatThrownBy(
            () ->
                functions.get(
                    "f",
                    name -> {
                      throw new FunctionNotFoundException(name);
                    }))
        .isInstanceOf(FunctionNotFoundException.class);
  }
}
