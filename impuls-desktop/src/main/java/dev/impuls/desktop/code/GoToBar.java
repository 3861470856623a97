package dev.impuls.desktop.code;

import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/** Go to a line, or to a column of it. */
final class GoToBar extends HBox {
  private static final Pattern PLACE =
      Pattern.compile("\\s*(\\d{1,9})(?:\\s*[:,]\\s*(\\d{1,9}))?\\s*");

  private final TextField place = new TextField();

  /**
   * The bar.
   *
   * @param go gets line and column, both from 1
   */
  GoToBar(Texts texts, BiConsumer<Integer, Integer> go, Runnable close) {
    var name = new Label(texts.get("line.name"));
    name.setLabelFor(place);
    place.setId("code-line");
    place.setPromptText(texts.get("line.prompt"));
    place.setPrefColumnCount(10);
    place.getStyleClass().add("code");
    var failed = PseudoClass.getPseudoClass("error");
    place.textProperty().addListener((_, _, _) -> place.pseudoClassStateChanged(failed, false));
    place.setOnAction(
        _ -> {
          Matcher typed = PLACE.matcher(place.getText());
          if (typed.matches()) {
            int line = Integer.parseInt(typed.group(1));
            int column = typed.group(2) == null ? 1 : Integer.parseInt(typed.group(2));
            close.run();
            go.accept(line, column);
          } else {
            place.pseudoClassStateChanged(failed, true);
          }
        });
    getStyleClass().add("code-bar");
    getChildren().addAll(name, place, Icons.button(Feather.X, texts.get("bar.close"), close));
  }

  void start() {
    place.requestFocus();
    place.selectAll();
  }
}
