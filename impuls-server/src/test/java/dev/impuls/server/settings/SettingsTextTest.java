package dev.impuls.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.TestMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is told of the settings is what they are. */
class SettingsTextTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  @TempDir Path directory;

  private static CommandSpec server() throws Exception {
    return TestMain.commandLine(Map.of("PATH", "/bin"), "config").getCommandSpec();
  }

  @Test
  void theDocumentHasTheTable() throws Exception {
    String document = Files.readString(OPERATIONS);
    String table =
        document.substring(
            document.indexOf("test compares it. -->\n") + "test compares it. -->\n".length(),
            document.indexOf("<!-- end -->"));
    assertThat(table.strip()).isEqualTo(SettingsText.table(server()).strip());
  }

  @Test
  void everyFlagButActionsIsASetting() throws Exception {
    assertThat(Settings.all(server()).stream().map(OptionSpec::longestName))
        .contains("--storage", "--data-dir", "--db-conn", "--port", "--db-wait", "--workers")
        .doesNotContain("--help", "--version", "--config", "--db-migrate");
  }

  /** Each line that is made a setting by removing the comment sign says what is usual. */
  @Test
  void theFileSaysWhatIsUsual() throws Exception {
    String text = SettingsText.file(server());
    assertThat(text.lines())
        .contains("#storage = file", "#data-dir = impuls-data", "#port = 8080", "#log-limit = 256")
        .contains("#private-files = false", "#isolation = shared", "#db-conn =", "#workers =")
        .allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    List<String> made =
        text.lines()
            .filter(line -> line.startsWith("#") && !line.startsWith("# "))
            .filter(line -> !line.endsWith("="))
            .map(line -> line.substring(1))
            .toList();
    Path file = Files.write(directory.resolve("server.conf"), made);
    Settings settings = Settings.of(List.of("--config", file.toString()), Map.of());
    settings.requireKnown(server());
    assertThat(made).hasSizeGreaterThan(10);
    assertThat(settings.get("--host", "")).isEqualTo("127.0.0.1");
  }

  @Test
  void theManualPageTellsFlagsVariablesAndCommands() throws Exception {
    String page = TestMain.run(Map.of(), "man-page").out().replace("\\-", "-");
    assertThat(page)
        .startsWith(".TH IMPULS-SERVER 8 ")
        .contains(".B --data-dir \\fIDIR\\fR\n", ".B IMPULS_DATA_DIR\n", ".SS export\n")
        .doesNotContain("${DEFAULT-VALUE}", "@|");
  }
}
