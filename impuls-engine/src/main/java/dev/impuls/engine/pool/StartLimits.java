package dev.impuls.engine.pool;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What a process may take to start.
 *
 * @param processorTime how much of it it may use
 * @param standstill how long it may use next to none
 * @param patience how long a call waits for it
 */
record StartLimits(Duration processorTime, Duration standstill, Duration patience) {
  static final StartLimits DEFAULT =
      new StartLimits(Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(1));

  private static final int LOOKS = 12;

  /** How often it is looked at, as that has its price. */
  Duration lookEvery() {
    return Collections.min(List.of(processorTime, standstill, patience)).dividedBy(LOOKS);
  }
}
