package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks whether texts are JSON, the large ones beside the UI thread. */
final class JsonCheck {
  private static final Texts T = Texts.of(JsonCheck.class);
  private static final int SMALL = 64 * 1024;

  private final Work work;

  JsonCheck(Work work) {
    this.work = work;
  }

  /** Says what keeps a text from being JSON: at once if it is small. */
  void check(String text, Consumer<Optional<Json.Problem>> then) {
    if (text.length() <= SMALL) {
      then.accept(Json.check(text));
    } else {
      var _ = work.start(T.get("work.check"), _ -> Json.check(text), then, _ -> {});
    }
  }
}
