package dev.impuls.desktop.workspace;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.store.StoreAddress;
import java.io.File;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What a window shows that has no workspace: those opened before, and how to open another one. */
public final class WelcomeView extends ScrollPane {
  private static final Texts T = Texts.of(WelcomeView.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
          .withZone(ZoneId.systemDefault());
  private static final PseudoClass DROPPING = PseudoClass.getPseudoClass("dropping");

  private final RecentWorkspaces recent;
  private final Actions actions;
  private final VBox list = new VBox();

  /** What a person can do here. */
  public interface Actions {
    /** Opens a workspace. */
    void open(Address address);

    /** Asks for a directory. */
    void chooseDirectory();

    /** Asks for a server. */
    void connect();

    /** Opens the sample. */
    void openSample();
  }

  /** One with what was opened before. */
  public WelcomeView(RecentWorkspaces recent, Actions actions) {
    this.recent = recent;
    this.actions = actions;
    getStyleClass().add("welcome");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);

    var title = new Label(T.get("welcome.title"));
    title.getStyleClass().add(Styles.TITLE_1);
    var subtitle = new Label(T.get("welcome.subtitle"));
    subtitle.getStyleClass().addAll("muted", Styles.TEXT_MUTED);
    subtitle.setWrapText(true);

    var column =
        new VBox(
            title,
            subtitle,
            action(
                "open-directory",
                Feather.FOLDER,
                T.get("welcome.directory"),
                T.get("welcome.directory.hint"),
                actions::chooseDirectory),
            action(
                "connect",
                Feather.SERVER,
                T.get("welcome.server"),
                T.get("welcome.server.hint"),
                actions::connect),
            action(
                "open-sample",
                Feather.COFFEE,
                T.get("welcome.sample"),
                T.get("welcome.sample.hint"),
                actions::openSample),
            list);
    column.getStyleClass().add("welcome-column");
    list.getStyleClass().add("recent");
    var around = new HBox(column);
    around.setAlignment(Pos.TOP_CENTER);
    HBox.setHgrow(column, Priority.SOMETIMES);
    setContent(around);

    recent.all().addListener((ListChangeListener<Object>) _ -> showRecent());
    showRecent();
    setOnDragOver(this::mayDrop);
    setOnDragExited(_ -> pseudoClassStateChanged(DROPPING, false));
    setOnDragDropped(this::drop);
  }

  private static HBox action(String id, Feather icon, String text, String hint, Runnable runnable) {
    var title = new Hyperlink(text);
    title.setId(id);
    title.getStyleClass().add(Styles.TEXT_BOLD);
    title.setAccessibleHelp(hint);
    title.setOnAction(_ -> runnable.run());
    var explained = new Label(hint);
    explained.getStyleClass().add("muted");
    explained.setWrapText(true);
    explained.setMinHeight(Region.USE_PREF_SIZE);
    var texts = new VBox(title, explained);
    HBox.setHgrow(texts, Priority.ALWAYS);
    var card = new HBox(Icons.of(icon), texts);
    card.getStyleClass().add("welcome-action");
    card.setOnMouseClicked(_ -> runnable.run());
    return card;
  }

  private void showRecent() {
    list.getChildren().clear();
    if (recent.all().isEmpty()) {
      return;
    }
    var title = new Label(T.get("welcome.recent"));
    title.getStyleClass().add(Styles.TITLE_4);
    list.getChildren().add(title);
    recent.all().forEach(one -> list.getChildren().add(row(one)));
  }

  private Region row(RecentWorkspaces.Recent one) {
    var address = new Hyperlink(one.address());
    address.setOnAction(_ -> parse(one.address()).ifPresent(actions::open));
    address.setMinWidth(0);
    var when = new Label(TIME.format(one.opened()));
    when.getStyleClass().add("muted");
    when.setMinWidth(Region.USE_PREF_SIZE);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button forget =
        Icons.button(Feather.X, T.get("welcome.forget", one.address()), () -> recent.remove(one));
    var icon = Icons.of(StoreAddress.isServer(one.address()) ? Feather.SERVER : Feather.FOLDER);
    var row = new HBox(icon, address, space, when, forget);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("recent-row");
    return row;
  }

  private static Optional<Address> parse(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Written by another system.
    }
  }

  // ---- Dropping a directory or a URL ----

  private static Optional<Address> dropped(Clipboard board) {
    List<File> files = board.hasFiles() ? board.getFiles() : List.of();
    if (files.size() == 1 && files.getFirst().isDirectory()) {
      return Optional.of(new Address.Directory(files.getFirst().toPath()));
    }
    String text = board.hasUrl() ? board.getUrl() : board.getString();
    return text == null || !StoreAddress.isServer(text) ? Optional.empty() : parse(text);
  }

  private void mayDrop(DragEvent event) {
    if (dropped(event.getDragboard()).isPresent()) {
      event.acceptTransferModes(TransferMode.COPY_OR_MOVE);
      pseudoClassStateChanged(DROPPING, true);
    }
    event.consume();
  }

  private void drop(DragEvent event) {
    Optional<Address> address = dropped(event.getDragboard());
    address.ifPresent(actions::open);
    event.setDropCompleted(address.isPresent());
    event.consume();
  }
}
