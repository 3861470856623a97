package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = context.getLogger("a.Logger");

  @BeforeEach
  void start() {
    context.addTurboFilter(new LogLimit());
    lines.start();
    Logger root = context.getLogger("ROOT");
    root.setLevel(Level.INFO);
    root.addAppender(lines);
  }

  private List<String> lines() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void tenOfAKindAreWritten() {
    for (int i = 0; i < 1000; i++) {
      log.warn("Request {} is bad", i);
    }
    assertThat(lines())
        .hasSize(11)
        .startsWith("Request 0 is bad")
        .endsWith(
            "Request 9 is bad", "More lines like the one before are left out for up to a minute");
  }

  @Test
  void othersAreWrittenBesideThem() {
    for (int i = 0; i < 1000; i++) {
      log.warn("Request {} is bad", i);
    }
    log.warn("The storage {} is away", "x");
    context.getLogger("another.Logger").warn("Request {} is bad", 1);
    assertThat(lines()).hasSize(13).contains("The storage x is away").endsWith("Request 1 is bad");
  }

  @Test
  void whatIsNoWarningIsNotLimited() {
    for (int i = 0; i < 100; i++) {
      log.info("{}", i);
      log.debug("{}", i);
    }
    assertThat(lines()).hasSize(100);
  }

  @Test
  void textsMadeForEachLineAreLimitedTogether() {
    for (int i = 0; i < 5000; i++) {
      log.error("Request " + i + " is bad");
    }
    assertThat(lines()).hasSizeBetween(500, 520);
  }
}
