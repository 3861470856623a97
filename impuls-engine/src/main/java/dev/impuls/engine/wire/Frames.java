package dev.impuls.engine.wire;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Header;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes. A frame is its length without these four bytes, then a byte for the kind of
 * message, then the message's fields in their order: numbers big-endian, texts as their length in
 * bytes and UTF-8 (length -1 is no text), bytes alike, times as seconds and nanoseconds.
 */
public final class Frames {
  /** Of this protocol; both sides have to have the same. */
  public static final int VERSION = 5;

  public static final int LENGTH_BYTES = 4;

  private static final byte HELLO = 1;
  private static final byte READY = 2;
  private static final byte LOADED = 3;
  private static final byte LOGGED = 4;
  private static final byte ENDED = 5;
  private static final byte BROKEN = 8;
  private static final byte FETCH = 6;
  private static final byte FETCH_CANCEL = 7;
  private static final byte BLOATED = 9;
  private static final byte LOAD = 16;
  private static final byte CALL = 17;
  private static final byte CANCEL = 18;
  private static final byte FETCHED = 19;
  private static final byte FORGET = 20;

  private static final int LEAST_FAILURE = 500;
  private static final int MOST_FAILURE = 599;

  /** Two lengths. */
  private static final int LEAST_HEADER_BYTES = 8;

  private Frames() {}

  /** The message as a frame, ready to be read from the buffer. */
  public static ByteBuffer encode(Message message) {
    var out = new Writer();
    switch (message) {
      case Message.Hello hello ->
          out.kind(HELLO)
              .number(hello.version())
              .text(hello.token())
              .text(hello.engine())
              .flag(hello.compiled());
      case Message.Ready() -> out.kind(READY);
      case Message.Loaded() -> out.kind(LOADED);
      case Message.Logged(int call, LogRecord log) ->
          out.kind(LOGGED)
              .number(call)
              .time(log.time())
              .text(log.level().name())
              .text(log.message());
      case Message.Ended(int call, InvocationResult result) ->
          result(out.kind(ENDED).number(call), result);
      case Message.Broken(int function, String what) ->
          out.kind(BROKEN).number(function).text(what);
      case Message.Bloated() -> out.kind(BLOATED);
      case Message.Load(int id, Function function) -> function(out.kind(LOAD).number(id), function);
      case Message.Forget(int id) -> out.kind(FORGET).number(id);
      case Message.Call call ->
          out.kind(CALL)
              .number(call.call())
              .number(call.function())
              .number(call.millisLeft())
              .text(call.requestId())
              .text(call.event());
      case Message.Cancel(int call) -> out.kind(CANCEL).number(call);
      case Message.Fetch(int call, int id, Fetcher.Request request) ->
          headers(
              out.kind(FETCH)
                  .number(call)
                  .number(id)
                  .text(request.method())
                  .text(request.url())
                  .bytes(request.body()),
              request.headers());
      case Message.FetchCancel(int call, int id) -> out.kind(FETCH_CANCEL).number(call).number(id);
      case Message.Fetched(int call, int id, Fetcher.Outcome outcome) ->
          outcome(out.kind(FETCHED).number(call).number(id), outcome);
    }
    return out.frame();
  }

  private static void result(Writer out, InvocationResult result) {
    out.number(result.statusCode())
        .text(result.body())
        .text(result.headers())
        .flag(result.error() != null);
    InvocationError error = result.error();
    if (error != null) {
      out.text(error.type()).text(error.message()).text(error.stack());
    }
    out.time(Instant.EPOCH.plus(result.duration()))
        .number(result.memoryUsedMb())
        .flag(result.coldStart());
  }

  private static void outcome(Writer out, Fetcher.Outcome outcome) {
    switch (outcome) {
      case Fetcher.Failure(String code, String message) -> out.flag(false).text(code).text(message);
      case Fetcher.Response response ->
          headers(
              out.flag(true)
                  .number(response.status())
                  .text(response.statusText())
                  .bytes(response.body()),
              response.headers());
    }
  }

  private static void headers(Writer out, List<Header> headers) {
    out.number(headers.size());
    headers.forEach(header -> out.text(header.name()).text(header.value()));
  }

  private static void function(Writer out, Function function) {
    out.text(function.id())
        .text(function.name())
        .text(function.description())
        .text(function.runtime())
        .text(function.handler())
        .text(function.codePath())
        .number(function.memoryMb())
        .number(function.timeoutSec())
        .text(function.placement().group())
        .text(function.placement().isolation())
        .time(function.createdAt())
        .time(function.updatedAt())
        .text(function.code())
        .number(function.environment().size());
    function.environment().forEach((key, value) -> out.text(key).text(value));
  }

  /**
   * The message of a frame.
   *
   * @param frame the frame without its length; read to its end
   * @throws ProtocolException if it is none
   */
  public static Message decode(ByteBuffer frame) throws ProtocolException {
    var in = new Reader(frame);
    Message message;
    try {
      byte kind = frame.get();
      message =
          switch (kind) {
            case HELLO -> new Message.Hello(in.number(), in.text(), in.text(), in.flag());
            case READY -> new Message.Ready();
            case LOADED -> new Message.Loaded();
            case LOGGED -> new Message.Logged(in.number(), log(in));
            case ENDED -> new Message.Ended(in.number(), result(in));
            case BROKEN -> new Message.Broken(in.number(), in.text());
            case BLOATED -> new Message.Bloated();
            case LOAD -> new Message.Load(in.number(), function(in));
            case FORGET -> new Message.Forget(in.number());
            case CALL ->
                new Message.Call(in.number(), in.number(), in.number(), in.text(), in.text());
            case CANCEL -> new Message.Cancel(in.number());
            case FETCH -> new Message.Fetch(in.number(), in.number(), request(in));
            case FETCH_CANCEL -> new Message.FetchCancel(in.number(), in.number());
            case FETCHED -> new Message.Fetched(in.number(), in.number(), outcome(in));
            default -> throw new ProtocolException("there is no message of kind " + kind);
          };
    } catch (BufferUnderflowException
        | DateTimeException
        | ArithmeticException
        | IllegalArgumentException e) {
      var malformed = new ProtocolException("a message is malformed: " + e);
      malformed.initCause(e);
      throw malformed;
    }
    if (frame.hasRemaining()) {
      throw new ProtocolException("a message has " + frame.remaining() + " bytes too many");
    }
    return message;
  }

  private static LogRecord log(Reader in) throws ProtocolException {
    Instant time = in.time();
    return new LogRecord(time, Level.valueOf(in.text()), in.text());
  }

  private static InvocationResult result(Reader in) throws ProtocolException {
    int status = in.number();
    String body = in.textOrNull();
    String headers = in.textOrNull();
    InvocationError error = in.flag() ? new InvocationError(in.text(), in.text(), in.text()) : null;
    if (error != null && (status < LEAST_FAILURE || status > MOST_FAILURE)) {
      throw new ProtocolException(status + " is no status of a call that failed");
    }
    return new InvocationResult(
        status,
        body,
        headers,
        error,
        Duration.between(Instant.EPOCH, in.time()),
        in.number(),
        List.of(),
        in.flag());
  }

  private static Fetcher.Request request(Reader in) throws ProtocolException {
    String method = in.text();
    String url = in.text();
    ByteBuffer body = in.bytesOrNull();
    return new Fetcher.Request(method, url, headers(in), body);
  }

  private static Fetcher.Outcome outcome(Reader in) throws ProtocolException {
    if (!in.flag()) {
      return new Fetcher.Failure(in.text(), in.text());
    }
    int status = in.number();
    String statusText = in.text();
    ByteBuffer body = in.bytesOrNull();
    if (body == null) {
      throw new ProtocolException("a response has no body");
    }
    return new Fetcher.Response(status, statusText, headers(in), body);
  }

  private static List<Header> headers(Reader in) throws ProtocolException {
    int count = in.number();
    if (count < 0 || count > in.remaining() / LEAST_HEADER_BYTES) {
      throw new ProtocolException(count + " headers do not fit");
    }
    var headers = new ArrayList<Header>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(in.text(), in.text()));
    }
    return headers;
  }

  private static Function function(Reader in) throws ProtocolException {
    String id = in.text();
    String name = in.text();
    String description = in.text();
    String runtime = in.text();
    String handler = in.text();
    String codePath = in.text();
    var summary =
        new FunctionSummary(
            id,
            name,
            description,
            runtime,
            handler,
            codePath,
            in.number(),
            in.number(),
            new Placement(in.text(), in.text()),
            in.time(),
            in.time());
    String code = in.text();
    var environment = new TreeMap<String, String>();
    for (int i = in.number(); i > 0; i--) {
      environment.put(in.text(), in.text());
    }
    return Function.of(summary, code, environment);
  }

  /** Grows as it is written to. */
  private static final class Writer {
    private static final int FIRST_BYTES = 256;

    private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES).position(LENGTH_BYTES);

    private ByteBuffer room(int bytes) {
      if (out.remaining() < bytes) {
        int needed = Math.addExact(out.position(), bytes);
        int doubled = (int) Math.min(2L * out.capacity(), Integer.MAX_VALUE - 8);
        out =
            ByteBuffer.wrap(Arrays.copyOf(out.array(), Math.max(needed, doubled)))
                .position(out.position());
      }
      return out;
    }

    Writer kind(byte kind) {
      room(1).put(kind);
      return this;
    }

    Writer number(int value) {
      room(Integer.BYTES).putInt(value);
      return this;
    }

    Writer flag(boolean value) {
      room(1).put((byte) (value ? 1 : 0));
      return this;
    }

    Writer time(Instant value) {
      room(Long.BYTES + Integer.BYTES).putLong(value.getEpochSecond()).putInt(value.getNano());
      return this;
    }

    Writer text(@Nullable String value) {
      if (value == null) {
        return number(-1);
      }
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
      return this;
    }

    Writer bytes(@Nullable ByteBuffer value) {
      if (value == null) {
        return number(-1);
      }
      int length = value.remaining();
      room(Integer.BYTES + length).putInt(length).put(value.duplicate());
      return this;
    }

    ByteBuffer frame() {
      return out.flip().putInt(0, out.limit() - LENGTH_BYTES);
    }
  }

  /** Reads what the other side wrote, which may be anything. */
  private record Reader(ByteBuffer in) {
    int number() {
      return in.getInt();
    }

    boolean flag() throws ProtocolException {
      byte value = in.get();
      if (value != 0 && value != 1) {
        throw new ProtocolException(value + " is neither true nor false");
      }
      return value == 1;
    }

    Instant time() {
      return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    String text() throws ProtocolException {
      String value = textOrNull();
      if (value == null) {
        throw new ProtocolException("a text is missing");
      }
      return value;
    }

    int remaining() {
      return in.remaining();
    }

    /** A copy, as what the frame is in is used again. */
    @Nullable ByteBuffer bytesOrNull() throws ProtocolException {
      int length = length();
      if (length == -1) {
        return null;
      }
      byte[] bytes = new byte[length];
      in.get(bytes);
      return ByteBuffer.wrap(bytes);
    }

    private int length() throws ProtocolException {
      int length = in.getInt();
      if (length < -1 || length > in.remaining()) {
        throw new ProtocolException(length + " bytes do not fit");
      }
      return length;
    }

    @Nullable String textOrNull() throws ProtocolException {
      int length = length();
      if (length == -1) {
        return null;
      }
      var value =
          new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
      in.position(in.position() + length);
      return value;
    }
  }
}
