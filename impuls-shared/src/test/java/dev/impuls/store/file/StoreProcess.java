package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A store open in another process, told what to do line by line. Each command has one line of
 * answer, which begins with {@code ok} or with the name of the exception.
 */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  StoreProcess(List<String> prefix) throws IOException {
    process = Children.java(prefix, StoreProcess.class);
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A process that has the store open. */
  static StoreProcess open(Path directory) throws IOException {
    var process = new StoreProcess(List.of());
    process.ok("open " + directory);
    return process;
  }

  /** Sends a command without waiting for its answer. */
  void send(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** The next answer. */
  String answer() throws IOException {
    return String.valueOf(answers.readLine());
  }

  String ask(String command) throws IOException {
    send(command);
    return answer();
  }

  /** What it answers behind {@code ok}; fails if it answers something else. */
  String ok(String command) throws IOException {
    String answer = ask(command);
    assertThat(answer).as(command).startsWith("ok");
    return answer.substring(2).strip();
  }

  Process process() {
    return process;
  }

  /** Sends a signal, by its name. */
  void signal(String name) throws Exception {
    Children.shell(Path.of("/"), "kill -" + name + " " + process.pid());
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (commands;
        answers) {
      assertThat(process.isAlive()).isFalse();
    } catch (IOException e) {
      // It no longer listens, which is what was asked for.
      assertThat(process.isAlive()).isFalse();
    }
  }

  /** The other side. */
  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var session = new Session();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(session.answer(line));
    }
  }

  private static final class Session {
    private final Heard heard = new Heard();
    private final List<FileFunctionStore> opened = new ArrayList<>();
    private final CountDownLatch forEver = new CountDownLatch(1);

    String answer(String line) {
      String[] words = line.split(" ", -1);
      try {
        return ("ok " + run(words)).replace('\n', ' ');
      } catch (StoreException | InvalidFunctionException | IllegalStateException e) {
        return (e.getClass().getSimpleName() + " " + e.getMessage()).replace('\n', ' ');
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }

    private FileFunctionStore store() {
      return opened.getLast();
    }

    private String run(String[] words) throws InterruptedException {
      return switch (words[0]) {
        case "open" -> {
          var settings = new FileStoreSettings(Path.of(words[1]), words.length > 2);
          opened.add(FileFunctionStore.open(settings));
          store().subscribe(heard);
          yield "";
        }
        case "create" -> shown(store().create(Samples.sealedDraft(words[1], words[2])));
        case "write" ->
            shown(
                store()
                    .update(words[1], Samples.sealed(words[2], Integer.parseInt(words[3])), null));
        case "describe" -> shown(store().update(words[1], Samples.description(words[2]), null));
        case "get" -> shown(store().get(words[1]));
        case "delete" -> {
          store().delete(words[1], null);
          yield "";
        }
        case "list" ->
            String.join(
                ",",
                store().list(FunctionQuery.ALL).functions().stream()
                    .map(FunctionSummary::name)
                    .toList());
        case "status" -> shown(store().status());
        case "heard" ->
            String.join(",", heard.all().stream().map(c -> c.kind() + ":" + c.name()).toList());
        case "increment" -> {
          for (int i = 0; i < Integer.parseInt(words[2]); i++) {
            increment(words[1]);
          }
          yield "";
        }
        case "compete" -> compete(words[1], Integer.parseInt(words[2]));
        case "hold" -> hold(Path.of(words[1]), words[2]);
        default -> throw new IllegalStateException("unknown: " + words[0]);
      };
    }

    private static String shown(Function function) {
      boolean whole =
          function.description().equals(Samples.seal(function.code(), function.environment()));
      return function.revision() + (whole ? " whole " : " mixed ") + function.description();
    }

    private static String shown(StoreStatus status) {
      return "writable="
          + status.writable()
          + " functions="
          + status.functions()
          + " outage="
          + status.outage()
          + " problems="
          + status.problems();
    }

    private void increment(String name) {
      while (true) {
        Function read = store().get(name);
        String next = Integer.toString(Integer.parseInt(read.description()) + 1);
        try {
          store().update(name, Samples.described(next, "code " + next), read.revision());
          return;
        } catch (RevisionMismatchException e) {
          assertThat(e.current()).isNotEqualTo(read.revision());
        }
      }
    }

    private String compete(String prefix, int count) {
      var won = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        try {
          store().create(Samples.draft(prefix + i));
          won.add(prefix + i);
        } catch (FunctionExistsException e) {
          assertThat(store().get(prefix + i).code()).isEqualTo(Samples.HELLO);
        }
      }
      return String.join(",", won);
    }

    /** Begins a write and stays in the middle of it, the function's lock held. */
    private String hold(Path directory, String name) throws InterruptedException {
      var held = new CountDownLatch(1);
      var stuck =
          FileFunctionStore.open(
              new FileStoreSettings(directory, false),
              new FaultyFiles(
                  operation -> {
                    held.countDown();
                    try {
                      forEver.await();
                    } catch (InterruptedException e) {
                      throw new IOException(e);
                    }
                  }),
              Clock.systemUTC(),
              true);
      opened.addFirst(stuck);
      Thread.ofPlatform()
          .daemon()
          .start(() -> stuck.update(name, Samples.sealed("never", 10), null));
      if (!held.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("never came to write");
      }
      return "";
    }
  }
}
