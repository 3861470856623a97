package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.all;
import static dev.impuls.transfer.FilesUnderTest.archive;
import static dev.impuls.transfer.FilesUnderTest.function;
import static dev.impuls.transfer.FilesUnderTest.keep;
import static dev.impuls.transfer.FilesUnderTest.open;
import static dev.impuls.transfer.FilesUnderTest.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.temporary.OwnFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives are data directories, whoever packs and unpacks them. */
class ArchiveFormatTest {
  @TempDir Path directory;

  private static List<Function> sorted(List<Function> functions) {
    var sorted = new ArrayList<>(functions.stream().map(f -> f.keptAt("")).toList());
    sorted.sort(Comparator.comparing(Function::name));
    return sorted;
  }

  private void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(ArchiveFormat format) throws Exception {
    Path file = archive(directory.resolve("all"), format, sample());

    try (var store = FileStore.open(file)) {
      assertThat(all(store)).isEqualTo(sorted(sample()));
      assertThat(store.status().problems()).isEmpty();
      assertThat(store.status().writable()).isFalse();
    }
  }

  @Test
  void unpackedByTarItIsADataDirectory() throws Exception {
    archive(directory.resolve("all.tar.gz"), ArchiveFormat.TAR_GZ, sample());
    Files.createDirectory(directory.resolve("data"));

    run("tar", "-xzf", "all.tar.gz", "-C", "data");

    try (var store = open(directory.resolve("data"))) {
      assertThat(all(store)).isEqualTo(sorted(sample()));
    }
    try (Stream<Path> files = Files.walk(directory.resolve("data/functions"))) {
      assertThat(files)
          .allMatch(
              path -> {
                try {
                  String mode = Files.getPosixFilePermissions(path).toString();
                  return Files.isDirectory(path) == mode.contains("EXECUTE");
                } catch (IOException e) {
                  return false;
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tar -czf all -C data functions",
        "tar -cf all data/functions",
        "tar --format=posix -czf all data",
        "tar -czf all -C data/functions metadata code",
        "tar -czPf all %s/data/functions"
      })
  void aTarOfADataDirectoryIsRead(String command) throws Exception {
    try (var store = open(directory.resolve("data"))) {
      keep(store, sample());
    }
    run(command.formatted(directory).split(" "));

    try (var store = FileStore.open(directory.resolve("all"))) {
      assertThat(all(store)).isEqualTo(sorted(sample()));
    }
  }

  @Test
  void aZipWithoutTimesIsRead() throws Exception {
    Path data = directory.resolve("data");
    try (var store = open(data)) {
      keep(store, sample());
    }
    Path file = directory.resolve("all.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.walk(data)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(data.relativize(each).toString()));
        Files.copy(each, zip);
      }
    }

    try (var store = FileStore.open(file)) {
      assertThat(all(store)).isEqualTo(sorted(sample()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameNoFileCanHaveIsNamed(ArchiveFormat format) {
    assertThatThrownBy(
            () -> archive(directory.resolve("all"), format, List.of(function("a/../b", "x"))))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("a/../b");
  }

  // ---- Hostile ones ----

  private interface Entries<T> {
    void write(T out) throws IOException;
  }

  private Path zip(Entries<ZipArchiveOutputStream> entries) throws IOException {
    Path file = directory.resolve("hostile.zip");
    try (var zip = new ZipArchiveOutputStream(file)) {
      entries.write(zip);
    }
    return file;
  }

  private Path tar(Entries<TarArchiveOutputStream> entries) throws IOException {
    Path file = directory.resolve("hostile.tar.gz");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      entries.write(tar);
    }
    return file;
  }

  private static void add(ZipArchiveOutputStream zip, String path, String content)
      throws IOException {
    zip.putArchiveEntry(new ZipArchiveEntry(path));
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }

  private void assertRefused(Path file, String said) throws Exception {
    long before = temporary();
    assertThatThrownBy(() -> FileStore.open(file).close())
        .isInstanceOf(TransferException.class)
        .hasMessageContaining(said);
    assertThat(temporary()).as("files left behind").isEqualTo(before);
    assertThat(directory.resolve("evil")).doesNotExist();
  }

  /** Of this process: other tests may be unpacking just now. */
  private static long temporary() throws IOException {
    return OwnFiles.ofThisProcess().stream()
        .filter(name -> name.startsWith("impuls-import-"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "functions/../../evil",
        "functions/metadata/../../../evil",
        "functions/code/../metadata/x.json",
        "..\\evil",
        "functions\\..\\..\\evil",
        "/functions/../evil"
      })
  void whatLeadsOutOfAnArchiveIsRefused(String path) throws Exception {
    assertRefused(zip(zip -> add(zip, path, "{}")), "leads out");
    assertRefused(
        tar(
            tar -> {
              var entry = new TarArchiveEntry(path, true);
              entry.setSize(2);
              tar.putArchiveEntry(entry);
              tar.write(new byte[] {'{', '}'});
              tar.closeArchiveEntry();
            }),
        "leads out");
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK,
        TarConstants.LF_FIFO
      })
  void linksAndDevicesAreRefused(byte kind) throws Exception {
    assertRefused(
        tar(
            tar -> {
              var entry = new TarArchiveEntry("functions/code/a/function.js", kind);
              entry.setLinkName("/etc/passwd");
              tar.putArchiveEntry(entry);
              tar.closeArchiveEntry();
            }),
        "no plain file");
  }

  @Test
  void aLinkInAZipIsRefused() throws Exception {
    assertRefused(
        zip(
            zip -> {
              var entry = new ZipArchiveEntry("functions/code/a/function.js");
              entry.setUnixMode(0120777);
              zip.putArchiveEntry(entry);
              zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
              zip.closeArchiveEntry();
            }),
        "no plain file");
  }

  @Test
  void whatUnpacksToFarMoreThanAFunctionIsRefused() throws Exception {
    assertRefused(
        zip(
            zip -> {
              zip.putArchiveEntry(new ZipArchiveEntry("functions/code/bomb/function.js"));
              byte[] zeros = new byte[1 << 20];
              for (int i = 0; i < 80; i++) {
                zip.write(zeros);
              }
              zip.closeArchiveEntry();
            }),
        "comes to more");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws Exception {
    assertRefused(
        zip(
            zip -> {
              add(zip, "functions/metadata/a.json", "{}");
              add(zip, "other/functions/metadata/a.json", "{}");
            }),
        "there twice");
  }

  @Test
  void whatIsNoFunctionIsLeftOut() throws Exception {
    Path file =
        zip(
            zip -> {
              add(zip, "README.md", "x");
              add(zip, "functions/.hello.json.new", "{}");
              add(zip, ".lock", "");
              add(zip, "functions/code/a/notes.txt", "x");
              add(
                  zip,
                  "functions/metadata/a.json",
                  "{\"runtime\":\"nodejs22\",\"handler\":\"a.b\"}");
              add(zip, "functions/code/a/function.js", "x");
              add(zip, "functions/metadata/b.json", "{");
            });
    try (var store = FileStore.open(file)) {
      assertThat(all(store)).extracting(Function::name).containsExactly("a");
      assertThat(store.status().problems()).extracting(p -> p.name()).containsExactly("b");
    }
  }

  @Test
  void aLongNameIsNotReadToItsEnd() throws Exception {
    assertRefused(
        tar(
            tar -> {
              var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
              entry.setSize(300L << 20);
              tar.putArchiveEntry(entry);
              byte[] name = new byte[1 << 20];
              java.util.Arrays.fill(name, (byte) 'x');
              for (int i = 0; i < 300; i++) {
                tar.write(name);
              }
              tar.closeArchiveEntry();
            }),
        "comes to more");
  }

  @Test
  void aTarCutBetweenItsEntriesIsRefused() throws Exception {
    try (var store = open(directory.resolve("data"))) {
      keep(store, sample());
    }
    run("tar", "-cf", "whole", "-C", "data", "functions");
    byte[] whole = Files.readAllBytes(directory.resolve("whole"));
    for (int records = 1; records < whole.length / 512 - 20; records++) {
      Path cut = directory.resolve("cut.tar");
      Files.write(cut, java.util.Arrays.copyOf(whole, records * 512));
      int at = records;
      assertThatThrownBy(() -> FileStore.open(cut).close())
          .as("%d records", at)
          .isInstanceOf(TransferException.class);
    }
  }

  @Test
  void anyAlteredByteOfACodeInAZipIsNoticed() throws Exception {
    Path file =
        zip(
            zip -> {
              zip.setMethod(java.util.zip.ZipEntry.STORED);
              byte[] code = "exports.handler = 1;".getBytes(StandardCharsets.UTF_8);
              var entry = new ZipArchiveEntry("functions/code/a/function.js");
              var crc = new java.util.zip.CRC32();
              crc.update(code);
              entry.setCrc(crc.getValue());
              entry.setSize(code.length);
              zip.putArchiveEntry(entry);
              zip.write(code);
              zip.closeArchiveEntry();
            });
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("exports")] ^= 1;
    Files.write(file, bytes);

    assertRefused(file, "altered or damaged");
  }

  @Test
  void namesNoFileSystemTakesAreRefused() throws Exception {
    assertRefused(zip(zip -> add(zip, "functions/metadata/a\0b.json", "{}")), "damaged");
  }

  @Test
  void cutShortItIsRefused() throws Exception {
    for (ArchiveFormat format : ArchiveFormat.values()) {
      Path whole = archive(directory.resolve("whole-" + format), format, sample());
      byte[] bytes = Files.readAllBytes(whole);
      for (int length = bytes.length - 1; length > 20; length -= bytes.length / 23) {
        Path cut = directory.resolve("cut");
        Files.write(cut, java.util.Arrays.copyOf(bytes, length));
        int at = length;
        assertThatThrownBy(() -> FileStore.open(cut).close())
            .as("%s of %d bytes, cut after %d", format, bytes.length, at)
            .isInstanceOf(TransferException.class);
      }
    }
  }
}
