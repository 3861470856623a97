package dev.impuls.temporary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** Another process, which has temporary directories until it is killed. */
public final class OtherProcess implements AutoCloseable {
  private static final String MADE = "made ";

  private final Process process;
  private final List<Path> directories = new ArrayList<>();

  /** Starts it, and waits for it to have made its directories. */
  public OtherProcess(Path parent, String kind, int number) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                parent.toString(),
                kind,
                Integer.toString(number))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out = process.inputReader();
    while (directories.size() < number) {
      String line = Objects.requireNonNull(out.readLine(), "it ended too early");
      if (line.startsWith(MADE)) {
        directories.add(Path.of(line.substring(MADE.length())));
      }
    }
  }

  /** Makes directories in that process and kills it. */
  public static List<Path> leaveBehind(Path parent, String kind, int number) throws IOException {
    try (var killed = new OtherProcess(parent, kind, number)) {
      return killed.directories();
    }
  }

  public List<Path> directories() {
    return List.copyOf(directories);
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Makes directories, says where they are, and waits to be killed. */
  public static void main(String[] args) throws Exception {
    var all = new ArrayList<OwnDirectory>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      all.add(OwnDirectory.make(Path.of(args[0]), args[1], path -> {}));
      System.out.println(MADE + all.getLast().path());
    }
    new CountDownLatch(1).await();
    throw new IllegalStateException("none of these is needed: " + all);
  }
}
