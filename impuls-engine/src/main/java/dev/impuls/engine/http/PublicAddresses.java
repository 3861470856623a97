package dev.impuls.engine.http;

import static dev.impuls.engine.http.AddressRange.range;

import java.util.List;

/**
 * Addresses of the internet: none that IANA has set aside for private networks, providers, tests,
 * examples or protocols, and no IPv6 address with such an IPv4 address in it.
 */
final class PublicAddresses {
  /** Beside {@link SpecialAddresses}. */
  private static final List<AddressRange> OTHER_IPV4 =
      List.of(
          range(8, 10), // private
          range(10, 100, 64), // of providers
          range(12, 172, 16), // private
          range(24, 192, 0, 0), // protocols
          range(24, 192, 0, 2), // examples
          range(24, 192, 88, 99), // relays
          range(16, 192, 168), // private
          range(15, 198, 18), // measurements
          range(24, 198, 51, 100), // examples
          range(24, 203, 0, 113)); // examples

  private static final AddressRange NAT64 = range(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final AddressRange UNICAST_IPV6 = range(3, 0x20);

  private static final List<AddressRange> OTHER_IPV6 =
      List.of(
          range(23, 0x20, 0x01, 0), // protocols, tunnels
          range(32, 0x20, 0x01, 0x0d, 0xb8), // examples
          range(20, 0x3f, 0xff, 0)); // examples

  private PublicAddresses() {}

  static boolean has(byte[] address) {
    if (SpecialAddresses.prefixToName(address) != SpecialAddresses.NOT_SPECIAL) {
      return false;
    }
    if (address.length == 4) {
      return OTHER_IPV4.stream().noneMatch(range -> range.has(address));
    }
    return (UNICAST_IPV6.has(address) || NAT64.has(address))
        && OTHER_IPV6.stream().noneMatch(range -> range.has(address))
        && EmbeddedAddress.in(address).stream().allMatch(embedded -> has(embedded.bytes()));
  }
}
