package dev.impuls.function;

import java.util.List;

/** What is known of a runtime by its name. */
public final class Runtimes {
  /** The runtimes the built-in engine runs, oldest first. */
  public static final List<String> BUILT_IN =
      List.of("nodejs18", "nodejs20", "nodejs22", "nodejs24");

  private Runtimes() {}

  /** True if the built-in engine runs functions of that runtime. */
  public static boolean isBuiltIn(String runtime) {
    return BUILT_IN.contains(runtime);
  }

  /** The extension of a source file in the runtime's language, without the dot. */
  public static String extension(String runtime) {
    if (runtime.startsWith("nodejs")) {
      return "js";
    }
    if (runtime.startsWith("python")) {
      return "py";
    }
    if (runtime.startsWith("dotnet")) {
      return "cs";
    }
    if (runtime.startsWith("ruby")) {
      return "rb";
    }
    if (runtime.startsWith("java")) {
      return "java";
    }
    if (runtime.startsWith("go")) {
      return "go";
    }
    if (runtime.startsWith("php")) {
      return "php";
    }
    return "txt";
  }

  /** Every extension {@link #extension} can answer. */
  public static List<String> extensions() {
    return List.of("js", "py", "cs", "rb", "java", "go", "php", "txt");
  }
}
