package dev.impuls.engine.http;

import static dev.impuls.engine.http.AddressRange.range;

import java.util.List;

/**
 * Addresses that lead to the machine itself, to what is on its link or to what clouds give out
 * credentials from, or to many at once; and IPv6 addresses that have such an IPv4 address in them.
 */
final class SpecialAddresses {
  static final int NOT_SPECIAL = -1;

  private static final List<AddressRange> IPV4 =
      List.of(
          range(8, 0), // this machine
          range(8, 127), // loopback
          range(16, 169, 254), // link-local
          range(32, 100, 100, 100, 200), // a cloud's metadata
          range(32, 168, 63, 129, 16), // a cloud's metadata
          range(32, 192, 0, 0, 192), // a cloud's metadata
          range(4, 224), // multicast
          range(4, 240)); // reserved, broadcast

  private static final List<AddressRange> IPV6 =
      List.of(
          range(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), // unspecified
          range(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), // loopback
          range(10, 0xfe, 0x80), // link-local
          range(8, 0xff), // multicast
          range(128, 0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54), // metadata
          range(128, 0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54), // metadata
          range(128, 0xfd, 0, 0, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x42)); // metadata

  private SpecialAddresses() {}

  /**
   * How long a network's prefix is at least that names this address and has none but special ones;
   * {@link #NOT_SPECIAL} if this one is not.
   */
  static int prefixToName(byte[] address) {
    int own = prefix(address.length == 4 ? IPV4 : IPV6, address);
    if (own != NOT_SPECIAL) {
      return own;
    }
    return EmbeddedAddress.in(address).stream()
        .filter(embedded -> prefix(IPV4, embedded.bytes()) != NOT_SPECIAL)
        .mapToInt(embedded -> embedded.at() + prefix(IPV4, embedded.bytes()))
        .max()
        .orElse(NOT_SPECIAL);
  }

  private static int prefix(List<AddressRange> ranges, byte[] address) {
    return ranges.stream()
        .filter(range -> range.has(address))
        .mapToInt(AddressRange::prefix)
        .findFirst()
        .orElse(NOT_SPECIAL);
  }
}
