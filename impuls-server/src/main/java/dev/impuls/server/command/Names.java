package dev.impuls.server.command;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which functions, by patterns of names. */
final class Names {
  @Option(
      names = "--include",
      paramLabel = "GLOB",
      converter = Glob.class,
      description = "only functions whose name matches, such as 'order-*'; several may be given")
  private List<PathMatcher> included = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      converter = Glob.class,
      description = "no functions whose name matches; several may be given")
  private List<PathMatcher> excluded = List.of();

  /** Whether a name is wanted. */
  Predicate<String> wanted() {
    return name -> (included.isEmpty() || matches(included, name)) && !matches(excluded, name);
  }

  private static boolean matches(List<PathMatcher> matchers, String name) {
    try {
      Path path = Path.of(name);
      return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    } catch (InvalidPathException e) {
      return false; // No file could have that name, and no pattern means it.
    }
  }

  /** A pattern of names, as shells have it. */
  static final class Glob implements ITypeConverter<PathMatcher> {
    @Override
    public PathMatcher convert(String glob) {
      try {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException("\"" + glob + "\" is no pattern of names");
      }
    }
  }
}
