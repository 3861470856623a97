package dev.impuls.invoke.http;

import java.util.List;

/**
 * Addresses that lead to the machine itself, to what is on its link (where clouds give out
 * credentials), or to many at once; and IPv6 addresses that have such an IPv4 address in them.
 */
final class SpecialAddresses {
  static final int NOT_SPECIAL = -1;

  private static final int IPV6_BITS = 128;

  private static final List<Range> IPV4 =
      List.of(
          range(8, 0), // this machine
          range(8, 127), // loopback
          range(16, 169, 254), // link-local
          range(32, 100, 100, 100, 200), // a cloud's metadata
          range(4, 224), // multicast
          range(4, 240)); // reserved, broadcast

  private static final List<Range> IPV6 =
      List.of(
          range(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), // unspecified
          range(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), // loopback
          range(10, 0xfe, 0x80), // link-local
          range(8, 0xff), // multicast
          range(128, 0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54), // metadata
          range(128, 0xfd, 0x20, 0, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54)); // metadata

  /** Prefixes after which there is an IPv4 address. */
  private static final List<Range> WITH_IPV4 =
      List.of(
          range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), // IPv4-compatible
          range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), // IPv4-mapped
          range(96, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0), // IPv4-translated
          range(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0), // NAT64
          range(96, 0, 0x64, 0xff, 0x9b, 0, 1, 0, 0, 0, 0, 0, 0), // NAT64 of a site
          range(16, 0x20, 0x02)); // 6to4

  private static final Range TEREDO = range(32, 0x20, 0x01, 0, 0);
  private static final int TEREDO_SERVER = 4;
  private static final int TEREDO_CLIENT = 12;

  private SpecialAddresses() {}

  /**
   * @param prefix in bits
   * @param bytes at least as many as the prefix has
   */
  private record Range(int prefix, List<Integer> bytes) {
    boolean has(byte[] address) {
      for (int i = 0; i * 8 < prefix; i++) {
        int different = (address[i] ^ bytes.get(i)) & 0xff;
        if (different >> Math.max(0, 8 - (prefix - i * 8)) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static Range range(int prefix, Integer... bytes) {
    return new Range(prefix, List.of(bytes));
  }

  /**
   * How long a network's prefix is at least that names this address and has none but special ones;
   * {@link #NOT_SPECIAL} if this one is not.
   */
  static int prefixToName(byte[] address) {
    if (address.length == 4) {
      return prefix(IPV4, address);
    }
    int own = prefix(IPV6, address);
    if (own != NOT_SPECIAL) {
      return own;
    }
    for (Range range : WITH_IPV4) {
      if (range.has(address)) {
        int within = prefix(IPV4, ipv4(address, range.prefix() / 8, 0));
        return within == NOT_SPECIAL ? NOT_SPECIAL : range.prefix() + within;
      }
    }
    if (TEREDO.has(address)
        && (prefix(IPV4, ipv4(address, TEREDO_SERVER, 0)) != NOT_SPECIAL
            || prefix(IPV4, ipv4(address, TEREDO_CLIENT, 0xff)) != NOT_SPECIAL)) {
      return IPV6_BITS;
    }
    return NOT_SPECIAL;
  }

  private static int prefix(List<Range> ranges, byte[] address) {
    return ranges.stream()
        .filter(range -> range.has(address))
        .mapToInt(Range::prefix)
        .findFirst()
        .orElse(NOT_SPECIAL);
  }

  private static byte[] ipv4(byte[] address, int at, int mask) {
    byte[] ipv4 = new byte[4];
    for (int i = 0; i < ipv4.length; i++) {
      ipv4[i] = (byte) (address[at + i] ^ mask);
    }
    return ipv4;
  }
}
