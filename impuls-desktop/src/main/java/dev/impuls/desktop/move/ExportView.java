package dev.impuls.desktop.move;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.move.ExportModel.Exported;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.store.StoreStatus.RecordProblem;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The choice of a form, the progress and the report of an export. */
final class ExportView extends VBox {
  private static final Texts T = Texts.of(ExportView.class);
  private static final double WIDTH = 520;
  private static final int MOST_NAMES = 10;

  private final ExportModel model;

  ExportView(ExportModel model) {
    this.model = model;
    getStyleClass().addAll("move", "move-column");
    setPrefWidth(WIDTH);
    var report = new VBox();
    report.getStyleClass().add("move-column");
    report.managedProperty().bind(report.visibleProperty());
    Node forms = forms();
    model
        .exportedProperty()
        .subscribe(
            exported -> {
              report.setVisible(exported != null);
              forms.setVisible(exported == null);
              show(exported, report);
            });
    getChildren()
        .addAll(
            forms,
            existing(),
            report,
            new ProblemPane(model.problemProperty()),
            new ProgressPane(model.runningProperty()));
  }

  private Node forms() {
    var group = new ToggleGroup();
    var forms = new VBox();
    forms.getStyleClass().add("move-forms");
    forms.managedProperty().bind(forms.visibleProperty());
    forms.disableProperty().bind(model.runningProperty().isNotNull());
    for (ExportForm form : ExportForm.values()) {
      var button = new RadioButton(T.get("format." + form.key()));
      button.setId("format-" + form.key());
      button.setToggleGroup(group);
      button.setSelected(form == model.formProperty().get());
      var hint = new Label(T.get("format." + form.key() + ".hint"));
      hint.setWrapText(true);
      hint.setMinHeight(USE_PREF_SIZE);
      hint.getStyleClass().addAll("muted", "move-hint");
      button.setAccessibleHelp(hint.getText());
      button
          .selectedProperty()
          .subscribe(
              on -> {
                if (on) {
                  model.formProperty().set(form);
                }
              });
      forms.getChildren().add(new VBox(button, hint));
    }
    return forms;
  }

  private Node existing() {
    var text = new Label();
    text.setId("export-existing");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.textProperty().bind(model.existingProperty().map(ExportView::existing));
    text.visibleProperty().bind(Bindings.isNotEmpty(text.textProperty()));
    text.managedProperty().bind(text.visibleProperty());
    return text;
  }

  private static String existing(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return T.get("export.existing", names.size(), some + (names.size() > MOST_NAMES ? ", …" : ""));
  }

  private static void show(@Nullable Exported exported, VBox report) {
    report.getChildren().clear();
    if (exported == null) {
      return;
    }
    var text = new Label(T.get("export.count", exported.report().functions()));
    text.setId("export-result");
    List<RecordProblem> unreadable = exported.report().unreadable();
    boolean whole = unreadable.isEmpty();
    var result = new HBox(Icons.of(whole ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE), text);
    result.getStyleClass().add("move-result");
    result.pseudoClassStateChanged(PseudoClass.getPseudoClass("troubled"), !whole);
    String target = exported.target().toString();
    var path = new TextField(target);
    path.setId("export-path");
    path.setEditable(false);
    path.setAccessibleText(T.get("export.where"));
    HBox.setHgrow(path, Priority.ALWAYS);
    var copy = new Button(T.get("export.copy"), Icons.of(Feather.COPY));
    copy.setMinWidth(USE_PREF_SIZE);
    copy.setOnAction(_ -> ProblemPane.copy(target));
    var where = new HBox(path, copy);
    where.getStyleClass().add("move-buttons");
    report.getChildren().addAll(result, where);
    if (!whole) {
      report.getChildren().addAll(unreadable(unreadable));
    }
  }

  private static List<Node> unreadable(List<RecordProblem> problems) {
    var title = new Label(T.get("export.unreadable", problems.size()));
    title.setWrapText(true);
    title.getStyleClass().add(Styles.TEXT_BOLD);
    var text = new TextArea();
    text.setId("export-unreadable");
    text.setAccessibleText(title.getText());
    text.setEditable(false);
    text.setWrapText(true);
    text.setPrefRowCount(5);
    text.setText(
        problems.stream()
            .map(problem -> problem.name() + ": " + problem.place() + " " + problem.message())
            .collect(Collectors.joining("\n")));
    return List.of(title, text);
  }
}
