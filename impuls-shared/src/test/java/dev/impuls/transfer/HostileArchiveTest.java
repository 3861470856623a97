package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.all;
import static dev.impuls.transfer.FilesUnderTest.archive;
import static dev.impuls.transfer.FilesUnderTest.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.impuls.function.Function;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that come to too much, are not whole, or have nothing in them. */
class HostileArchiveTest {
  /** To write what these come to takes longer than any machine needs to refuse them. */
  private static final Duration HANG = Duration.ofSeconds(30);

  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  private void assertRefused(Path file, String... said) {
    assertTimeoutPreemptively(
        HANG,
        () ->
            assertThatThrownBy(() -> FileStore.open(file).close())
                .isInstanceOf(TransferException.class)
                .message()
                .contains(said)
                .doesNotContain("null"));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  // ---- What comes to too much ----

  @Test
  void entriesThatOverlapAreRefused() throws Exception {
    byte[] zip = Bombs.overlapping(20, 60 * MIB);
    assertThat(zip.length).isLessThan(100_000);

    assertRefused(write("overlapping.zip", zip), "overlaps");
  }

  @Test
  void aZipThatSaysThatItComesToFarMoreThanItsSizeIsRefused() throws Exception {
    byte[] zip = Bombs.deep(3, 40 * MIB);
    assertThat(zip.length).isLessThan(MIB);

    assertRefused(write("deep.zip", zip), "comes to more", "200 times");
  }

  @Test
  void aZipThatSaysLessThanItComesToIsRefused() throws Exception {
    byte[] zip = Bombs.deep(1, 4 * MIB);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(Bombs.directoryAt(bytes) + 24, 1000);

    assertRefused(write("lying.zip", zip), "comes to more than it says");
  }

  private static void add(TarArchiveOutputStream tar, String name, int mib) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize((long) mib * MIB);
    tar.putArchiveEntry(entry);
    byte[] zeros = new byte[MIB];
    for (int i = 0; i < mib; i++) {
      tar.write(zeros);
    }
    tar.closeArchiveEntry();
  }

  @Test
  void aTarThatComesToFarMoreThanItsSizeIsRefused() throws Exception {
    Path file = directory.resolve("deep.tar.gz");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out), "UTF-8")) {
      for (int i = 0; i < 3; i++) {
        add(tar, "functions/code/f" + i + "/function.js", 40);
      }
    }

    assertRefused(file, "comes to more", "200 times");
  }

  @Test
  void aTarWhoseEntryIsLargerThanAnyFileOfAFunctionIsRefused() throws Exception {
    Path file = directory.resolve("large.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file), "UTF-8")) {
      add(tar, "functions/code/f/function.js", 70);
    }

    assertRefused(file, "\"functions/code/f/function.js\" comes to more");
  }

  @Test
  void aListOfEntriesThatIsElsewhereIsRefused() throws Exception {
    byte[] zip = Bombs.deep(1, 1000);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int offset : new int[] {0, 1, -1, Integer.MAX_VALUE}) {
      bytes.putInt(zip.length - 6, offset);
      assertRefused(write("elsewhere.zip", zip), "damaged");
    }
  }

  @Test
  void noMoreIsTakenThanThereIsRoomForAndNothingIsWrittenBefore() throws Exception {
    var unpacking = new Unpacking(directory, new Room(100_000));
    var entry = new TarArchiveEntry("functions/code/f/function.js");
    entry.setSize(60_000);
    unpacking.reserve(entry);

    assertThatThrownBy(() -> unpacking.reserve(entry))
        .isInstanceOf(NoRoomException.class)
        .hasMessageContaining("no room");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anHonestArchiveOfFunctionsThatAreAlikeStaysFarBelow() throws Exception {
    List<Function> many =
        IntStream.range(0, 2000)
            .mapToObj(i -> FilesUnderTest.function("f" + i, "exports.handler = async () => 1;\n"))
            .toList();
    Path file = archive(directory.resolve("many"), ArchiveFormat.TAR_GZ, many);
    long unpacked;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      unpacked = in.transferTo(OutputStream.nullOutputStream());
    }
    assertThat(unpacked / Files.size(file)).isLessThan(100);
  }

  // ---- What is not whole ----

  @ParameterizedTest
  @EnumSource
  void cutAnywhereItSaysWhatIsCut(ArchiveFormat format) throws Exception {
    byte[] whole = Files.readAllBytes(archive(directory.resolve("whole"), format, sample()));
    for (int length = whole.length - 1; length > 20; length -= whole.length / 23) {
      assertRefused(write("cut", Arrays.copyOf(whole, length)), "It is cut short: ");
    }
  }

  @Test
  void aTarCutInTheMiddleNamesTheEntry() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes), "UTF-8")) {
      var entry = new TarArchiveEntry("functions/code/noise/function.js");
      entry.setSize(noise.length);
      tar.putArchiveEntry(entry);
      tar.write(noise);
      tar.closeArchiveEntry();
    }

    assertRefused(
        write("cut.tar.gz", Arrays.copyOf(bytes.toByteArray(), 50_000)),
        "It is cut short: it ends in the middle of \"functions/code/noise/function.js\"");
    assertRefused(
        write("begun.tar.gz", Arrays.copyOf(bytes.toByteArray(), 12)),
        "It is cut short: it ends before its first entry");
  }

  @Test
  void aTarThatIsAlteredSaysWhere() throws Exception {
    byte[] whole =
        Files.readAllBytes(archive(directory.resolve("whole"), ArchiveFormat.TAR_GZ, sample()));
    for (int at = 30; at < whole.length; at += whole.length / 40) {
      byte[] altered = whole.clone();
      altered[at] ^= 0x55;
      Path file = write("altered", altered);
      try (var store = FileStore.open(file)) {
        assertThat(store.status().functions()).isLessThanOrEqualTo(sample().size());
      } catch (TransferException e) {
        assertThat(e).message().doesNotContain("null");
      }
    }
  }

  // ---- What has nothing in it ----

  @Test
  void anEmptyZipIsRefused() throws Exception {
    Path file = directory.resolve("empty.zip");
    new ZipOutputStream(Files.newOutputStream(file)).close();

    assertRefused(file, "no function in it");
  }

  @Test
  void anArchiveOfSomethingElseIsRefused() throws Exception {
    assertRefused(write("photos.zip", zip("photos/holiday.jpg")), "no function in it");
  }

  @ParameterizedTest
  @EnumSource
  void anExportOfNoFunctionIsOneOfNone(ArchiveFormat format) throws Exception {
    try (var store = FileStore.open(archive(directory.resolve("none"), format, List.of()))) {
      assertThat(all(store)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "functions\\metadata\\a.json",
        "metadata\\a.json",
        "functions/metadata\\a.json",
        "x\\code\\a\\function.js"
      })
  void backslashesAreToldOf(String name) throws Exception {
    byte[] zip = zip(name);
    zip[Bombs.directoryAt(ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN)) + 5] = 3; // Unix.

    assertRefused(write("backslashes.zip", zip), "backslash", "pack it again");
  }

  /** There they can be nothing else than slashes (APPNOTE.TXT, 4.4.17). */
  @Test
  void backslashesOfWindowsAreRead() throws Exception {
    try (var store = FileStore.open(write("windows.zip", zip("functions\\metadata\\a.json")))) {
      assertThat(store.status().problems()).extracting(p -> p.name()).containsExactly("a");
    }
  }

  private static byte[] zip(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("{}".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
