package dev.impuls.engine.pool;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the class path of workers: the jars and directories of this process's class path that hold
 * the engine and what it needs, found by one class of each. Works in a distribution, in a clone and
 * in an installed application alike, whatever the jars are called.
 *
 * <p>There is no logging library in it: a worker prints for the invoker to read.
 */
final class WorkerClassPath {
  private static final List<String> CLASSES =
      List.of(
          "dev.impuls.engine.worker.WorkerMain",
          "dev.impuls.function.Function",
          "org.graalvm.polyglot.Engine",
          "com.oracle.truffle.api.Truffle",
          "com.oracle.truffle.runtime.OptimizedTruffleRuntime",
          "com.oracle.truffle.compiler.TruffleCompiler",
          "com.oracle.truffle.js.lang.JavaScriptLanguage",
          "com.oracle.truffle.regex.RegexLanguage",
          "org.graalvm.shadowed.com.ibm.icu.util.ULocale",
          "org.graalvm.shadowed.org.tukaani.xz.XZInputStream",
          "org.graalvm.collections.EconomicMap",
          "org.graalvm.jniutils.JNIUtil",
          "org.graalvm.nativeimage.ImageInfo",
          "org.graalvm.word.WordBase",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "tools.jackson.core.JsonParser",
          "tools.jackson.databind.json.JsonMapper",
          "org.slf4j.Logger");

  private WorkerClassPath() {}

  /**
   * Returns the class path of workers, in a fixed order.
   *
   * @throws IllegalStateException if this process lacks one of the libraries; names its class
   */
  static String find() {
    Set<String> paths = new LinkedHashSet<>();
    for (String name : CLASSES) {
      paths.add(holder(name).toString());
    }
    return paths.stream().collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar or directory that a class is in; the class is not loaded. */
  private static Path holder(String className) {
    String file = className.replace('.', '/') + ".class";
    URL found = WorkerClassPath.class.getClassLoader().getResource(file);
    if (found == null) {
      throw new IllegalStateException(
          "The class path lacks " + className + ", which functions need; reinstall Impuls");
    }
    try {
      URLConnection connection = found.openConnection();
      if (connection instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI());
      }
      String all = found.toURI().toString();
      return Path.of(URI.create(all.substring(0, all.length() - file.length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
