package dev.impuls.server.command;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which functions, by patterns of names. */
final class Names {
  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "only functions whose name matches, such as 'order-*'; several may be given")
  private List<String> included = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "no functions whose name matches; several may be given")
  private List<String> excluded = List.of();

  /** Whether a name is wanted. */
  Predicate<String> wanted() {
    List<PathMatcher> include = matchers(included);
    List<PathMatcher> exclude = matchers(excluded);
    return name -> (include.isEmpty() || matches(include, name)) && !matches(exclude, name);
  }

  private static List<PathMatcher> matchers(List<String> globs) {
    return globs.stream()
        .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
        .toList();
  }

  private static boolean matches(List<PathMatcher> matchers, String name) {
    try {
      Path path = Path.of(name);
      return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    } catch (InvalidPathException e) {
      return false; // No file could have that name, and no pattern means it.
    }
  }
}
