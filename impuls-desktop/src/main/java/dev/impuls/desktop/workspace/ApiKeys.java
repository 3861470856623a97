package dev.impuls.desktop.workspace;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final CompletableFuture<Optional<Keyring>> system;
  private final Map<URI, String> known = new ConcurrentHashMap<>();

  private ApiKeys(CompletableFuture<Optional<Keyring>> system) {
    this.system = system;
  }

  /** Those of this system's user, whose key store is looked for in the background. */
  public static ApiKeys ofSystem() {
    return new ApiKeys(
        CompletableFuture.supplyAsync(
            ApiKeys::keyring, task -> Thread.ofVirtual().name("impuls-keys").start(task)));
  }

  private static Optional<Keyring> keyring() {
    try {
      return Optional.of(Keyring.create());
    } catch (BackendNotSupportedException | RuntimeException | LinkageError e) {
      log.info("This system has no key store; keys of servers are not kept: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** None that are kept. */
  public static ApiKeys inMemory() {
    return new ApiKeys(CompletableFuture.completedFuture(Optional.empty()));
  }

  /** Whether keys are there again when the console is started again, as far as is known yet. */
  public boolean areKept() {
    return system.getNow(Optional.empty()).isPresent();
  }

  /** The key of a server; null if none is known. */
  public @Nullable String get(URI server) {
    String mine = known.get(server);
    Optional<Keyring> keyring = mine == null ? system.join() : Optional.empty();
    if (keyring.isEmpty()) {
      return mine;
    }
    try {
      return keyring.get().getPassword(SERVICE, server.toString());
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
    Optional<Keyring> keyring = system.join();
    if (keyring.isEmpty()) {
      return false;
    }
    try {
      keyring.get().setPassword(SERVICE, server.toString(), key);
      return true;
    } catch (PasswordAccessException e) {
      log.warn("The key store does not take the key of {}: {}", server, e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    system
        .getNow(Optional.empty())
        .ifPresent(
            keyring -> {
              try {
                keyring.close();
              } catch (Exception e) { // As AutoCloseable declares it.
                log.debug("The key store cannot be closed", e);
              }
            });
  }
}
