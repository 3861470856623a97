package dev.impuls.store.file;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;

/** How to start a process that modes of files keep out. */
final class Unprivileged {
  private static final List<String> WITHOUT_OVERRIDE =
      List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner");

  private Unprivileged() {}

  /** What to put before its command; skips the test where that cannot be had. */
  static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    String[] probe = {WITHOUT_OVERRIDE.get(0), WITHOUT_OVERRIDE.get(1), "true"};
    assumeThat(Children.works(probe))
        .as("root may read and write everything, and setpriv cannot take that from a process here")
        .isTrue();
    return WITHOUT_OVERRIDE;
  }
}
