package dev.impuls.engine.http;

import static dev.impuls.engine.http.AddressRange.range;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * An IPv4 address within an IPv6 one, to which a gateway or a tunnel may pass a request on.
 *
 * @param at the bit of the IPv6 address that it begins with
 */
record EmbeddedAddress(InetAddress address, int at) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private static final AddressRange TEREDO = range(32, 0x20, 0x01, 0, 0);

  private static final List<Form> FORMS =
      List.of(
          new Form(range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 12, 0), // IPv4-compatible
          new Form(range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), 12, 0), // IPv4-mapped
          new Form(range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0), 12, 0), // IPv4-translated
          new Form(range(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0), 12, 0), // NAT64
          new Form(range(48, 0, 0x64, 0xff, 0x9b, 0, 1), 12, 0), // NAT64 of a site
          new Form(range(16, 0x20, 0x02), 2, 0), // 6to4
          new Form(TEREDO, 4, 0), // its server
          new Form(TEREDO, 12, 0xff)); // its client

  /**
   * Where addresses of a range have one.
   *
   * @param at the byte it begins with
   * @param mask what each of its bytes is written with
   */
  private record Form(AddressRange range, int at, int mask) {}

  /** All that an address has in it; none of an IPv4 address. */
  static List<EmbeddedAddress> in(byte[] address) {
    var found = new ArrayList<EmbeddedAddress>();
    if (address.length == IPV6_BYTES) {
      for (Form form : FORMS) {
        if (form.range().has(address)) {
          byte[] ipv4 = new byte[IPV4_BYTES];
          for (int i = 0; i < ipv4.length; i++) {
            ipv4[i] = (byte) (address[form.at() + i] ^ form.mask());
          }
          found.add(new EmbeddedAddress(address(ipv4), form.at() * Byte.SIZE));
        }
      }
    }
    return found;
  }

  private static InetAddress address(byte[] ipv4) {
    try {
      return InetAddress.getByAddress(ipv4);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  byte[] bytes() {
    return address.getAddress();
  }
}
