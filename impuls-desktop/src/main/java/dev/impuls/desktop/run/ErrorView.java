package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.run.StackPlaces.Place;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Why a run failed: type, message, and the stack with links to the lines of the function. */
final class ErrorView extends ScrollPane {
  private static final Texts T = Texts.of(ErrorView.class);
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 500;
  private static final int LONGEST_MESSAGE = 5000;

  private final RunTarget target;
  private final InvocationError error;

  ErrorView(InvocationError error, RunTarget target) {
    this.error = error;
    this.target = target;
    getStyleClass().add("run-error");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.AS_NEEDED);

    var type = new Label(Texts.cut(error.type(), LONGEST_LINE));
    type.setId("error-type");
    type.getStyleClass().addAll("error-type", Styles.TEXT_BOLD);
    type.setWrapText(true);
    type.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(type, Priority.ALWAYS);
    Button copy = Icons.button(Feather.COPY, T.get("error.copy"), this::copy);
    var head = new HBox(type, copy);
    head.setAlignment(Pos.CENTER_LEFT);

    var message = new Label(Texts.cut(error.message(), LONGEST_MESSAGE));
    message.setId("error-message");
    message.setWrapText(true);
    message.setMinHeight(USE_PREF_SIZE);

    var all = new VBox(head, message);
    all.getStyleClass().add("error-parts");
    StackPlaces.of(error)
        .filter(_ -> frames().isEmpty())
        .ifPresent(place -> all.getChildren().add(link(place, T.get("error.line", place.line()))));
    if (!frames().isEmpty()) {
      all.getChildren().add(stack());
    }
    setContent(all);
  }

  private List<String> frames() {
    List<String> lines = error.stack().lines().toList();
    int first = 0;
    while (first < lines.size() && !lines.get(first).strip().startsWith("at ")) {
      first++;
    }
    return lines.subList(first, lines.size());
  }

  private Node stack() {
    var stack = new VBox();
    stack.getStyleClass().add("error-stack");
    List<String> frames = frames();
    for (String frame : frames.subList(0, Math.min(MOST_LINES, frames.size()))) {
      Optional<Place> place = StackPlaces.ofFrame(frame);
      String text = Texts.cut(frame.strip(), LONGEST_LINE);
      stack.getChildren().add(place.map(at -> link(at, text)).orElseGet(() -> plain(text)));
    }
    if (frames.size() > MOST_LINES) {
      stack.getChildren().add(plain(T.get("error.more", frames.size() - MOST_LINES)));
    }
    return stack;
  }

  private static Node plain(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("code", "muted");
    return label;
  }

  private Node link(Place place, String text) {
    var link = new Hyperlink(text);
    link.getStyleClass().addAll("code", "error-place");
    link.setAccessibleText(T.get("error.show", text, place.line()));
    link.setOnAction(
        _ -> {
          link.setVisited(false);
          target.showLine(place.line(), place.column(), words(error));
        });
    return link;
  }

  /** Type and message in a line, to be shown beside the code. */
  static String words(InvocationError error) {
    return Texts.cut(error.type() + ": " + error.message(), LONGEST_LINE);
  }

  private void copy() {
    String head = error.type() + ": " + error.message();
    Copy.text(frames().isEmpty() ? head : head + "\n" + String.join("\n", frames()));
  }
}
