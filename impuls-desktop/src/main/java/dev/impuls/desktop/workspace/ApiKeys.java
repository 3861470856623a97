package dev.impuls.desktop.workspace;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of servers: in the operating system's key store, never in a file. Where there is no such
 * store they are known until the console ends. Safe for use by any number of threads; the system
 * may ask its user before it answers.
 */
public final class ApiKeys implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  private static final String SERVICE = "Impuls";

  private final @Nullable Keyring system;
  private final Map<URI, String> known = new ConcurrentHashMap<>();

  private ApiKeys(@Nullable Keyring system) {
    this.system = system;
  }

  /** Those of this system's user. */
  public static ApiKeys ofSystem() {
    try {
      return new ApiKeys(Keyring.create());
    } catch (BackendNotSupportedException | RuntimeException | LinkageError e) {
      log.info("This system has no key store; keys of servers are not kept: {}", e.getMessage());
      return inMemory();
    }
  }

  /** None that are kept. */
  public static ApiKeys inMemory() {
    return new ApiKeys(null);
  }

  /** Whether keys are there again when the console is started again. */
  public boolean areKept() {
    return system != null;
  }

  /** The key of a server; null if none is known. */
  public @Nullable String get(URI server) {
    String mine = known.get(server);
    if (mine != null || system == null) {
      return mine;
    }
    try {
      return system.getPassword(SERVICE, server.toString());
    } catch (PasswordAccessException e) {
      log.debug("The key store has no key of {}", server, e);
      return null;
    }
  }

  /**
   * Keeps the key of a server.
   *
   * @return whether it is there again when the console is started again
   */
  public boolean set(URI server, String key) {
    known.put(server, key);
    if (system == null) {
      return false;
    }
    try {
      system.setPassword(SERVICE, server.toString(), key);
      return true;
    } catch (PasswordAccessException e) {
      log.warn("The key store does not take the key of {}: {}", server, e.getMessage());
      return false;
    }
  }

  /** Forgets the key of a server. */
  public void remove(URI server) {
    known.remove(server);
    if (system == null) {
      return;
    }
    try {
      system.deletePassword(SERVICE, server.toString());
    } catch (PasswordAccessException e) {
      log.debug("The key store had no key of {}", server, e);
    }
  }

  @Override
  public void close() {
    if (system != null) {
      try {
        system.close();
      } catch (Exception e) { // As AutoCloseable declares it.
        log.debug("The key store cannot be closed", e);
      }
    }
  }
}
