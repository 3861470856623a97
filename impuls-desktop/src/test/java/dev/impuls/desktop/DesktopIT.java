package dev.impuls.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.store.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, started by its script as users start it. */
class DesktopIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static Path distribution() {
    return Path.of(System.getProperty("distribution"));
  }

  private Process start(String... arguments) throws IOException {
    return start(distribution(), arguments);
  }

  private Process start(Path home, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin").resolve("impuls-desktop").toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("output").toFile());
    builder
        .environment()
        .put("JAVA_OPTS", "-Dglass.platform=Headless -Dprism.order=sw -Dimpuls.log=INFO");
    builder.environment().put("IMPULS_HOME", directory.resolve("state").toString());
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
  }

  @Test
  void itOpensADirectoryAndRemembersIt() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Process console = start(data.toString());
    try {
      Path recent = directory.resolve("state").resolve("recent.json");
      Await.until(
          "it remembers what it opened",
          PATIENCE,
          () -> Files.exists(recent) && Files.readString(recent).contains(data.toString()));
    } finally {
      console.destroy();
      assertThat(console.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(output()).contains("First paint after").doesNotContain("WARN", "ERROR", "Exception");
    assertThat(data.resolve("functions")).isDirectory();
  }

  @Test
  void itTellsItsVersionAndHelp() throws Exception {
    assertThat(start("--version").waitFor()).isZero();
    assertThat(output()).startsWith("impuls-desktop ");
    assertThat(start("--help").waitFor()).isZero();
    assertThat(output()).contains("DIRECTORY | URL");
    assertThat(start("a", "b").waitFor()).isEqualTo(2);
  }

  /** All jars have one time, so that another one may differ in nothing that Java looks at. */
  @Test
  void itRunsTheClassesThatAreThereNotThoseItKept() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home of it"));
    Path lib = Files.createDirectory(home.resolve("lib"));
    try (var files = Files.list(distribution().resolve("lib"))) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(lib.resolve(file.getFileName()), file);
      }
    }
    Path bin = Files.createDirectory(home.resolve("bin"));
    try (var files = Files.list(distribution().resolve("bin"))) {
      for (Path file : files.toList()) {
        Files.copy(file, bin.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    List<Path> lookAlikes =
        List.of(home.resolve("classes-of-mine.jsa"), home.resolve("classes-123.jsa"));
    for (Path lookAlike : lookAlikes) {
      Files.writeString(lookAlike, "kept");
    }
    replace(lib, "Opens the Impuls console");
    assertThat(start(home, "--help").waitFor()).isZero();
    assertThat(output()).contains("Opens the Impuls console");
    List<Path> kept = kept(home);
    assertThat(kept).hasSize(1);
    assertThat(start(home, "--help").waitFor()).isZero();
    assertThat(kept(home)).isEqualTo(kept);

    replace(lib, "Shows the Impuls console");
    assertThat(start(home, "--help").waitFor()).isZero();
    assertThat(output()).contains("Shows the Impuls console");
    assertThat(kept(home)).hasSize(1).isNotEqualTo(kept);
    assertThat(lookAlikes).allSatisfy(file -> assertThat(file).hasContent("kept"));
  }

  /** Those that Java made, which are large. */
  private static List<Path> kept(Path home) throws IOException {
    try (var files = Files.list(home)) {
      return files
          .filter(file -> file.toString().endsWith(".jsa") && file.toFile().length() > 1000)
          .toList();
    }
  }

  /** Puts the console's jar there with another text in it, of the same size and time. */
  private static void replace(Path lib, String text) throws IOException {
    Path linked;
    try (var files = Files.list(distribution().resolve("lib"))) {
      linked =
          files
              .filter(file -> file.getFileName().toString().startsWith("impuls-desktop-"))
              .findFirst()
              .orElseThrow();
    }
    Path jar = lib.resolve(linked.getFileName());
    Files.delete(jar);
    try (var in = new ZipFile(linked.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setMethod(ZipOutputStream.STORED); // Compressed, its size would be another.
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("/Main.class")) {
          bytes =
              new String(bytes, StandardCharsets.ISO_8859_1)
                  .replace("Opens the Impuls console", text)
                  .getBytes(StandardCharsets.ISO_8859_1);
        }
        var copy = new ZipEntry(entry.getName());
        var sum = new CRC32();
        sum.update(bytes);
        copy.setSize(bytes.length);
        copy.setCrc(sum.getValue());
        copy.setLastModifiedTime(FileTime.fromMillis(0));
        out.putNextEntry(copy);
        out.write(bytes);
      }
    }
    Files.setLastModifiedTime(jar, Files.getLastModifiedTime(linked));
  }
}
