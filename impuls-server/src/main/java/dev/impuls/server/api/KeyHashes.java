package dev.impuls.server.api;

import java.util.Arrays;

/**
 * The hashes of the keys of the objects that are being read, from the outermost in. Keys with one
 * hash make a hash table a list, in which each further key costs more: the engine's tables are
 * such, and its hash of a text is that of {@link String}.
 */
final class KeyHashes {
  /** Keys by chance share a hash by twos and threes, of a million. */
  private static final int MAX_SAME = 64;

  private static final int FIRST_LENGTH = 16;

  private int[][] hashes = new int[8][];
  private int[] sizes = new int[8];
  private int depth = -1;

  /** An object or array begins. */
  void begin() {
    depth++;
    if (depth == sizes.length) {
      hashes = Arrays.copyOf(hashes, 2 * depth);
      sizes = Arrays.copyOf(sizes, 2 * depth);
    }
    sizes[depth] = 0;
  }

  /** A key of the object. */
  void add(int hash) {
    int[] own = hashes[depth];
    int size = sizes[depth]++;
    if (own == null) {
      own = new int[FIRST_LENGTH];
    } else if (size == own.length) {
      own = Arrays.copyOf(own, 2 * size);
    }
    own[size] = hash;
    hashes[depth] = own;
  }

  /** The object or array ends; false if too many of its keys have the same hash. */
  boolean endIsSpread() {
    int size = sizes[depth];
    int[] own = hashes[depth];
    depth--;
    if (size <= MAX_SAME || own == null) {
      return true;
    }
    Arrays.sort(own, 0, size);
    for (int i = MAX_SAME; i < size; i++) {
      if (own[i] == own[i - MAX_SAME]) {
        return false;
      }
    }
    return true;
  }
}
