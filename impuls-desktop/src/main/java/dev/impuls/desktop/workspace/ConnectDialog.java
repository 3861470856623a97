package dev.impuls.desktop.workspace;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks for a server and its key, and stays open until the server was reached. */
public final class ConnectDialog {
  private static final Texts T = Texts.of(ConnectDialog.class);

  private final Workspaces workspaces;
  private final ApiKeys keys;
  private final Work work;
  private final Consumer<Workspace> opened;

  private final TextField url = new TextField();
  private final PasswordField key = new PasswordField();
  private final Label problem = new Label();
  private final ProgressIndicator waiting = new ProgressIndicator();
  private @Nullable Job<Workspace> job;

  /**
   * @param opened gets the workspace
   */
  public ConnectDialog(Workspaces workspaces, ApiKeys keys, Work work, Consumer<Workspace> opened) {
    this.workspaces = workspaces;
    this.keys = keys;
    this.work = work;
    this.opened = opened;
  }

  /**
   * Shows it.
   *
   * @param address what to begin with, or ""
   */
  public Dialog<ButtonType> show(Window owner, String address) {
    url.setId("server-url");
    url.setText(address);
    url.setPromptText("http://127.0.0.1:8080");
    url.setPrefColumnCount(32);
    key.setId("server-key");
    key.setPromptText(T.get("connect.key.prompt"));
    problem.getStyleClass().add("problem");
    problem.setWrapText(true);
    problem.setMaxWidth(400);
    waiting.setMaxSize(18, 18);
    waiting.setVisible(false);

    var urlLabel = new Label(T.get("connect.url"));
    urlLabel.setLabelFor(url);
    var keyLabel = new Label(T.get("connect.key"));
    keyLabel.setLabelFor(key);
    var hint = new Label(T.get(keys.areKept() ? "connect.key.kept" : "connect.key.unkept"));
    hint.getStyleClass().add("muted");
    hint.setWrapText(true);
    hint.setMaxWidth(400);
    var content = new VBox(urlLabel, url, keyLabel, key, hint, new HBox(8, waiting, problem));
    content.setSpacing(6);

    Dialog<ButtonType> dialog = Questions.dialog(owner, T.get("connect.title"), content);
    var connect = new ButtonType(T.get("connect.connect"), ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .addAll(connect, new ButtonType(T.get("connect.cancel"), ButtonData.CANCEL_CLOSE));
    var button = (Button) dialog.getDialogPane().lookupButton(connect);
    button
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> url.getText().isBlank() || waiting.isVisible(),
                url.textProperty(),
                waiting.visibleProperty()));
    button.addEventFilter(
        ActionEvent.ACTION,
        event -> {
          event.consume();
          connect(dialog);
        });
    dialog.setOnHidden(
        _ -> {
          if (job != null) {
            job.cancel();
          }
        });
    dialog.setOnShown(_ -> url.requestFocus());
    dialog.show();
    return dialog;
  }

  private void connect(Dialog<ButtonType> dialog) {
    problem.setText("");
    Address.Server server;
    try {
      server = Address.server(url.getText());
    } catch (IllegalArgumentException e) {
      problem.setText(T.get("connect.invalid", Failures.words(e)));
      return;
    }
    waiting.setVisible(true);
    String secret = key.getText();
    job =
        work.start(
            T.get("connect.working", server.text()),
            _ -> {
              if (!secret.isEmpty()) {
                keys.set(server.uri(), secret);
              }
              return workspaces.open(server);
            },
            workspace -> {
              job = null;
              dialog.close();
              opened.accept(workspace);
            },
            failure -> {
              job = null;
              waiting.setVisible(false);
              problem.setText(
                  failure instanceof IllegalArgumentException
                      ? T.get("connect.invalid", Failures.words(failure))
                      : Failures.words(failure));
            });
  }
}
