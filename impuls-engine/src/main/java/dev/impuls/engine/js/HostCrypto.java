package dev.impuls.engine.js;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** Random numbers and hashes, which are the JDK's. Bytes come and go in the function's buffers. */
final class HostCrypto {
  private static final int CHUNK = 64 * 1024;

  /** Node's names and the JDK's, and what the JDK calls their HMAC. */
  private static final Map<String, String> ALGORITHMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("md5", "MD5"),
              Map.entry("sha1", "SHA-1"),
              Map.entry("sha224", "SHA-224"),
              Map.entry("sha256", "SHA-256"),
              Map.entry("sha384", "SHA-384"),
              Map.entry("sha512", "SHA-512"),
              Map.entry("sha512-224", "SHA-512/224"),
              Map.entry("sha512-256", "SHA-512/256"),
              Map.entry("sha3-224", "SHA3-224"),
              Map.entry("sha3-256", "SHA3-256"),
              Map.entry("sha3-384", "SHA3-384"),
              Map.entry("sha3-512", "SHA3-512")));

  private @Nullable SecureRandom random;

  static List<String> algorithms() {
    return List.copyOf(ALGORITHMS.keySet());
  }

  /** Fills that part of a buffer. */
  void random(Value buffer, long offset, long length) {
    HostBuffers.requirePart(buffer, offset, length);
    SecureRandom source = random == null ? new SecureRandom() : random;
    random = source;
    var bytes = new byte[(int) Math.min(CHUNK, length)];
    for (long done = 0; done < length; done += bytes.length) {
      source.nextBytes(bytes);
      for (int i = 0; i < bytes.length && done + i < length; i++) {
        buffer.writeBufferByte(offset + done + i, bytes[i]);
      }
    }
  }

  /** What one hash under way can do; with a key it is an HMAC. */
  private interface Hashing {
    void update(byte[] bytes, int length);

    byte[] digest();

    Hashing copy() throws CloneNotSupportedException;
  }

  private record Digest(MessageDigest digesting) implements Hashing {
    @Override
    public void update(byte[] bytes, int length) {
      digesting.update(bytes, 0, length);
    }

    @Override
    public byte[] digest() {
      return digesting.digest();
    }

    @Override
    public Hashing copy() throws CloneNotSupportedException {
      return new Digest((MessageDigest) digesting.clone());
    }
  }

  private record Hmac(Mac mac) implements Hashing {
    @Override
    public void update(byte[] bytes, int length) {
      mac.update(bytes, 0, length);
    }

    @Override
    public byte[] digest() {
      return mac.doFinal();
    }

    @Override
    public Hashing copy() throws CloneNotSupportedException {
      return new Hmac((Mac) mac.clone());
    }
  }

  /**
   * A hash under way: {@code ("update", buffer, offset, length)}, {@code ("copy")}, and {@code
   * ("digest")}, which answers a string of a character for each byte. Null if there is none of that
   * name.
   *
   * @param key the buffer with the key of an HMAC, or null
   */
  static @Nullable ProxyExecutable digest(String name, Value key, long offset, long length) {
    String algorithm = ALGORITHMS.get(name.replaceFirst("^rsa-", "").replaceFirst("^sha-", "sha"));
    if (algorithm == null) {
      return null;
    }
    try {
      if (key.isNull()) {
        return executable(new Digest(MessageDigest.getInstance(algorithm)));
      }
      byte[] bytes = HostBuffers.read(key, offset, length);
      String hmac =
          "Hmac" + (algorithm.startsWith("SHA-") ? algorithm.replaceFirst("-", "") : algorithm);
      Mac mac = Mac.getInstance(hmac);
      mac.init(new SecretKeySpec(bytes, hmac));
      return executable(new Hmac(mac));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }

  private static ProxyExecutable executable(Hashing hashing) {
    return HostCalls.guard(
        arguments ->
            switch (arguments[0].asString()) {
              case "update" -> {
                update(hashing, arguments[1], arguments[2].asLong(), arguments[3].asLong());
                yield null;
              }
              case "copy" -> {
                try {
                  yield executable(hashing.copy());
                } catch (CloneNotSupportedException e) {
                  throw new IllegalStateException(e);
                }
              }
              default -> new String(hashing.digest(), StandardCharsets.ISO_8859_1);
            });
  }

  private static void update(Hashing hashing, Value buffer, long offset, long length) {
    HostBuffers.requirePart(buffer, offset, length);
    var chunk = new byte[(int) Math.min(CHUNK, length)];
    for (long done = 0; done < length; done += chunk.length) {
      int next = (int) Math.min(chunk.length, length - done);
      buffer.readBuffer(offset + done, chunk, 0, next);
      hashing.update(chunk, next);
    }
  }
}
