package dev.impuls.engine.runtime;

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
import java.util.stream.Stream;

/**
 * Finds the class path of workers: the jars and directories of this process's class path that hold
 * what a worker needs, found by one class of each. Works in a distribution, in a clone and in an
 * installed application alike, whatever the jars are called.
 *
 * <p>There is no logging library in it: a worker prints for the invoker to read.
 */
public final class WorkerClassPath {
  /** Those of Impuls. */
  private static final List<String> OWN =
      List.of("dev.impuls.engine.worker.WorkerMain", "dev.impuls.function.Function");

  /** Those that they need. */
  private static final List<String> LIBRARIES = List.of("org.slf4j.Logger");

  private WorkerClassPath() {}

  /**
   * Returns, in a fixed order, what holds those classes and what workers of all runtimes need.
   *
   * @throws IllegalStateException if this process lacks one of them; names the class
   */
  public static String holding(List<String> classes) {
    Set<String> paths = new LinkedHashSet<>();
    Stream.of(OWN, classes, LIBRARIES)
        .flatMap(List::stream)
        .forEach(name -> paths.add(holder(name).toString()));
    return String.join(File.pathSeparator, paths);
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
