package dev.impuls.desktop;

import dev.impuls.desktop.ui.Theme;
import dev.impuls.store.Await;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The UI thread, real windows and pictures of them, for tests. */
public final class Ui {
  private static final int PATIENCE_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
  private static final FxRobot ROBOT = new FxRobot();
  private static final Path SCREENS = Path.of("target", "screens");

  private Ui() {}

  private static final class Started {
    static final Theme THEME = start();

    private static Theme start() {
      try {
        FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
      } catch (TimeoutException e) {
        throw new IllegalStateException(e);
      }
      return callStarted(Theme::new);
    }
  }

  /** The theme of all windows; starts the UI if need be. */
  public static Theme theme() {
    return Started.THEME;
  }

  /** Does something on the UI thread and answers what came of it. */
  public static <T> T call(Callable<T> action) {
    theme();
    return callStarted(action);
  }

  private static <T> T callStarted(Callable<T> action) {
    var task = new FutureTask<T>(action);
    if (Platform.isFxApplicationThread()) {
      task.run();
    } else {
      Platform.runLater(task);
    }
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("the UI thread is busy", e);
    }
  }

  /** Does something on the UI thread. */
  public static void run(Runnable action) {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Waits until that holds on the UI thread. */
  public static void await(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, PATIENCE, () -> call(condition));
  }

  /**
   * Waits until a node shows.
   *
   * @param query as TestFX has it: {@code #id}, {@code .style-class}, or the text of a control
   */
  public static Node node(String query) throws Exception {
    await("there is " + query, () -> shown(query).isPresent());
    return call(() -> shown(query).orElseThrow());
  }

  private static Optional<Node> shown(String query) {
    return ROBOT.lookup(query).queryAll().stream().filter(Ui::shows).findFirst();
  }

  /** Whether a node is to be seen. */
  public static boolean shows(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null && node.getScene().getWindow().isShowing();
  }

  /** Whether no node shows of that query. */
  public static boolean isGone(String query) {
    return call(() -> shown(query).isEmpty());
  }

  /** Presses the mouse on a node, once it shows. */
  public static void click(String query) throws Exception {
    Node node = node(query);
    try {
      ROBOT.clickOn(node);
    } catch (RuntimeException e) {
      if (call(() -> node.getScene() != null)) {
        throw e;
      }
      ROBOT.clickOn(node(query)); // It was put elsewhere just then.
    }
  }

  /** A window with that scene, on the screen. */
  public static Stage show(Callable<Scene> scene) {
    return call(
        () -> {
          var stage = new Stage();
          Scene shown = scene.call();
          Theme.style(shown);
          stage.setScene(shown);
          stage.show();
          return stage;
        });
  }

  /** Pictures of a scene, in light and in dark, in {@code target/screens}. */
  public static void picture(Scene scene, String name) {
    for (var choice : new Theme.Choice[] {Theme.Choice.DARK, Theme.Choice.LIGHT}) {
      run(() -> theme().choiceProperty().set(choice));
      // Styles, layout and pictures of icons settle with the next pulses.
      for (int pulse = 0; pulse < 3; pulse++) {
        awaitPulse(scene);
      }
      WritableImage image = call(() -> scene.snapshot(null));
      write(image, name + "-" + (choice == Theme.Choice.DARK ? "dark" : "light"));
    }
  }

  /** Waits until a scene was laid out once more. */
  public static void awaitPulse(Scene scene) {
    awaitPulse(scene, () -> {});
  }

  /** Does something on the UI thread, and waits until the scene was laid out with it. */
  public static void awaitPulse(Scene scene, Runnable action) {
    var done = new FutureTask<>(() -> true);
    run(
        () -> {
          action.run();
          var listener = new Runnable[1];
          listener[0] =
              () -> {
                scene.removePostLayoutPulseListener(listener[0]);
                done.run();
              };
          scene.addPostLayoutPulseListener(listener[0]);
          Platform.requestNextPulse();
        });
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a picture into {@code target/screens}. */
  public static void write(WritableImage image, String name) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    try {
      Files.createDirectories(SCREENS);
      ImageIO.write(picture, "png", SCREENS.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
