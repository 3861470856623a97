package dev.impuls.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What processes make for imports goes with them, or when the next one starts. The processes have a
 * folder for temporary files of their own.
 */
class TemporaryTest {
  private static final String PREFIX = "impuls-import-";
  private static final String READY = "ready";

  @TempDir private Path temporary;
  private Path lookAlike;
  private Path precious;

  @BeforeEach
  void makeLookAlikes() throws IOException {
    lookAlike = Files.writeString(temporary.resolve("import.zip"), "kept");
    Path work = Files.createDirectory(temporary.resolve("impuls-work"));
    Files.createFile(work.resolve("lock"));
    precious = Files.writeString(work.resolve("precious"), "kept");
  }

  /** What the processes do. */
  enum Does {
    /** Imports until it is ended. */
    IMPORTS,
    /** Only starts. */
    STARTS,
    /** Goes on when its directory was moved away, as old ones are removed by systems. */
    LOSES_ITS_DIRECTORY
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      Temporary.removeLeftBehind();
      switch (Does.valueOf(args[0])) {
        case STARTS -> {}
        case IMPORTS -> {
          Files.writeString(Temporary.file(PREFIX, ".body"), "secret");
          Path unpacked = Files.createDirectories(Temporary.directory(PREFIX).resolve("a/b"));
          Files.writeString(unpacked.resolve("c"), "secret");
          System.out.println(READY);
          new CountDownLatch(1).await();
        }
        case LOSES_ITS_DIRECTORY -> {
          Path own = Objects.requireNonNull(Temporary.file(PREFIX, ".body").getParent());
          Files.move(own, own.resolveSibling("moved"));
          Path other = Temporary.file(PREFIX, ".body");
          Temporary.delete(other);
          assertThat(other).doesNotExist();
        }
      }
    }
  }

  private Process start(Does what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            what.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Process startImport() throws IOException {
    Process process = start(Does.IMPORTS);
    var lines = process.inputReader();
    String line = lines.readLine();
    while (!READY.equals(line)) {
      assertThat(line).as("it ended too early").isNotNull();
      line = lines.readLine();
    }
    return process;
  }

  private List<Path> imports() throws IOException {
    try (Stream<Path> all = Files.walk(temporary)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }

  private void assertOnlyLookAlikesAreLeft() throws IOException {
    assertThat(imports()).isEmpty();
    try (Stream<Path> all = Files.walk(temporary)) {
      assertThat(all.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(lookAlike, precious, precious.resolveSibling("lock"));
    }
    assertThat(precious).hasContent("kept");
  }

  @Test
  void toldToEndItLeavesNothing() throws Exception {
    Process process = startImport();
    assertThat(imports()).hasSize(2);
    process.destroy();
    process.waitFor();
    assertOnlyLookAlikesAreLeft();
  }

  @Test
  void whatItLeftBeingKilledTheNextOneRemoves() throws Exception {
    startImport().destroyForcibly().waitFor();
    assertThat(imports()).as("nobody could tidy up").hasSize(2);

    assertThat(start(Does.STARTS).waitFor()).isZero();

    assertOnlyLookAlikesAreLeft();
  }

  @Test
  void whatOneHasThatRunsStays() throws Exception {
    Process process = startImport();
    try {
      assertThat(start(Does.STARTS).waitFor()).isZero();
      assertThat(imports()).hasSize(2);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void withoutItsDirectoryItMakesAnother() throws Exception {
    assertThat(start(Does.LOSES_ITS_DIRECTORY).waitFor()).isZero();
  }

  @Test
  void whatWasNotMadeHereIsNotRemoved() {
    Path work = Objects.requireNonNull(precious.getParent());

    assertThatThrownBy(() -> Temporary.delete(work))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(work.toString());

    assertThat(precious).hasContent("kept");
  }
}
