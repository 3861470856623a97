package dev.impuls.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EngineFailuresTest {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(EngineFailures.class);

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  private static Function function(String name, String code) {
    return new FunctionBuilder(name, code).at(Instant.EPOCH).build();
  }

  @Test
  void eachRevisionIsToldOnce() {
    var events = new LoggedEvents();
    for (int call = 0; call < 100; call++) {
      events.engineFailed(function("f", "a"), new IllegalStateException("of this"));
      events.engineFailed(function("f", "b"), new IllegalStateException("of that"));
    }
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("Function[f ", "of this", "EngineFailuresTest.eachRevisionIsTold"),
            second -> assertThat(second).contains("of that"));
  }

  @Test
  void muchIsCutAndNoLineLooksLikeARecordOfTheServers() {
    new EngineFailures().failed(function("f", "a"), "x\n2026-01-01 ERROR\n".repeat(100_000));
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .hasSizeLessThan(50_000)
        .doesNotContain("\n2026");
  }
}
