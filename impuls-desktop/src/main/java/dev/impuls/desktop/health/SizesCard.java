package dev.impuls.desktop.health;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.health.Sizes.Size;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** How large the code of functions is, once somebody wants to know. */
final class SizesCard extends Card {
  private static final Texts T = Texts.of(SizesCard.class);
  private static final int ROWS = 10;

  private final Notices notices;
  private final Button measure = new Button(T.get("sizes.measure"));
  private final Button cancel = new Button(T.get("sizes.cancel"));
  private final ProgressBar bar = new ProgressBar();
  private final HBox underWay = new HBox(bar, cancel);
  private final Label hint = muted(T.get("sizes.hint"));
  private final Label total = new Label();
  private final Label of = muted("");
  private final Rows<Size> largest = new Rows<>(T.get("sizes.largest"), ROWS);

  SizesCard(HealthModel model, Notices notices) {
    super(T.get("sizes.title"));
    this.notices = notices;
    measure.setId("measure");
    measure.setGraphic(Icons.of(Feather.BAR_CHART_2));
    measure.setOnAction(_ -> model.measure(this::failed));
    beside(measure);
    cancel.setId("measure-cancel");
    cancel.setOnAction(_ -> model.cancel());
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(T.get("sizes.job"));
    HBox.setHgrow(bar, Priority.ALWAYS);
    underWay.getStyleClass().add("under-way");
    total.setId("sizes-total");
    total.getStyleClass().add(Styles.TITLE_2);
    largest.setId("sizes-largest");
    largest
        .wide(T.get("sizes.name"), Size::name)
        .number(T.get("sizes.size"), 90, size -> Shown.bytes(size.bytes()));
    getChildren().addAll(hint, underWay, total, of, largest);

    model.measuringProperty().subscribe(this::showJob);
    model.sizesProperty().subscribe(this::showSizes);
  }

  private void showJob(@Nullable Job<Sizes> job) {
    show(underWay, job != null);
    measure.setDisable(job != null);
    bar.progressProperty().unbind();
    if (job != null) {
      bar.progressProperty()
          .bind(Bindings.createDoubleBinding(job::getProgress, job.progressProperty()));
    }
  }

  private void showSizes(@Nullable Sizes sizes) {
    show(hint, sizes == null);
    show(total, sizes != null);
    show(of, sizes != null);
    show(largest, sizes != null && !sizes.largest().isEmpty());
    if (sizes != null) {
      measure.setText(T.get("sizes.again"));
      total.setText(Shown.bytes(sizes.bytes()));
      of.setText(T.get("sizes.of", sizes.functions(), Shown.time(sizes.measured())));
      largest.show(sizes.largest());
    }
  }

  private void failed(Throwable why) {
    notices.failed(T.get("sizes.failed"), why);
  }
}
