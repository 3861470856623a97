package dev.impuls.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What people give as the address of a server. */
final class ServerAddress {
  private ServerAddress() {}

  /**
   * The address that paths of the API are put behind.
   *
   * @throws IllegalArgumentException if it is none; the message says why, for people
   */
  static URI of(URI given) {
    @Nullable String scheme = given.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException("it must begin with http:// or https://");
    }
    if (given.getHost() == null) {
      throw new IllegalArgumentException("it has no host");
    }
    if (given.getRawQuery() != null || given.getRawFragment() != null) {
      throw new IllegalArgumentException("it must end with the path");
    }
    if (given.getRawUserInfo() != null) {
      throw new IllegalArgumentException("it must not have a password in it");
    }
    String path = given.getRawPath().replaceFirst("/+$", "").replaceFirst("/api/v1$", "");
    return URI.create(scheme + "://" + given.getRawAuthority() + path);
  }
}
