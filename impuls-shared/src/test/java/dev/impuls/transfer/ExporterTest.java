package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.all;
import static dev.impuls.transfer.FilesUnderTest.function;
import static dev.impuls.transfer.FilesUnderTest.keep;
import static dev.impuls.transfer.FilesUnderTest.open;
import static dev.impuls.transfer.FilesUnderTest.run;
import static dev.impuls.transfer.FilesUnderTest.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.file.FileFunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written to files. */
class ExporterTest {
  @TempDir Path directory;

  private FileFunctionStore store = none();
  private Path out = Path.of("");

  @SuppressWarnings("NullAway") // Made before each test.
  private static FileFunctionStore none() {
    return null;
  }

  @BeforeEach
  void openStore() throws IOException {
    store = open(directory.resolve("store"));
    keep(store, sample());
    out = Files.createDirectory(directory.resolve("out"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Exporter everything(Progress progress) {
    return new Exporter(store, name -> true, progress);
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsExportedCanBeImported(ExportFormat format) throws Exception {
    Path file = out.resolve("all" + format.extension());

    var report = everything(Progress.NONE).write(format, file);

    assertThat(report).isEqualTo(new Exporter.Report(4, List.of()));
    assertThat(ExportFormat.of(file.toString())).hasValue(format);
    try (var target = open(directory.resolve("target"))) {
      assertThat(run(target, file, OnConflict.FAIL).applied()).isTrue();
      assertThat(all(target)).isEqualTo(all(store));
    }
  }

  @Test
  void someAreExportedByName() throws Exception {
    Path metadata = directory.resolve("store/functions/metadata/empty.json");
    Files.writeString(metadata, "{");
    Path file = out.resolve("some.json");

    var report =
        Exporter.of(store, List.of("lines", "hello", "gone", "empty"), Progress.NONE)
            .write(ExportFormat.BUNDLE, file);

    assertThat(report.functions()).isEqualTo(2);
    assertThat(report.unreadable()).extracting(RecordProblem::name).containsExactly("empty");
    assertThat(Files.readString(file)).contains("\"hello\"", "\"lines\"").doesNotContain("Upper");
  }

  @Test
  void cancelledItLeavesWhatWasThere() throws Exception {
    Path file = Files.writeString(out.resolve("all.zip"), "before");

    assertThatThrownBy(() -> everything(new Cancelling(2)).write(ExportFormat.ZIP, file))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> everything(new Cancelling(2)).writeCode(out, true))
        .isInstanceOf(CancellationException.class);

    assertThat(files(out)).containsExactly("all.zip");
    assertThat(file).hasContent("before");
  }

  @Test
  void codeGoesToFilesOfItsLanguage() throws Exception {
    store.delete("Upper", null);
    Files.writeString(out.resolve("hello.js"), "before");

    assertThatThrownBy(() -> everything(Progress.NONE).writeCode(out, false))
        .isInstanceOfSatisfying(
            ExistingFilesException.class, e -> assertThat(e.names()).containsExactly("hello.js"));
    assertThat(files(out)).containsExactly("hello.js");
    assertThat(out.resolve("hello.js")).hasContent("before");

    assertThat(everything(Progress.NONE).writeCode(out, true).functions()).isEqualTo(3);
    assertThat(files(out)).containsExactly("empty.js", "hello.js", "lines.js");
    assertThat(Files.readString(out.resolve("lines.js"))).isEqualTo(store.get("lines").code());
    assertThat(Files.getLastModifiedTime(out.resolve("hello.js")).toInstant())
        .isEqualTo(store.get("hello").updatedAt());
  }

  @Test
  void ifOneFileCannotComeNoneDoes() throws Exception {
    Files.writeString(out.resolve("empty.js"), "before");
    Files.writeString(out.resolve("lines.js"), "before, too");
    var files = new CodeFiles(out);
    try (files) {
      files.add(function("empty", "after"));
      files.add(function("hello", "after"));
      files.add(function("lines", "after"));
      Files.delete(files.part().resolve("lines.js"));

      assertThatThrownBy(() -> files.moveInPlace(true)).isInstanceOf(IOException.class);
    }

    assertThat(files(out)).containsExactly("empty.js", "lines.js");
    assertThat(out.resolve("empty.js")).hasContent("before");
    assertThat(out.resolve("lines.js")).hasContent("before, too");
  }

  @Test
  void aDirectoryIsNoFileToBeReplaced() throws Exception {
    store.delete("Upper", null);
    Path inside = Files.createDirectories(out.resolve("lines.js/inside"));

    for (boolean replaces : new boolean[] {true, false}) {
      assertThatThrownBy(() -> everything(Progress.NONE).writeCode(out, replaces))
          .isInstanceOf(TransferException.class)
          .hasMessage(
              "\"lines.js\" is a directory in "
                  + out
                  + ": give it another name, or export to another directory");
    }

    assertThat(inside).exists();
    assertThat(files(out)).containsExactly("lines.js");
  }

  @Test
  void functionsOfAStoreAreReadByName() throws Exception {
    keep(store, IntStream.range(0, 250).mapToObj(i -> function("many" + i, "x")).toList());
    List<String> many = IntStream.range(0, 250).mapToObj(i -> "many" + i).toList();
    for (List<String> names : List.of(List.of("hello", "lines", "gone"), many)) {
      try (var target = open(directory.resolve("target" + names.size()))) {
        ImportReport report =
            new Importer(target, OnConflict.SKIP, Progress.NONE)
                .run(Source.of(store, names), name -> true, false);

        assertThat(report.rows()).extracting(ImportReport.Row::name).hasSameElementsAs(names);
        assertThat(all(target))
            .containsExactlyElementsOf(
                all(store).stream().filter(function -> names.contains(function.name())).toList());
      }
    }
  }
}
