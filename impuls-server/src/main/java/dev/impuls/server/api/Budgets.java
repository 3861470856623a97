package dev.impuls.server.api;

/**
 * What requests may take together, so that no number of clients uses up the server's memory or its
 * disk. What is not in use by requests is left to the functions, the store and its cache.
 *
 * @param receiving memory of short bodies while they come, at their clients' pace
 * @param work memory to read bodies that have come and to write answers of functions; taken for as
 *     long as the server needs, not its clients, but for answers they are slow to take
 * @param results memory of what calls returned and clients have not taken yet
 * @param disk of long bodies while they come
 */
record Budgets(Budget receiving, Budget work, Budget results, Budget disk) {
  private static final long DISK_BYTES = 256L * 1024 * 1024;

  /** Those for a Java heap that may grow to so many bytes. */
  static Budgets ofHeap(long bytes) {
    return new Budgets(
        new Budget(bytes / 16),
        new Budget(bytes / 4),
        new Budget(bytes / 8),
        new Budget(DISK_BYTES));
  }
}
