package dev.impuls.engine.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.IntPredicate;

/** What of the network is this machine, and what of the machine is this program. */
public interface OwnAddresses {
  /**
   * Whether one of this machine's network interfaces has that address at this moment.
   *
   * @throws SocketException if the system does not tell
   */
  boolean has(InetAddress address) throws SocketException;

  /** Whether this program takes requests on that port. */
  boolean listensOn(int port);

  /** Asks the system, each time anew, as interfaces come and go. */
  static OwnAddresses ofMachine(IntPredicate listensOn) {
    return new OwnAddresses() {
      @Override
      public boolean has(InetAddress address) throws SocketException {
        return NetworkInterface.getByInetAddress(address) != null;
      }

      @Override
      public boolean listensOn(int port) {
        return listensOn.test(port);
      }
    };
  }
}
