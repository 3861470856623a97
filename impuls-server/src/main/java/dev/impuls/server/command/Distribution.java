package dev.impuls.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

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
}
