package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.Runtimes;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What lies in a data directory. */
final class Tree {
  private Tree() {}

  static FileFunctionStore open(Path directory) {
    return FileFunctionStore.open(new FileStoreSettings(directory, false));
  }

  static Path metadata(Path directory, String name) {
    return directory.resolve("functions/metadata/" + name + ".json");
  }

  static Path code(Path directory, String name) {
    return directory.resolve("functions/code/" + name + "/function.js");
  }

  /** Every file and directory below {@code functions}, in order, directories with a slash. */
  static List<String> below(Path directory) throws IOException {
    Path functions = directory.resolve("functions");
    try (Stream<Path> paths = Files.walk(functions)) {
      return paths
          .filter(path -> !path.equals(functions))
          .map(path -> functions.relativize(path) + (Files.isDirectory(path) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  /**
   * Fails unless the directory holds the store's functions as the layout says, and nothing else.
   */
  static void requireTidy(Path directory, FunctionStore store) throws IOException {
    var expected = new TreeSet<>(List.of("metadata/", "code/"));
    List<Function> functions;
    try (Stream<Function> stream = store.stream(FunctionQuery.ALL)) {
      functions = stream.toList();
    }
    for (Function function : functions) {
      String name = function.name();
      String code = "code/" + name + "/function." + Runtimes.extension(function.runtime());
      expected.addAll(List.of("metadata/" + name + ".json", "code/" + name + "/", code));
      Path codeFile = directory.resolve("functions").resolve(code);
      assertThat(codeFile).content().isEqualTo(function.code());
      assertThat(metadata(directory, name)).content().doesNotContain("\"code\"");
    }
    assertThat(store.status().problems()).isEmpty();
    assertThat(below(directory)).containsExactlyElementsOf(expected);
  }
}
