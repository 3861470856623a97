package dev.impuls.function;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names one state of one function: two functions that read the same have the same revision, in
 * whichever store they are kept, and any difference a client can see gives another one.
 *
 * <p>It is the first 128 bits of a SHA-256 over every field but {@code code_path} (which says where
 * a backend keeps the code, not what the function is), each written as its UTF-8 length in four
 * bytes followed by its bytes, times as RFC 3339, the environment in key order behind its size.
 * Group and isolation follow if either is not the default, so that functions without them have the
 * revisions they had before there were any.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record Revision(String value) {

  private static final int DIGITS = 32;

  static Revision of(FunctionSummary summary, String code, Map<String, String> environment) {
    return new Revision(sha256(summary, code, environment).substring(0, DIGITS));
  }

  static String sha256(FunctionSummary summary, String code, Map<String, String> environment) {
    MessageDigest digest = sha256();
    update(digest, summary.id());
    update(digest, summary.name());
    update(digest, summary.description());
    update(digest, summary.runtime());
    update(digest, summary.handler());
    update(digest, code);
    update(digest, Integer.toString(summary.memoryMb()));
    update(digest, Integer.toString(summary.timeoutSec()));
    update(digest, Integer.toString(environment.size()));
    new TreeMap<>(environment)
        .forEach(
            (key, value) -> {
              update(digest, key);
              update(digest, value);
            });
    update(digest, summary.createdAt().toString());
    update(digest, summary.updatedAt().toString());
    if (!summary.placement().equals(Placement.DEFAULT)) {
      update(digest, summary.placement().group());
      update(digest, summary.placement().isolation());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
