package dev.impuls.engine.js;

import dev.impuls.engine.runtime.Runtime;
import dev.impuls.engine.runtime.WorkerClassPath;
import dev.impuls.engine.runtime.WorkerProgram;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JavaScript functions on GraalJS.
 *
 * @param javaHome of a JDK 25
 * @param classPath of workers: the engine, GraalJS and what they need
 * @param compilerPath a directory, or several parted as in a class path, with the Graal compiler's
 *     jars; null to interpret only
 */
public record JsRuntime(Path javaHome, String classPath, @Nullable String compilerPath)
    implements Runtime {
  static final List<String> NAMES = List.of("nodejs18", "nodejs20", "nodejs22", "nodejs24");

  /** One of each jar that workers need. */
  private static final List<String> CLASSES =
      List.of(
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
          "tools.jackson.databind.json.JsonMapper");

  /**
   * The second compiler's thresholds, six times the usual ones. Warming up runs the Graal
   * compiler's own code some thousand times, which does not make compiling it well worthwhile;
   * calls are hot enough all the same. Takes a sixth less processor time than the usual ones;
   * without the second compiler it would be two fifths less, but then calls never become as fast.
   */
  private static final List<String> COMPILE_WELL_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=30000",
          "-XX:Tier4MinInvocationThreshold=3600",
          "-XX:Tier4CompileThreshold=90000",
          "-XX:Tier4BackEdgeThreshold=240000");

  /**
   * With the Java this process runs with, and of its class path what workers need.
   *
   * @param compilerPath as the component of that name
   */
  public static JsRuntime ofThisJava(@Nullable String compilerPath) {
    return new JsRuntime(
        Path.of(System.getProperty("java.home")), WorkerClassPath.holding(CLASSES), compilerPath);
  }

  /**
   * Where the Graal compiler is: beside the library this class is in; null elsewhere than in a
   * distribution, where there is none.
   */
  public static @Nullable String bundledCompiler() {
    try {
      Path own =
          Path.of(JsRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path compiler = own.resolveSibling("graal");
      return Files.isDirectory(compiler) ? compiler.toString() : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public String engineName() {
    return JsEngine.NAME;
  }

  @Override
  public WorkerProgram program() {
    String compiler = compilerPath;
    return new WorkerProgram(
        javaHome,
        classPath,
        JsWorker.class.getName(),
        compiler == null ? List.of() : compilerFlags(compiler),
        compiler == null
            ? List.of()
            : Stream.of(compiler.split(File.pathSeparator, -1)).map(Path::of).toList());
  }

  private static List<String> compilerFlags(String path) {
    // The compiler wants its flags in this order.
    var flags =
        Stream.of(
            "--upgrade-module-path=" + path,
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI");
    return Stream.concat(flags, COMPILE_WELL_LATER.stream()).toList();
  }

  @Override
  public List<String> prepare(Path directory) throws IOException {
    return List.of(JsEngine.copyResources(directory));
  }

  @Override
  public Function example(int number) {
    return WarmUp.function(number);
  }

  @Override
  public Invoker inThisProcess(Limits limits, Clock clock, Fetcher fetcher) {
    return new JsInvoker(limits, clock, fetcher);
  }
}
