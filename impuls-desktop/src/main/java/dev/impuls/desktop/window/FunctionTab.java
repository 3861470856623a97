package dev.impuls.desktop.window;

import dev.impuls.desktop.edit.Drafts;
import dev.impuls.desktop.edit.EditView;
import dev.impuls.desktop.run.RunPanel;
import dev.impuls.desktop.run.RunTarget;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.geometry.Orientation;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** An open function as a tab: what is edited, and under or beside it what runs it. */
final class FunctionTab extends Tab {
  private static final Texts T = Texts.of(FunctionTab.class);
  private static final double WIDE = 1000;
  private static final double EDITOR_SHARE = 0.6;

  private final EditView edit;
  private final RunPanel run;

  FunctionTab(
      Workspace workspace, Work work, Notices notices, StateDirectory state, Function function) {
    edit = new EditView(workspace, work, notices, new Drafts(state), function);
    run = new RunPanel(workspace, work, notices, state, target(edit));
    setId("tab-" + function.name());
    setText(function.name());
    var dot = new Region();
    dot.getStyleClass().add("unsaved-dot");
    edit.unsavedProperty()
        .subscribe(
            unsaved -> {
              setGraphic(unsaved ? dot : null);
              setTooltip(
                  new Tooltip(unsaved ? T.get("tab.unsaved", function.name()) : function.name()));
            });
    var split = new SplitPane(edit, run);
    split.setDividerPositions(EDITOR_SHARE);
    split.setOrientation(Orientation.VERTICAL);
    split
        .widthProperty()
        .subscribe(
            width ->
                split.setOrientation(
                    width.doubleValue() >= WIDE ? Orientation.HORIZONTAL : Orientation.VERTICAL));
    edit.setMinSize(0, 0);
    run.setMinSize(0, 0);
    setContent(split);
  }

  private static RunTarget target(EditView edit) {
    return new RunTarget() {
      @Override
      public String name() {
        return edit.name();
      }

      @Override
      public Function saved() {
        return edit.saved();
      }

      @Override
      public Function edited() {
        return edit.current();
      }

      @Override
      public ReadOnlyBooleanProperty unsavedProperty() {
        return edit.unsavedProperty();
      }

      @Override
      public void showLine(int line, int column, String message) {
        edit.showLine(line, column, message);
      }
    };
  }

  EditView edit() {
    return edit;
  }

  RunPanel run() {
    return run;
  }

  String name() {
    return edit.name();
  }

  /**
   * Ends what it does; the tab is to be removed then.
   *
   * @param drop whether unsaved work is not to be kept
   */
  void close(boolean drop) {
    edit.close(drop);
    run.close();
  }
}
