package dev.impuls.engine.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Source;

/**
 * What functions find of Node.js, as the build bundled it from src/main/javascript: parsed once for
 * all contexts of an engine, and evaluated in a context that asks for it. Internal sources leave no
 * frames in stack traces.
 */
final class NodeLibrary {
  private final Source library = source("library.js");
  private final Source idna = source("idna.js");
  private final List<String> modules = text("modules.txt").lines().toList();

  /** A function that makes the library, or its tables for international host names. */
  Source source(boolean ofIdna) {
    return ofIdna ? idna : library;
  }

  /** The modules a function may use, by their names without "node:". */
  List<String> modules() {
    return modules;
  }

  /** What says what there is where a module is not. */
  String instead() {
    return "functions may use " + String.join(", ", modules) + ", and no other modules";
  }

  /** The text of the ES module that stands for one of the modules. */
  static String esModule(String name) {
    return text("modules/" + name + ".mjs");
  }

  static Source source(String file) {
    return Source.newBuilder("js", text(file), "impuls:" + file).internal(true).buildLiteral();
  }

  private static String text(String file) {
    try (InputStream in = NodeLibrary.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
