package dev.impuls.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What this program was started from. */
public final class Distribution {
  private Distribution() {}

  /** Its version. */
  public static String version() {
    var properties = new Properties();
    try (InputStream in = Distribution.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /**
   * Where the Graal compiler is: beside the libraries; null elsewhere than in a distribution, where
   * there is none.
   */
  public static @Nullable String compilerPath() {
    try {
      Path own =
          Path.of(Distribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path compiler = own.resolveSibling("graal");
      return Files.isDirectory(compiler) ? compiler.toString() : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
