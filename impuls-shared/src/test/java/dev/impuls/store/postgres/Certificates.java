package dev.impuls.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signs, as PEM files, made by the JDK's keytool. */
final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Path store;

  /** An authority of that name. */
  Certificates(Path directory, String name) throws Exception {
    this.directory = Files.createDirectories(directory.resolve(name));
    this.store = this.directory.resolve("keys.p12");
    make(name, "-ext", "bc:c");
    Files.writeString(authority(), pem("CERTIFICATE", certificate(name).getEncoded()));
  }

  Path authority() {
    return directory.resolve("root.crt");
  }

  /** Signs a certificate of that name. */
  void sign(String name, String keyAlgorithm) throws Exception {
    String issuer = directory.getFileName().toString();
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-keyalg",
            keyAlgorithm,
            "-validity",
            "30",
            "-signer",
            issuer));
    Files.writeString(
        directory.resolve(name + ".crt"), pem("CERTIFICATE", certificate(name).getEncoded()));
    Path key = directory.resolve(name + ".key");
    Files.writeString(key, pem("PRIVATE KEY", key(name).getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  Path certificateFile(String name) {
    return directory.resolve(name + ".crt");
  }

  Path keyFile(String name) {
    return directory.resolve(name + ".key");
  }

  private void make(String name, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-validity",
                "30"));
    arguments.addAll(List.of(more));
    keytool(arguments);
  }

  private void keytool(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private Certificate certificate(String name) throws IOException, GeneralSecurityException {
    return keys().getCertificate(name);
  }

  private Key key(String name) throws IOException, GeneralSecurityException {
    return keys().getKey(name, PASSWORD.toCharArray());
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
