package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Runtimes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsRuntimeTest {
  @Test
  void answersToTheRuntimesThatComeWithImpuls() {
    var runtime = JsRuntime.ofThisJava(null);
    assertThat(runtime.names()).isEqualTo(Runtimes.BUILT_IN);
    assertThat(runtime.engineName()).startsWith("GraalJS 25.");
  }

  @Test
  void hasTheCompilerThatItIsGiven() {
    var without = JsRuntime.ofThisJava(null);
    assertThat(without.compiles()).isFalse();
    assertThat(without.program().compilerFiles()).isEmpty();

    String path = "/one" + File.pathSeparator + "/two";
    var with = JsRuntime.ofThisJava(path);
    assertThat(with.compiles()).isTrue();
    assertThat(with.program().compilerFiles()).isEqualTo(List.of(Path.of("/one"), Path.of("/two")));
    // Java takes the last two in this order only.
    assertThat(with.program().compilerFlags())
        .startsWith(
            "--upgrade-module-path=" + path,
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI");
  }

  @Test
  void putsTheEnginesNativeCodeWhereWorkersFindIt(@TempDir Path directory) throws Exception {
    assertThat(JsRuntime.ofThisJava(null).prepare(directory))
        .containsExactly("-Dpolyglot.engine.resourcePath=" + directory);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }
}
