package dev.impuls.engine.http;

import java.util.List;

/**
 * The addresses whose first bits are the same.
 *
 * @param prefix how many bits
 * @param bytes at least as many as the prefix has
 */
record AddressRange(int prefix, List<Integer> bytes) {
  static AddressRange range(int prefix, Integer... bytes) {
    return new AddressRange(prefix, List.of(bytes));
  }

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
