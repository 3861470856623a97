package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.transfer.Source;
import java.util.List;
import javafx.scene.control.Label;
import javafx.stage.Window;

/** Copies functions into another workspace, with their ids and times, and compares them. */
public final class CopyDialog {
  private static final Texts T = Texts.of(CopyDialog.class);

  private final Workspace from;
  private final Workspace to;
  private final Work work;
  private final Notices notices;

  public CopyDialog(Workspace from, Workspace to, Work work, Notices notices) {
    this.from = from;
    this.to = to;
    this.work = work;
    this.notices = notices;
  }

  /** Shows what would become of those functions, and copies them if that is wanted. */
  public void show(Window owner, List<String> names) {
    List<String> all = List.copyOf(names);
    var model = new ImportModel(to, work, true, () -> {});
    model.open(from.address().title(), () -> Source.of(from.store(), all));
    String title =
        all.size() == 1
            ? T.get("copy.title.one", all.getFirst(), from.address().title(), to.address().title())
            : T.get("copy.title", all.size(), from.address().title(), to.address().title());
    new ImportWindow(model, notices).show(owner, title, new Label());
  }
}
