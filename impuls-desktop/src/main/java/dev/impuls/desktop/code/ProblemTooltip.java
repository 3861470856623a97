package dev.impuls.desktop.code;

import java.time.Duration;
import javafx.scene.control.Tooltip;
import org.fxmisc.richtext.event.MouseOverTextEvent;

/** Says what is wrong with a line while the mouse rests on its text. */
final class ProblemTooltip {
  private static final Duration REST = Duration.ofMillis(400);
  private static final double BELOW = 16;

  private final Area area;
  private final Problems problems;
  private final Tooltip tooltip = new Tooltip();

  ProblemTooltip(Area area, Problems problems) {
    this.area = area;
    this.problems = problems;
    area.setMouseOverTextDelay(REST);
    area.addEventHandler(MouseOverTextEvent.MOUSE_OVER_TEXT_BEGIN, this::show);
    area.addEventHandler(MouseOverTextEvent.MOUSE_OVER_TEXT_END, _ -> tooltip.hide());
  }

  private void show(MouseOverTextEvent event) {
    String message = problems.at(area.spot(event.getCharacterIndex()).line());
    if (message != null) {
      tooltip.setText(message);
      tooltip.show(
          area, event.getScreenPosition().getX(), event.getScreenPosition().getY() + BELOW);
    }
  }
}
