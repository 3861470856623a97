package dev.impuls.server.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Functions of one side of a comparison that are each called now and then. */
final class Fleet implements Closeable {
  private static final int TIMEOUT_SECONDS = 60;

  private final List<Member> functions;
  private final long pid;
  private final int port;
  private final Api api;
  private final UnaryOperator<String> path;
  private final Closeable owner;

  /** One of the functions. */
  record Member(String name, Handler handler) {
    /** As many functions as that, the handlers in turns. */
    static List<Member> some(int number) {
      Handler[] handlers = Handler.values();
      return IntStream.range(0, number)
          .mapToObj(i -> of(handlers[i % handlers.length], i))
          .toList();
    }

    static Member of(Handler handler, int number) {
      return new Member(handler.file() + "-" + number, handler);
    }
  }

  /**
   * One call of each function.
   *
   * @param millis what the calls took, by handler
   * @param processorSeconds what all processes used meanwhile
   * @param after what they hold afterwards
   */
  record Round(Map<Handler, Medians> millis, double processorSeconds, Proc.Tree after) {
    Medians of(Handler handler) {
      return millis.getOrDefault(handler, new Medians());
    }
  }

  private Fleet(
      List<Member> functions, long pid, int port, UnaryOperator<String> path, Closeable owner) {
    this.functions = functions;
    this.pid = pid;
    this.port = port;
    this.api = new Api(port);
    this.path = path;
    this.owner = owner;
  }

  /** Creates the functions on a server, which is closed with this. */
  static Fleet on(StartedServer server, List<Member> functions, Settings settings)
      throws IOException, InterruptedException {
    var fleet = new Fleet(functions, server.pid(), server.port(), Api::invokePath, server::close);
    try {
      for (Member function : functions) {
        String code = function.handler().code(settings) + "// " + function.name() + "\n";
        fleet.api.create(function.name(), code, TIMEOUT_SECONDS); // No two are alike.
      }
      return fleet;
    } catch (IOException | InterruptedException e) {
      fleet.api.close();
      server.close();
      throw e;
    }
  }

  /** Starts a peer that has the functions, and is closed with this. */
  static Fleet of(Peer.Kind kind, List<Member> functions, Settings settings)
      throws IOException, InterruptedException, NotMeasuredException {
    var peer =
        kind == Peer.Kind.WORKERS
            ? new Peer(kind, settings, WorkerdConfig.write(settings, functions))
            : new Peer(kind, settings);
    var fleet = new Fleet(functions, peer.pid(), peer.port(), name -> "/" + name, peer::close);
    try {
      peer.awaitListening(kind);
      fleet.api.get("/"); // Its connection is there, as ours is.
    } catch (IOException | InterruptedException | NotMeasuredException e) {
      fleet.api.close();
      peer.close();
      throw e;
    }
    return fleet;
  }

  /** Calls each function once, one call at a time. */
  Round round() throws IOException, InterruptedException {
    var millis = new EnumMap<Handler, Medians>(Handler.class);
    double before = Proc.tree(pid).processorSeconds();
    for (Member function : functions) {
      Api.Answer answer = call(function);
      millis.computeIfAbsent(function.handler(), _ -> new Medians()).add(answer.millis());
    }
    Proc.Tree after = Proc.tree(pid);
    return new Round(millis, after.processorSeconds() - before, after);
  }

  /** Calls the first function some times. */
  void call(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      call(functions.getFirst());
    }
  }

  /** Fails if the answer is not the right one. */
  private Api.Answer call(Member function) throws IOException, InterruptedException {
    Handler handler = function.handler();
    Api.Answer answer = api.send("POST", path.apply(function.name()), handler.event());
    if (!handler.isAnsweredBy(answer)) {
      throw new IOException("wrong answer of " + function.name() + ": " + answer);
    }
    return answer;
  }

  int port() {
    return port;
  }

  long pid() {
    return pid;
  }

  @Override
  public void close() throws IOException {
    api.close();
    owner.close();
  }
}
