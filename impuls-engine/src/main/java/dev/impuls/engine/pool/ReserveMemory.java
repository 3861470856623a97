package dev.impuls.engine.pool;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the machine has memory for a worker in reserve, and says so if it has not. */
final class ReserveMemory {
  private static final Logger log = LoggerFactory.getLogger(ReserveMemory.class);
  private static final long LEAST_MB = 2048;
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int KIB = 1024;
  private static final long MIB = 1024L * 1024;

  private boolean said;

  /** To be asked by one thread at a time. */
  boolean isThere() {
    long free = Math.max(freeMb(), availableMb());
    if (free >= LEAST_MB) {
      said = false;
      return true;
    }
    if (!said) {
      said = true;
      log.info("No worker is kept in reserve: {} MiB of memory are free, not {}", free, LEAST_MB);
    }
    return false;
  }

  /** Within the limit of a container, too. */
  private static long freeMb() {
    return MACHINE.getFreeMemorySize() / MIB;
  }

  /** What the kernel would give, files that it keeps in memory included; 0 in a container. */
  private static long availableMb() {
    try {
      long total = 0;
      long available = 0;
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        String[] parts = line.split("\\s+", -1);
        if (parts[0].equals("MemTotal:")) {
          total = Long.parseLong(parts[1]) / KIB;
        } else if (parts[0].equals("MemAvailable:")) {
          available = Long.parseLong(parts[1]) / KIB;
        }
      }
      return MACHINE.getTotalMemorySize() / MIB < total ? 0 : available;
    } catch (IOException | NumberFormatException e) {
      return 0; // No Linux.
    }
  }
}
