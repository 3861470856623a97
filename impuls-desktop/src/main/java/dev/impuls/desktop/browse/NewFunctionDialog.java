package dev.impuls.desktop.browse;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.Placement;
import dev.impuls.function.Runtimes;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks for the name of a new function, and makes it. */
public final class NewFunctionDialog {
  private static final Texts T = Texts.of(NewFunctionDialog.class);
  private static final String HANDLER = "index.handler";
  private static final double WIDTH = 380;

  private final Workspace workspace;
  private final Work work;
  private final FunctionList functions;
  private final Consumer<Function> created;

  private final TextField name = new TextField();
  private final ComboBox<String> runtime = new ComboBox<>();
  private final Label problem = new Label();
  private boolean working;

  /**
   * @param functions whose names are taken
   * @param created gets the new function
   */
  public NewFunctionDialog(
      Workspace workspace, Work work, FunctionList functions, Consumer<Function> created) {
    this.workspace = workspace;
    this.work = work;
    this.functions = functions;
    this.created = created;
  }

  /**
   * Shows it.
   *
   * @param like what it is to be like but for its name, or null
   */
  public Dialog<ButtonType> show(@Nullable Window owner, @Nullable Function like) {
    name.setId("new-name");
    name.setPromptText("my-function");
    name.setText(like == null ? "" : free(like.name()));
    runtime.setId("new-runtime");
    runtime.setEditable(true);
    runtime.setMaxWidth(Double.MAX_VALUE);
    runtime.getItems().setAll(Runtimes.BUILT_IN.reversed());
    runtime.getEditor().setText(like == null ? Runtimes.BUILT_IN.getLast() : like.runtime());
    runtime.setDisable(like != null);
    problem.setId("new-problem");
    problem.getStyleClass().add("problem");
    problem.setWrapText(true);
    problem.setMinHeight(36); // Room for it, so that nothing moves while one types.
    problem.setMaxWidth(WIDTH);
    var nameLabel = new Label(T.get("new.name"));
    nameLabel.setLabelFor(name);
    var runtimeLabel = new Label(T.get("new.runtime"));
    runtimeLabel.setLabelFor(runtime);
    var content = new VBox(6, nameLabel, name, runtimeLabel, runtime, problem);
    content.setPrefWidth(WIDTH);

    Dialog<ButtonType> dialog =
        Questions.dialog(
            owner,
            like == null ? T.get("new.title") : T.get("new.title.like", like.name()),
            content);
    var create = new ButtonType(T.get("new.create"), ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .addAll(create, new ButtonType(T.get("new.cancel"), ButtonData.CANCEL_CLOSE));
    var button = (Button) dialog.getDialogPane().lookupButton(create);
    Runnable check =
        () -> {
          List<FieldProblem> found = FunctionRules.check(draft(like));
          boolean taken = functions.contains(name.getText());
          problem.setText(
              taken
                  ? T.get("new.taken", name.getText())
                  : found.isEmpty() || name.getText().isEmpty()
                      ? ""
                      : T.get("new.problem", found.getFirst().message()));
          button.setDisable(taken || !found.isEmpty() || working);
        };
    name.textProperty().subscribe(check);
    runtime.getEditor().textProperty().subscribe(check);
    check.run();
    button.addEventFilter(
        ActionEvent.ACTION,
        event -> {
          event.consume();
          create(dialog, draft(like), check);
        });
    dialog.setOnShown(
        _ -> {
          name.requestFocus();
          name.selectAll();
        });
    dialog.show();
    return dialog;
  }

  private FunctionDraft draft(@Nullable Function like) {
    String wanted = runtime.getEditor().getText().strip();
    if (like != null) {
      return new FunctionDraft(
          name.getText(),
          like.description(),
          like.runtime(),
          like.handler(),
          like.code(),
          like.memoryMb(),
          like.timeoutSec(),
          like.placement(),
          like.environment());
    }
    return new FunctionDraft(
        name.getText(),
        "",
        wanted,
        HANDLER,
        Templates.code(wanted),
        FunctionDraft.DEFAULT_MEMORY_MB,
        FunctionDraft.DEFAULT_TIMEOUT_SEC,
        Placement.DEFAULT,
        Map.of());
  }

  private String free(String name) {
    for (int i = 2; ; i++) {
      String candidate = name + "-" + i;
      if (!functions.contains(candidate)) {
        return candidate;
      }
    }
  }

  private void create(Dialog<ButtonType> dialog, FunctionDraft draft, Runnable check) {
    working = true;
    check.run();
    work.runInSteps(
        T.get("new.working", String.valueOf(draft.name())),
        workspace.whole(_ -> workspace.store().create(draft)),
        function -> {
          dialog.close();
          created.accept(function);
        },
        failure -> {
          working = false;
          check.run();
          problem.setText(Failures.words(failure));
        });
  }
}
