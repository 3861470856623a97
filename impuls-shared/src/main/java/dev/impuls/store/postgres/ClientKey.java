package dev.impuls.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of a client's private key: the driver has to be told of which kind it is. */
final class ClientKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private ClientKey() {}

  /**
   * The algorithm of a key in PEM, or null for one in another form, which tells it itself.
   *
   * @throws IllegalArgumentException if it cannot be used; the message is for people
   */
  static @Nullable String algorithm(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("the key in " + file + " cannot be read", e);
    }
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      if (text.contains("PRIVATE KEY-----")) {
        throw new IllegalArgumentException(
            "the key in "
                + file
                + " is in a form that cannot be read here; openssl pkcs8 -topk8 -nocrypt makes one"
                + " of it that can");
      }
      return null;
    }
    byte[] key;
    try {
      key = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw unreadable(file);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
        return algorithm;
      } catch (GeneralSecurityException e) {
        // It is of another.
      }
    }
    throw unreadable(file);
  }

  private static IllegalArgumentException unreadable(Path file) {
    return new IllegalArgumentException("the key in " + file + " is damaged, or of no kind known");
  }
}
