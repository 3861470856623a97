package dev.impuls.store.postgres;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * A Unix socket in the place of a host, as libpq takes it: the directory it is in. The driver needs
 * junixsocket for it, which may be left out. There is no TLS on it, whatever {@code sslmode} says.
 */
final class UnixSocket {
  private static final String FACTORY = "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg";
  private static final String FILE = "/.s.PGSQL.";

  private UnixSocket() {}

  static boolean is(String host) {
    return host.startsWith("/") || host.startsWith("@");
  }

  /**
   * Makes the driver connect to it.
   *
   * @throws IllegalArgumentException if that cannot be done here; for people
   */
  static void use(String directory, String port, Properties properties) {
    if (directory.startsWith("@")) {
      throw new IllegalArgumentException(
          "an abstract Unix socket is one this server cannot connect to; name its directory");
    }
    try {
      Class.forName(FACTORY, false, UnixSocket.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Unix sockets need the library junixsocket, which is not there; name a host such as"
              + " localhost");
    }
    properties.setProperty("PGHOST", "localhost"); // The only one the factory takes.
    properties.setProperty("PGPORT", port);
    properties.setProperty(PGProperty.SOCKET_FACTORY.getName(), FACTORY);
    properties.setProperty(PGProperty.SOCKET_FACTORY_ARG.getName(), directory + FILE + port);
    properties.setProperty(PGProperty.SSL_MODE.getName(), "disable");
    properties.setProperty(PGProperty.GSS_ENC_MODE.getName(), "disable");
    properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "false");
  }

  /** The directory of the one that is used; null if none is. */
  static @Nullable String directory(Properties properties) {
    String file = properties.getProperty(PGProperty.SOCKET_FACTORY_ARG.getName(), "");
    int end = file.lastIndexOf(FILE);
    return FACTORY.equals(properties.getProperty(PGProperty.SOCKET_FACTORY.getName())) && end >= 0
        ? file.substring(0, end)
        : null;
  }
}
