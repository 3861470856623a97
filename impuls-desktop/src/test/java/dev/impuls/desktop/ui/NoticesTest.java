package dev.impuls.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private Notices notices;
  private Stage stage;

  @BeforeEach
  void show() {
    notices = Ui.call(Notices::new);
    stage = Ui.show(() -> new Scene(notices, 500, 300));
  }

  @AfterEach
  void close() {
    Ui.run(stage::close);
  }

  @Test
  void whatWasDoneCanBeTakenBack() throws Exception {
    var undone = new AtomicInteger();
    Ui.run(() -> notices.done("hello was deleted", "Undo", undone::incrementAndGet));

    Ui.click("Undo");

    assertThat(undone).hasValue(1);
    assertThat(notices.getChildren()).isEmpty();
  }

  @Test
  void aFailureStaysWithItsReason() throws Exception {
    Ui.run(
        () -> notices.failed("hello was not exported", new NoSuchFileException("/nowhere/x.zip")));

    assertThat(Ui.node("Copy details").isFocusTraversable()).isTrue();
    Ui.picture(stage.getScene(), "notice");
  }
}
