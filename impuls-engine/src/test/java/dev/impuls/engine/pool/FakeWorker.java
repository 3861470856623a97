package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.Message;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function process that somebody else has taken over, or that is broken. */
final class FakeWorker {
  private static final int CALL = 1;

  private FakeWorker() {}

  /** What it does wrong. */
  enum Fault {
    WRONG_TOKEN,
    WRONG_VERSION,
    NO_HELLO,
    SECOND_HELLO,
    GARBAGE,
    HUGE_FRAME,
    MESSAGE_OF_AN_INVOKER,
    TOO_MANY_LOGS,
    FAILURE_OF_STATUS_200,
    REQUEST_OF_NO_CALL,
    TOO_MANY_REQUESTS,
    REQUEST_TWICE,
    HUGE_REQUEST,
    MANY_HEADERS,
    HANGS_UP,
    /** It never says that it is ready. */
    NEVER_READY,
    /** Its engine fails of each call. */
    BREAKS,
    /** None: it answers calls that there are not, and the one there is. */
    STRANGE_CALLS
  }

  /** The fault, and then as {@link WorkerMain}. */
  public static void main(String[] args) throws IOException {
    if (args.length < 5) {
      return; // It was only asked for its version.
    }
    Fault fault = Fault.valueOf(args[0]);
    String socket = args[args.length - 4];
    String token =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(socket)))) {
      int version = fault == Fault.WRONG_VERSION ? Frames.VERSION + 1 : Frames.VERSION;
      var hello =
          new Message.Hello(version, fault == Fault.WRONG_TOKEN ? "x" : token, "fake", false);
      if (fault != Fault.NO_HELLO) {
        send(channel, hello);
      }
      if (fault != Fault.NEVER_READY) {
        send(channel, new Message.Ready());
      }
      channel.read(ByteBuffer.allocate(1_000_000)); // Something it was asked.
      switch (fault) {
        case SECOND_HELLO -> send(channel, hello);
        case GARBAGE -> write(channel, ByteBuffer.wrap(new byte[] {0, 0, 0, 3, 99, 1, 2}));
        case HUGE_FRAME -> write(channel, ByteBuffer.wrap(new byte[] {127, 0, 0, 0, 5}));
        case MESSAGE_OF_AN_INVOKER -> send(channel, new Message.Cancel(CALL));
        case TOO_MANY_LOGS -> {
          for (int i = 0; i < 10_000; i++) {
            send(channel, new Message.Logged(CALL, new LogRecord(Instant.EPOCH, Level.INFO, "x")));
          }
        }
        case FAILURE_OF_STATUS_200 ->
            send(channel, ended(CALL, 200, null, new InvocationError("E", "m", "")));
        case REQUEST_OF_NO_CALL -> send(channel, fetch(2, 1, 1, 1));
        case TOO_MANY_REQUESTS -> {
          for (int i = 0; i <= Fetcher.MOST_AT_ONCE; i++) {
            send(channel, fetch(CALL, i, 1, 1));
          }
        }
        case REQUEST_TWICE -> {
          send(channel, fetch(CALL, 1, 1, 1));
          send(channel, fetch(CALL, 1, 1, 1));
        }
        case HUGE_REQUEST -> send(channel, fetch(CALL, 1, Fetcher.MOST_BODY_BYTES + 1, 1));
        case MANY_HEADERS -> send(channel, fetch(CALL, 1, 1, Fetcher.MOST_HEADER_BYTES / 2));
        case BREAKS -> {
          send(channel, new Message.Broken(1, "what the engine failed of"));
          var error = new InvocationError("Runtime.EngineError", "m", "");
          send(channel, ended(CALL, 500, null, error));
        }
        case STRANGE_CALLS -> {
          for (int call : List.of(-1, 0, 2, Integer.MAX_VALUE, CALL)) {
            send(channel, new Message.Logged(call, new LogRecord(Instant.EPOCH, Level.INFO, "x")));
            send(channel, new Message.FetchCancel(call, 1));
            send(channel, ended(call, 200, "\"fake\"", null));
          }
          send(channel, fetch(CALL, 1, 1, 1));
        }
        default -> {}
      }
      if (fault != Fault.HANGS_UP) {
        channel.read(ByteBuffer.allocate(1)); // Until it is ended.
        while (channel.read(ByteBuffer.allocate(1000)) >= 0) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static Message fetch(int call, int id, int bytes, int headers) {
    var request =
        new Fetcher.Request(
            "POST",
            "http://silent.test/",
            Collections.nCopies(headers, new Fetcher.Header("a", "b")),
            ByteBuffer.allocate(bytes));
    return new Message.Fetch(call, id, request);
  }

  private static Message ended(
      int call, int status, @Nullable String body, @Nullable InvocationError error) {
    return new Message.Ended(
        call, new InvocationResult(status, body, null, error, Duration.ZERO, 0, List.of(), false));
  }

  private static void send(SocketChannel channel, Message message) throws IOException {
    write(channel, Frames.encode(message));
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
