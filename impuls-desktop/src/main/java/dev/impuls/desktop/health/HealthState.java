package dev.impuls.desktop.health;

import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.store.StoreStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a workspace: the last of what it said, which may be old.
 *
 * @param status how the storage was when it could be used last; if it never could, how it is
 * @param statistics what was counted of calls, if anybody counts
 * @param asked when the storage answered last; null if it never did
 * @param outage why it does not answer now, for people; empty if it does
 */
record HealthState(
    @Nullable StoreStatus status,
    Optional<InvocationStatistics> statistics,
    @Nullable Instant asked,
    String outage) {

  /** Nothing was said yet. */
  static final HealthState UNKNOWN = new HealthState(null, Optional.empty(), null, "");

  /** Whether the storage takes changes. */
  enum Use {
    WRITABLE,
    READ_ONLY,
    AWAY
  }

  Use use() {
    if (!outage.isEmpty()) {
      return Use.AWAY;
    }
    return status == null || status.writable() ? Use.WRITABLE : Use.READ_ONLY;
  }

  /** The same now that the storage was asked how it is. */
  HealthState heard(StoreStatus now, Instant when) {
    if (now.outage() == null) {
      return new HealthState(now, statistics, when, "");
    }
    StoreStatus last = status == null ? now : status;
    // How many wait for a connection is of interest just then.
    return new HealthState(
        now.pool() == null ? last : last.withPool(now.pool()), statistics, asked, now.outage());
  }

  /** The same now that it was asked what was counted. */
  HealthState counted(Optional<InvocationStatistics> counted) {
    return new HealthState(status, counted, asked, outage);
  }
}
