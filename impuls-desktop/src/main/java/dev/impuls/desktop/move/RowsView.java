package dev.impuls.desktop.move;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A table with a row for each function; above it how many came to what, to choose from. */
final class RowsView extends VBox {
  private static final Texts T = Texts.of(RowsView.class);

  private final Rows rows;
  private final HBox counts = new HBox();
  private final ToggleGroup group = new ToggleGroup();

  RowsView(Rows rows) {
    this.rows = rows;
    counts.getStyleClass().add("move-counts");
    counts.setAlignment(Pos.CENTER_LEFT);
    var filter = new TextField();
    filter.setId("move-filter");
    filter.setPromptText(T.get("rows.filter"));
    filter.setAccessibleText(T.get("rows.filter"));
    filter.textProperty().bindBidirectional(rows.textProperty());
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var head = new HBox(counts, space, filter);
    head.setAlignment(Pos.CENTER_LEFT);
    TableView<Row> table = table();
    setVgrow(table, Priority.ALWAYS);
    getStyleClass().add("move-rows");
    getChildren().addAll(head, table);
    rows.shownProperty().subscribe(shown -> showCounts(shown));
    group
        .selectedToggleProperty()
        .subscribe(
            chosen -> {
              if (chosen != null) {
                rows.outcomeProperty().set((@Nullable Outcome) chosen.getUserData());
              } else if (!group.getToggles().isEmpty()) {
                group.selectToggle(group.getToggles().getFirst()); // There always is one.
              }
            });
  }

  private void showCounts(Rows.Shown shown) {
    counts.getChildren().clear();
    group.getToggles().clear();
    if (shown.report().rows().isEmpty()) {
      return;
    }
    ToggleButton all = count(null, Feather.LIST);
    all.setSelected(true);
    for (Outcome outcome : Outcome.values()) {
      if (shown.count(outcome) > 0) {
        count(outcome, icon(outcome));
      }
    }
  }

  private ToggleButton count(@Nullable Outcome outcome, Feather icon) {
    var button = new ToggleButton(rows.count(outcome), Icons.of(icon));
    button.getStyleClass().addAll(Styles.SMALL, "move-count");
    if (outcome != null) {
      button.getStyleClass().add("outcome-" + outcome.word());
    }
    button.setUserData(outcome);
    button.setToggleGroup(group);
    counts.getChildren().add(button);
    return button;
  }

  private static Feather icon(Outcome outcome) {
    return switch (outcome) {
      case CREATED -> Feather.PLUS_CIRCLE;
      case UPDATED -> Feather.EDIT_2;
      case UNCHANGED -> Feather.CHECK;
      case SKIPPED -> Feather.CORNER_DOWN_RIGHT;
      case FAILED -> Feather.ALERT_CIRCLE;
      case NOT_IMPORTED -> Feather.MINUS_CIRCLE;
    };
  }

  private TableView<Row> table() {
    var table = new TableView<Row>();
    table.setId("move-table");
    table.setAccessibleText(T.get("rows.name"));
    table.getStyleClass().addAll(Styles.DENSE, "move-table");
    table.setPlaceholder(new Label(T.get("rows.none")));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
    TableColumn<Row, String> name = column("rows.function", Row::name, 200);
    TableColumn<Row, Row> outcome = new TableColumn<>(T.get("rows.result"));
    outcome.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    outcome.setCellFactory(_ -> new OutcomeCell());
    outcome.setComparator(Comparator.comparing(Row::outcome));
    outcome.setPrefWidth(150);
    outcome.setMinWidth(110);
    outcome.setMaxWidth(150);
    name.setMinWidth(180);
    name.setMaxWidth(320);
    table.getColumns().add(name);
    table.getColumns().add(outcome);
    table.getColumns().add(column("rows.reason", rows::reason, 330));
    var sorted = new SortedList<>(rows.filtered());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    return table;
  }

  private static TableColumn<Row, String> column(
      String key, Function<Row, String> text, double width) {
    var column = new TableColumn<Row, String>(T.get(key));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
    column.setCellFactory(_ -> new TextCell());
    column.setPrefWidth(width);
    column.setMinWidth(80);
    return column;
  }

  /** Text, all of which a tooltip tells. */
  private static final class TextCell extends TableCell<Row, String> {
    @Override
    protected void updateItem(@Nullable String text, boolean empty) {
      super.updateItem(text, empty);
      setText(empty ? null : text);
      setTooltip(text == null || text.isEmpty() || empty ? null : tooltip(text));
    }

    private static Tooltip tooltip(String text) {
      var tooltip = new Tooltip(text);
      tooltip.setWrapText(true);
      tooltip.setMaxWidth(480);
      return tooltip;
    }
  }

  /** An outcome with its icon. */
  private final class OutcomeCell extends TableCell<Row, Row> {
    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      Outcome outcome = row == null || empty ? null : row.outcome();
      setText(outcome == null ? null : rows.word(outcome));
      setGraphic(outcome == null ? null : Icons.of(icon(outcome)));
      for (Outcome each : Outcome.values()) {
        pseudoClassStateChanged(
            PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)), each == outcome);
      }
    }
  }
}
