package dev.impuls.function;

import java.util.List;

/** What is known of a runtime by its name. */
public final class Runtimes {
  /** The runtimes that come with Impuls, oldest first; what can run here an invoker tells. */
  public static final List<String> BUILT_IN =
      List.of("nodejs18", "nodejs20", "nodejs22", "nodejs24");

  private Runtimes() {}

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
