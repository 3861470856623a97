package dev.impuls.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.store.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, started by its script as users start it. */
class DesktopIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("distribution"), "bin", "impuls-desktop").toString());
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
}
