package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.Ui;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private final ObservableList<LogRecord> logs = FXCollections.observableArrayList();
  private Stage stage;

  @BeforeEach
  void show() {
    stage = Ui.show(() -> new Scene(new LogView(logs), 400, 300));
  }

  @AfterEach
  void close() {
    Ui.run(stage::close);
  }

  private void log(int from, int to) {
    List<LogRecord> more =
        IntStream.range(from, to)
            .mapToObj(i -> new LogRecord(Instant.EPOCH, Level.INFO, "line " + i))
            .toList();
    Ui.run(() -> logs.addAll(more));
    Ui.awaitPulse(stage.getScene());
  }

  @Test
  void whatIsLoggedLastIsShown() throws Exception {
    for (int i = 0; i < 20_000; i += 2000) {
      log(i, i + 2000);
    }

    assertThat(Ui.node("line 19999")).isNotNull();
  }

  @Test
  void whoScrolledUpStaysThere() throws Exception {
    log(0, 1000);
    var list = (ListView<?>) Ui.node("#logs");
    Ui.run(list::requestFocus);
    ConsoleUnderTest.press(stage.getScene(), KeyCode.HOME);
    Ui.node("line 0");

    log(1000, 2000);

    assertThat(Ui.node("line 0")).isNotNull();
    assertThat(Ui.isGone("line 1999")).isTrue();
  }
}
