import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies google-java-format on all Java files below a folder; the build runs it on the
 * JDK that compiles the sources. Arguments: {@code check} or {@code apply}, then the folder.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean check = args[0].equals("check");
    List<String> arguments = new ArrayList<>(options(check));
    List<String> files = javaFiles(Path.of(args[1]));
    if (files.isEmpty()) {
      return;
    }
    arguments.addAll(files);
    var found = new StringWriter();
    var err = new PrintWriter(System.err, true);
    int status =
        new Main(new PrintWriter(found, true), err, System.in)
            .format(arguments.toArray(String[]::new));
    if (status != 0) {
      found.toString().lines().forEach(file -> err.println("Not formatted: " + file));
      System.exit(status);
    }
  }

  private static List<String> options(boolean check) {
    return check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace");
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !path.toString().contains("/target/"))
          .sorted()
          .map(Path::toString)
          .toList();
    }
  }
}
