package dev.impuls.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.server.settings.Settings.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What variables and a file say, and which of them counts. */
class SettingsTest {
  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("server.conf"), text);
  }

  private Settings settings(String text, Map<String, String> environment) throws Exception {
    return Settings.of(List.of("--config", file(text).toString()), environment);
  }

  @Test
  void variablesBeatTheFileAndTheirNewNamesTheOldOnes() throws Exception {
    String text = "data-dir = /file\n";
    Path file = file(text);
    assertThat(settings(text, Map.of()).find("--data-dir"))
        .isEqualTo(new Value("/file", "data-dir (" + file + ", line 1)"));
    assertThat(settings(text, Map.of("DATA_DIR", "/old")).find("--data-dir"))
        .isEqualTo(new Value("/old", "DATA_DIR"));
    var both = Map.of("DATA_DIR", "/old", "IMPULS_DATA_DIR", "/new");
    assertThat(settings(text, both).find("--data-dir"))
        .isEqualTo(new Value("/new", "IMPULS_DATA_DIR"));
    assertThat(settings(text, both).find("--port")).isNull();
    assertThat(settings(text, both).source("--port")).isEqualTo("--port");
    assertThat(settings(text, both).get("--port", "8080")).isEqualTo("8080");
  }

  @Test
  void theFileIsNamedByAFlagOrAVariable() throws Exception {
    String path = file("port = 1\n").toString();
    Path other = Files.writeString(directory.resolve("other.conf"), "port = 2\n");
    assertThat(Settings.of(Map.of("IMPULS_CONFIG", path)).get("--port", "")).isEqualTo("1");
    assertThat(
            Settings.of(List.of("--config=" + other), Map.of("IMPULS_CONFIG", path))
                .get("--port", ""))
        .isEqualTo("2");
    assertThat(Settings.of(Map.of("IMPULS_CONFIG", "")).find("--port")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "port=80 | port | 80",
        "^  port   =   80  ^ | port | 80",
        "data-dir = \"/var/my functions \" | data-dir | ^/var/my functions ^",
        "data-dir = C:\\impuls\\data | data-dir | C:\\impuls\\data",
        "db-conn = postgres://u@h/d?a=b#c | db-conn | postgres://u@h/d?a=b#c",
        "egress = \" | egress | \"",
        "egress = | egress | none",
        "egress = \"\" | egress | none",
      })
  void aLineIsANameAndAValue(String line, String name, String value) throws Exception {
    assertThat(settings("# port = 1\n\n" + line + "\n", Map.of()).get("--" + name, "none"))
        .isEqualTo(value);
  }

  @Test
  void aFileMayBeginWithAByteOrderMark() throws Exception {
    assertThat(settings("\uFEFFport = 80\r\n", Map.of()).get("--port", "")).isEqualTo("80");
  }

  @Provide
  Arbitrary<Map<String, String>> said() {
    var names = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    var values = Arbitraries.strings().excludeChars('\r', '\n').ofMaxLength(20);
    return Arbitraries.maps(names, values).ofMaxSize(5);
  }

  /** In quotes, every line of text is a value. */
  @Property
  void whatIsQuotedIsReadAsItIs(@ForAll("said") Map<String, String> said) throws Exception {
    var text = new StringBuilder();
    said.forEach((name, value) -> text.append(name + " = \"" + value + "\"\n"));
    Path file = Files.createTempFile("impuls-settings-", ".conf");
    try {
      Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
      Settings read = Settings.of(List.of("--config", file.toString()), Map.of());
      var found = new LinkedHashMap<String, String>();
      said.keySet().forEach(name -> found.put(name, read.get("--" + name, "")));
      assertThat(found).isEqualTo(said);
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "^port = 80\nport = 81^ | FILE, line 2: port is in line 1 already",
        "^#\npostgres://user:secret@host/db^ | FILE, line 2: is not of the form name = value",
        "= 80 | FILE, line 1: is not of the form name = value",
        "--port = 80 | FILE, line 1: is not of the form name = value",
      })
  void whatIsNoSettingIsRefusedWithItsLine(String text, String message) throws Exception {
    String unescaped = text.replace("\\n", "\n");
    assertThatThrownBy(() -> settings(unescaped, Map.of()))
        .isInstanceOf(WrongSettingsException.class)
        .hasMessage(message.replace("FILE", directory.resolve("server.conf").toString()));
  }

  /** Services of a cluster and files of containers make variables without a value. */
  @Test
  void anEmptyVariableSaysNothing() throws Exception {
    var variables = Map.of("IMPULS_DATA_DIR", "", "DATA_DIR", "/old", "IMPULS_PORT", "");
    assertThat(settings("", variables).get("--data-dir", "")).isEqualTo("/old");
    assertThat(settings("port = 1\n", variables).get("--port", "")).isEqualTo("1");
  }

  @Test
  void aFlagWithoutAValueIsSetByTrue() throws Exception {
    assertThat(settings("private-files = True", Map.of()).isSet("--private-files")).isTrue();
    assertThat(settings("private-files = false", Map.of()).isSet("--private-files")).isFalse();
    assertThat(settings("", Map.of()).isSet("--private-files")).isFalse();
    assertThatThrownBy(
            () -> settings("", Map.of("IMPULS_PRIVATE_FILES", "yes")).isSet("--private-files"))
        .hasMessage("IMPULS_PRIVATE_FILES must be true or false");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(() -> Settings.of(Map.of("IMPULS_CONFIG", directory + "/none")))
        .hasMessage("There is no file of settings " + directory + "/none");
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', '=', (byte) 0xE4});
    assertThatThrownBy(() -> Settings.of(Map.of("IMPULS_CONFIG", latin.toString())))
        .hasMessage("The file of settings " + latin + " is not UTF-8");
  }
}
