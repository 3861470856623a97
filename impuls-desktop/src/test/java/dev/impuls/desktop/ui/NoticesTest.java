package dev.impuls.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import java.nio.file.NoSuchFileException;
import java.util.List;
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
    stage = Ui.show(() -> new Scene(notices, 500, 600));
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

  @Test
  void whatCanStillBeDoneIsNotPushedOut() throws Exception {
    var restored = new AtomicInteger();
    Ui.run(
        () -> {
          notices.left("hello is still deleted", "Restore", restored::incrementAndGet);
          for (int i = 0; i < 9; i++) {
            notices.failed("f" + i + " was not exported", "No space is left", "");
          }
        });
    assertThat(notices.getChildren()).hasSize(4);
    assertThat(notices.getChildren().getLast().getAccessibleText()).startsWith("f8 ");

    Ui.click("Restore");

    assertThat(restored).hasValue(1);
  }

  @Test
  void whatIsOfferedCanBeWithdrawn() {
    Ui.run(
        () -> {
          notices.left("hello is still deleted", "Restore", () -> {});
          notices.done("order was deleted", "Undo", () -> {});
          notices.failed("f was not exported", "No space is left", "");
        });
    List<String> left = Ui.call(notices::left);
    assertThat(left).containsExactly("hello is still deleted");

    Ui.run(notices::withdrawOffers);

    left = Ui.call(notices::left);
    assertThat(left).isEmpty();
    assertThat(notices.getChildren()).hasSize(1);
  }
}
