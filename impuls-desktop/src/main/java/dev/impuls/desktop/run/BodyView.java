package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.code.Language;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.transfer.Temporary;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What a function returned: as a tree, as text, and its headers. */
final class BodyView extends BorderPane {
  private static final Texts T = Texts.of(BodyView.class);

  /** Larger bodies are looked at beside the UI thread. */
  private static final int SMALL = 64 * 1024;

  private static final int SHOWN_AT_FIRST = 64 * 1024;
  private static final int SHOWN_AT_MOST = 1024 * 1024;

  /** How a body is looked at. */
  enum Form {
    TREE,
    TEXT,
    HEADERS
  }

  private final Work work;
  private final Notices notices;
  private final String function;
  private final ToggleGroup forms = new ToggleGroup();
  private final ToggleButton tree = toggle(Form.TREE, T.get("body.form.tree"), Styles.LEFT_PILL);
  private final ToggleButton text = toggle(Form.TEXT, T.get("body.form.text"), Styles.CENTER_PILL);
  private final ToggleButton headers =
      toggle(Form.HEADERS, T.get("body.form.headers"), Styles.RIGHT_PILL);

  private String wanted = "";
  private @Nullable Content content;
  private @Nullable Node treeView;
  private @Nullable Node textView;
  private @Nullable Node headersView;

  /** A body, made ready to be shown. */
  private record Content(
      String body, JsonOutline outline, JsonOutline.Node root, Json.Formatted text) {
    static Content of(String body) {
      var outline = new JsonOutline(body);
      return new Content(body, outline, outline.root(), Json.format(body, SHOWN_AT_FIRST));
    }
  }

  BodyView(String function, Work work, Notices notices) {
    this.function = function;
    this.work = work;
    this.notices = notices;
    getStyleClass().add("run-body");
    forms.selectToggle(tree);
    forms
        .selectedToggleProperty()
        .addListener(
            (_, before, now) -> {
              if (now == null) {
                forms.selectToggle(before);
              } else {
                show();
              }
            });
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    var toggles = new HBox(tree, text, headers);
    var bar =
        new HBox(
            toggles,
            space,
            Icons.button(Feather.COPY, T.get("body.copy"), this::copy),
            Icons.button(Feather.DOWNLOAD, T.get("body.save"), this::save));
    bar.getStyleClass().add("run-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    setTop(bar);
  }

  private ToggleButton toggle(Form form, String label, String style) {
    var toggle = new ToggleButton(label);
    toggle.setId("body-" + form.name().toLowerCase(Locale.ROOT));
    toggle.getStyleClass().addAll(style, Styles.SMALL);
    toggle.setUserData(form);
    toggle.setToggleGroup(forms);
    toggle.setMinWidth(USE_PREF_SIZE);
    return toggle;
  }

  /** Shows another result. */
  void show(String body, @Nullable String headersJson) {
    wanted = body;
    content = null;
    treeView = null;
    textView = null;
    headersView = null;
    headers.setDisable(headersJson == null);
    if (headersJson != null) {
      var outline = new JsonOutline(headersJson);
      headersView = new JsonTree(outline, outline.root());
    } else if (headers.isSelected()) {
      forms.selectToggle(tree);
    }
    if (body.length() <= SMALL) {
      content = Content.of(body);
      show();
    } else {
      setCenter(new Label(T.get("body.preparing")));
      var _ =
          work.<Content>start(
              T.get("body.preparing"),
              _ -> Content.of(body),
              prepared -> {
                if (body.equals(wanted)) {
                  content = prepared;
                  show();
                }
              },
              why -> notices.failed(T.get("body.failed", function), why));
    }
  }

  private void show() {
    Content shown = content;
    if (shown == null) {
      return;
    }
    switch ((Form) forms.getSelectedToggle().getUserData()) {
      case TREE -> {
        if (treeView == null) {
          treeView = new JsonTree(shown.outline(), shown.root());
        }
        setCenter(treeView);
      }
      case TEXT -> {
        if (textView == null) {
          textView = textView(shown.text(), SHOWN_AT_FIRST);
        }
        setCenter(textView);
      }
      case HEADERS -> setCenter(headersView);
    }
  }

  private Node textView(Json.Formatted formatted, int most) {
    var area = new CodeEditor(Language.JSON);
    area.open(formatted.text());
    area.readOnlyProperty().set(true);
    area.setId("result-text");
    area.getStyleClass().add("run-editor");
    var around = new BorderPane(area);
    if (formatted.cut()) {
      around.setBottom(cutBar(most));
    }
    return around;
  }

  private Node cutBar(int most) {
    var label = new Label(T.get("body.cut", most / 1024));
    label.getStyleClass().add("muted");
    var bar = new HBox(label);
    if (most < SHOWN_AT_MOST) {
      var more = new Hyperlink(T.get("body.more"));
      more.setId("body-more");
      more.setOnAction(_ -> showMore());
      bar.getChildren().add(more);
    }
    var save = new Hyperlink(T.get("body.save"));
    save.setOnAction(_ -> save());
    bar.getChildren().add(save);
    bar.getStyleClass().add("run-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private void showMore() {
    Content shown = content;
    if (shown == null) {
      return;
    }
    var _ =
        work.<Json.Formatted>start(
            T.get("body.preparing"),
            _ -> Json.format(shown.body(), SHOWN_AT_MOST),
            formatted -> {
              if (shown.equals(content)) {
                textView = textView(formatted, SHOWN_AT_MOST);
                show();
              }
            },
            why -> notices.failed(T.get("body.failed", function), why));
  }

  private void copy() {
    if (content != null) {
      Copy.text(content.body());
    }
  }

  private void save() {
    Content shown = content;
    if (shown == null) {
      return;
    }
    var chooser = new FileChooser();
    chooser.setTitle(T.get("body.save"));
    chooser.setInitialFileName(function + ".json");
    File chosen = chooser.showSaveDialog(getScene().getWindow());
    if (chosen != null) {
      save(shown.body(), chosen.toPath());
    }
  }

  private void save(String body, Path file) {
    var _ =
        work.start(
            T.get("work.save", file),
            _ ->
                Temporary.<Path, IOException>inPlace(
                    file,
                    out -> {
                      out.write(body.getBytes(StandardCharsets.UTF_8));
                      return file;
                    }),
            _ -> notices.done(T.get("body.saved", file)),
            why -> notices.failed(T.get("body.save.failed", function), why));
  }
}
