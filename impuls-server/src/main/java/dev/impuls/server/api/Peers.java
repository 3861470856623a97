package dev.impuls.server.api;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;

/**
 * Tells clients on this machine from others, which are not told where on it, or in which network,
 * the functions are kept.
 */
final class Peers {
  private static final String LOCATION = Peers.class.getName() + ".location";
  private static final String HIDDEN = "…";

  /** What programs in between say of whom they speak for. */
  private static final List<String> OF_SOMEBODY_ELSE =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

  private Peers() {}

  /** Takes note of what strangers are not told: where the functions of a server are kept. */
  static void hide(Server server, String location) {
    server.setAttribute(LOCATION, location);
  }

  /** Whether a request is of a client on this machine, as far as can be told. */
  static boolean isLocal(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress address
        && address.getAddress() != null
        && address.getAddress().isLoopbackAddress()
        && OF_SOMEBODY_ELSE.stream().noneMatch(request.getHeaders()::contains);
  }

  /** A message as this client may read it. */
  static String told(Request request, String message) {
    Server server = request.getConnectionMetaData().getConnector().getServer();
    return server.getAttribute(LOCATION) instanceof String location
            && !location.isEmpty()
            && !isLocal(request)
        ? message.replace(location, HIDDEN)
        : message;
  }

  /** An error as this client may read it. */
  static ApiError told(Request request, ApiError error) {
    String message = told(request, error.message());
    return message.equals(error.message())
        ? error
        : new ApiError(error.status(), error.code(), message, error.details(), error.headers());
  }
}
