package dev.impuls.desktop.edit;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.code.CompareView;
import dev.impuls.desktop.code.Language;
import dev.impuls.desktop.edit.EditModel.Elsewhere;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/** An open function: its code, its settings and its environment. */
public final class EditView extends BorderPane {
  private static final Texts T = Texts.of(EditView.class);

  /** What was typed last is lost if the console is killed sooner. */
  private static final Duration DRAFT_AFTER = Duration.millis(500);

  private static final double NARROW = 420;

  private final Notices notices;
  private final Drafts drafts;
  private final EditModel model;
  private final CodeEditor editor;
  private final StackPane body = new StackPane();
  private final ToggleGroup parts = new ToggleGroup();
  private final ToggleButton codePart;
  private final ToggleButton settingsPart;
  private final ToggleButton environmentPart;
  private final PauseTransition draftPause = new PauseTransition(DRAFT_AFTER);
  private boolean closed;

  /** Opens a function, with the unsaved work on it that was kept. */
  public EditView(
      Workspace workspace, Work work, Notices notices, Drafts drafts, Function function) {
    this.notices = notices;
    this.drafts = drafts;
    editor = new CodeEditor(Language.ofRuntime(function.runtime()));
    model = new EditModel(workspace, work, function, document(editor));
    getStyleClass().add("edit");
    getStylesheets().add(Theme.sheet(EditView.class, "edit.css"));
    var writable = workspace.writableProperty();
    editor.readOnlyProperty().bind(writable.not());
    model
        .savedProperty()
        .subscribe(saved -> editor.setLanguage(Language.ofRuntime(saved.runtime())));

    var settings =
        new SettingsForm(model.fields(), model.problemsProperty(), model.savedProperty(), writable);
    var environment = new EnvironmentForm(model.fields(), model.problemsProperty(), writable);
    codePart = part("part.code", editor);
    settingsPart = part("part.settings", settings);
    environmentPart = part("part.environment", environment);
    environmentPart
        .textProperty()
        .bind(
            Bindings.size(model.fields().environment())
                .map(
                    size ->
                        size.intValue() == 0
                            ? T.get("part.environment")
                            : T.get("part.environment.size", size)));
    mark(settingsPart, false);
    mark(environmentPart, true);
    parts.selectToggle(codePart);

    var bar = new ElsewhereBar(model, this::compare);
    setTop(new VBox(head(workspace), bar));
    setCenter(body);

    draftPause.setOnFinished(_ -> keepDraft());
    model.unsavedProperty().addListener((_, _, _) -> draftPause.playFromStart());
    editor.editsProperty().addListener((_, _, _) -> draftPause.playFromStart());
    model.problemsProperty().addListener((_, _, _) -> draftPause.playFromStart());
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

  // ---- Head ----

  private ToggleButton part(String text, Node content) {
    var button = new ToggleButton(T.get(text));
    button.setId(text.replace('.', '-'));
    button.setToggleGroup(parts);
    content.visibleProperty().bind(button.selectedProperty());
    body.getChildren().add(content);
    // One of them is always shown.
    button.addEventFilter(ActionEvent.ACTION, _ -> parts.selectToggle(button));
    return button;
  }

  /** Shows on a part's button that there is a problem in it. */
  private void mark(ToggleButton part, boolean environment) {
    model
        .problemsProperty()
        .subscribe(
            problems -> {
              boolean wrong =
                  problems.keySet().stream()
                      .anyMatch(field -> field.equals("environment") == environment);
              part.setGraphic(wrong ? Icons.of(Feather.ALERT_CIRCLE) : null);
              if (wrong) {
                part.getStyleClass().add(Styles.DANGER);
              } else {
                part.getStyleClass().removeAll(Styles.DANGER);
              }
            });
  }

  private HBox head(Workspace workspace) {
    codePart.getStyleClass().add(Styles.LEFT_PILL);
    settingsPart.getStyleClass().add(Styles.CENTER_PILL);
    environmentPart.getStyleClass().add(Styles.RIGHT_PILL);
    var switcher = new HBox(codePart, settingsPart, environmentPart);
    for (Node part : switcher.getChildren()) {
      part.getStyleClass().add(Styles.SMALL);
      ((Region) part).setMinWidth(Region.USE_PREF_SIZE);
    }
    var state = new Label();
    state.setId("edit-state");
    state.getStyleClass().add("muted");
    state
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.savingProperty().get()
                        ? T.get("state.saving")
                        : model.unsavedProperty().get() ? T.get("state.unsaved") : "",
                model.savingProperty(),
                model.unsavedProperty()));
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var save = new Button(T.get("save"), Icons.of(Feather.SAVE));
    save.setId("save");
    save.getStyleClass().add(Styles.SMALL);
    save.setMinWidth(Region.USE_PREF_SIZE);
    save.setOnAction(_ -> save(() -> {}));
    var why =
        Bindings.createStringBinding(
            () ->
                !workspace.writableProperty().get()
                    ? T.get("save.read-only", workspace.address().title())
                    : !model.unsavedProperty().get()
                            && model.elsewhereProperty().get() != Elsewhere.DELETED
                        ? T.get("save.nothing")
                        : !model.problemsProperty().get().isEmpty() ? T.get("save.problems") : "",
            workspace.writableProperty(),
            model.unsavedProperty(),
            model.elsewhereProperty(),
            model.problemsProperty());
    state.setMinWidth(0);
    save.setAccessibleText(T.get("save"));
    var head = new HBox(switcher, space, state, Icons.whyDisabled(save, why));
    head.getStyleClass().add("edit-head");
    head.setAlignment(Pos.CENTER_LEFT);
    save.contentDisplayProperty()
        .bind(
            Bindings.when(head.widthProperty().lessThan(NARROW))
                .then(ContentDisplay.GRAPHIC_ONLY)
                .otherwise(ContentDisplay.LEFT));
    return head;
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
    parts.selectToggle(codePart);
    editor.showProblem(line, message);
    editor.goTo(line, column);
  }

  /** Shows the code and puts the keyboard there. */
  public void focusCode() {
    parts.selectToggle(codePart);
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
            boolean environment = invalid.problems().getFirst().field().equals("environment");
            boolean code = invalid.problems().getFirst().field().equals("code");
            parts.selectToggle(code ? codePart : environment ? environmentPart : settingsPart);
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
                      model.keepMine();
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
    } else {
      drafts.remove(name());
    }
  }

  private void restore(Draft draft) {
    model.restore(draft);
    if (model.unsavedProperty().get()) {
      notices.done(T.get("restored", name()), T.get("restored.drop"), this::revert);
    } else {
      drafts.remove(name());
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
      drafts.remove(name());
    } else {
      keepDraft();
    }
    closed = true;
  }
}
