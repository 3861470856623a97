package dev.impuls.desktop.edit;

import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.code.CompareView;
import dev.impuls.desktop.code.Language;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** An open function: its code, its settings and its environment. */
public final class EditView extends BorderPane {
  private static final Texts T = Texts.of(EditView.class);

  /** What was typed last is lost if the console is killed sooner. */
  private static final Duration DRAFT_AFTER = Duration.millis(500);

  private final Notices notices;
  private final Drafts drafts;
  private final EditModel model;
  private final CodeEditor editor;
  private final EditHead head;
  private final PauseTransition draftPause = new PauseTransition(DRAFT_AFTER);
  private boolean draftKept;
  private boolean closed;

  /** Opens a function, with the unsaved work on it that was kept. */
  public EditView(
      Workspace workspace, Work work, Notices notices, Drafts drafts, Function function) {
    this.notices = notices;
    this.drafts = drafts;
    editor = new CodeEditor(Language.ofRuntime(function.runtime()));
    model = new EditModel(workspace, work, function, document(editor));
    getStyleClass().add("edit");
    var writable = workspace.writableProperty();
    editor.readOnlyProperty().bind(writable.not());
    model
        .savedProperty()
        .subscribe(saved -> editor.setLanguage(Language.ofRuntime(saved.runtime())));

    var settings =
        new SettingsForm(model.fields(), model.problemsProperty(), model.savedProperty(), writable);
    var environment = new EnvironmentForm(model.fields(), model.problemsProperty(), writable);
    head = new EditHead(model, workspace, () -> save(() -> {}), editor, settings, environment);
    var bar = new ElsewhereBar(model, this::compare);
    setTop(new VBox(head, bar));
    setCenter(new StackPane(editor, settings, environment));

    draftPause.setOnFinished(_ -> keepDraft());
    model.editsProperty().addListener((_, _, _) -> draftPause.playFromStart());
    model.elsewhereProperty().addListener((_, _, _) -> draftPause.playFromStart());
    drafts.get(function.name()).ifPresent(this::restore);
  }

  private static CodeDocument document(CodeEditor editor) {
    return new CodeDocument() {
      @Override
      public void open(String text) {
        editor.open(text);
      }

      @Override
      public void replaceText(String text) {
        editor.replaceText(text);
      }

      @Override
      public String text() {
        return editor.text();
      }

      @Override
      public ReadOnlyBooleanProperty changedProperty() {
        return editor.changedProperty();
      }

      @Override
      public void markSaved() {
        editor.markSaved();
      }

      @Override
      public ReadOnlyLongProperty editsProperty() {
        return editor.editsProperty();
      }
    };
  }

  // ---- What others ask ----

  /** The function's name. */
  public String name() {
    return model.name();
  }

  /** The function as it was loaded or saved last. */
  public Function saved() {
    return model.saved();
  }

  /**
   * The function as it is being edited.
   *
   * @throws InvalidFunctionException if it breaks a rule
   */
  public Function current() {
    return model.current();
  }

  /** Whether there is work that is not saved. */
  public ReadOnlyBooleanProperty unsavedProperty() {
    return model.unsavedProperty();
  }

  /** The editor of its code. */
  public CodeEditor editor() {
    return editor;
  }

  /** Shows a line of the code, and what is wrong there. */
  public void showLine(int line, int column, String message) {
    head.show(EditHead.Part.CODE);
    editor.showProblem(line, message);
    editor.goTo(line, column);
  }

  /** Shows the code and puts the keyboard there. */
  public void focusCode() {
    head.show(EditHead.Part.CODE);
    // A tab that was made just now takes the keyboard once it was laid out.
    Platform.runLater(editor::requestFocus);
  }

  // ---- Saving ----

  /**
   * Saves; what cannot be saved is told.
   *
   * @param done told when it is saved
   */
  public void save(Runnable done) {
    model.save(
        () -> {
          editor.clearProblems();
          keepDraft();
          done.run();
        },
        failure -> {
          if (failure instanceof InvalidFunctionException invalid) {
            head.show(EditHead.Part.of(invalid.problems().getFirst().field()));
          }
          notices.failed(T.get("save.failed", name()), failure);
        });
  }

  /** It was changed elsewhere, or may have been. */
  public void look() {
    model.look(failure -> notices.failed(T.get("look.failed", name()), failure));
  }

  /** Drops what was edited. */
  public void revert() {
    model.revert();
  }

  private void compare() {
    model
        .theirs()
        .ifPresent(
            theirs -> {
              var view =
                  new CompareView(
                      Language.ofRuntime(theirs.runtime()),
                      T.get("compare.mine"),
                      editor.text(),
                      T.get("compare.theirs"),
                      theirs.code());
              view.setPrefSize(980, 560);
              var dialog =
                  Questions.dialog(getScene().getWindow(), T.get("compare.title", name()), view);
              var mine = new ButtonType(T.get("elsewhere.mine"), ButtonData.OTHER);
              var other = new ButtonType(T.get("elsewhere.theirs"), ButtonData.OTHER);
              dialog
                  .getDialogPane()
                  .getButtonTypes()
                  .addAll(
                      mine, other, new ButtonType(T.get("compare.later"), ButtonData.CANCEL_CLOSE));
              dialog.setOnHidden(
                  _ -> {
                    if (mine.equals(dialog.getResult())) {
                      if (model.theirs().filter(theirs::equals).isPresent()) {
                        model.keepMine();
                      } else {
                        compare(); // It was changed once more, which nobody has seen.
                      }
                    } else if (other.equals(dialog.getResult())) {
                      model.takeTheirs();
                    }
                  });
              dialog.show();
            });
  }

  // ---- Unsaved work ----

  private void keepDraft() {
    if (closed) {
      return;
    }
    if (model.unsavedProperty().get()) {
      drafts.keep(name(), model.draft());
      draftKept = true;
    } else {
      dropDraft();
    }
  }

  /** Unless it is of another window, where the same function is edited. */
  private void dropDraft() {
    if (draftKept) {
      drafts.remove(name());
      draftKept = false;
    }
  }

  private void restore(Draft draft) {
    draftKept = true;
    model.restore(draft);
    if (model.unsavedProperty().get()) {
      notices.done(T.get("restored", name()), T.get("restored.drop"), this::revert);
    } else {
      dropDraft();
    }
  }

  /**
   * Closes it.
   *
   * @param drop whether unsaved work is not to be there when it is opened again
   */
  public void close(boolean drop) {
    draftPause.stop();
    if (drop) {
      dropDraft();
    } else {
      keepDraft();
    }
    closed = true;
  }
}
