package dev.impuls.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message comes back as it was; whatever is none is refused, and nothing worse. */
class FramesTest {
  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(300)
        .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  private static Arbitrary<Instant> times() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Message> results() {
    Arbitrary<InvocationResult> good =
        Combinators.combine(
                Arbitraries.integers(),
                texts(),
                texts().injectNull(0.5),
                Arbitraries.longs().between(0, Long.MAX_VALUE / 2),
                Arbitraries.integers(),
                Arbitraries.of(true, false))
            .as(
                (status, body, headers, nanos, memory, cold) ->
                    new InvocationResult(
                        status,
                        body,
                        headers,
                        null,
                        Duration.ofNanos(nanos),
                        memory,
                        List.of(),
                        cold));
    Arbitrary<InvocationResult> bad =
        Combinators.combine(
                Arbitraries.integers().between(500, 599),
                texts(),
                texts(),
                texts(),
                Arbitraries.longs().between(0, Long.MAX_VALUE / 2))
            .as(
                (status, type, message, stack, nanos) ->
                    new InvocationResult(
                        status,
                        null,
                        null,
                        new InvocationError(type, message, stack),
                        Duration.ofNanos(nanos),
                        0,
                        List.of(),
                        false));
    return Combinators.combine(Arbitraries.integers(), Arbitraries.oneOf(good, bad))
        .as(Message.Ended::new);
  }

  private static Arbitrary<Message> loads() {
    Arbitrary<FunctionSummary> summaries =
        Combinators.combine(
                texts().list().ofSize(8),
                Arbitraries.integers(),
                Arbitraries.integers(),
                times(),
                times())
            .as(
                (texts, memory, timeout, created, updated) ->
                    new FunctionSummary(
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        texts.get(5),
                        memory,
                        timeout,
                        new Placement(texts.get(6), texts.get(7)),
                        created,
                        updated));
    return Combinators.combine(
            Arbitraries.integers(),
            summaries,
            texts(),
            Arbitraries.maps(texts(), texts()).ofMaxSize(5))
        .as(
            (id, summary, code, environment) ->
                new Message.Load(id, Function.of(summary, code, environment)));
  }

  private static Arbitrary<ByteBuffer> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(100).map(ByteBuffer::wrap);
  }

  private static Arbitrary<List<Fetcher.Header>> headers() {
    return Combinators.combine(texts(), texts()).as(Fetcher.Header::new).list().ofMaxSize(5);
  }

  private static Arbitrary<Fetcher.Request> requests() {
    return Combinators.combine(texts(), texts(), headers(), bytes().injectNull(0.3))
        .as(Fetcher.Request::new);
  }

  private static Arbitrary<Fetcher.Outcome> outcomes() {
    return Arbitraries.oneOf(
        Combinators.combine(texts(), texts()).as(Fetcher.Failure::new),
        Combinators.combine(Arbitraries.integers(), texts(), headers(), bytes())
            .as(Fetcher.Response::new));
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(
                    Arbitraries.integers(), texts(), texts(), Arbitraries.of(true, false))
                .as(Message.Hello::new),
            Arbitraries.of(new Message.Ready(), new Message.Loaded(), new Message.Bloated()),
            Combinators.combine(Arbitraries.integers(), texts()).as(Message.Broken::new),
            Combinators.combine(
                    Arbitraries.integers(), times(), Arbitraries.of(Level.values()), texts())
                .as(
                    (call, time, level, text) ->
                        new Message.Logged(call, new LogRecord(time, level, text))),
            results(),
            loads(),
            Combinators.combine(
                    Arbitraries.integers(),
                    Arbitraries.integers(),
                    Arbitraries.integers(),
                    texts(),
                    texts())
                .as(Message.Call::new),
            Arbitraries.integers().map(Message.Forget::new),
            Arbitraries.integers().map(Message.Cancel::new),
            Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), requests())
                .as(Message.Fetch::new),
            Combinators.combine(Arbitraries.integers(), Arbitraries.integers())
                .as(Message.FetchCancel::new),
            Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), outcomes())
                .as(Message.Fetched::new)));
  }

  private static ByteBuffer withoutLength(ByteBuffer frame) {
    assertThat(frame.getInt()).isEqualTo(frame.remaining());
    return frame;
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("messages") Message message) throws ProtocolException {
    assertThat(Frames.decode(withoutLength(Frames.encode(message)))).isEqualTo(message);
  }

  @Property
  void whatIsCutIsRefused(
      @ForAll("messages") Message message, @ForAll int where, @ForAll byte other) {
    ByteBuffer frame = withoutLength(Frames.encode(message));
    int keep = Math.floorMod(where, frame.remaining());
    ByteBuffer cut = frame.slice(frame.position(), keep);
    assertThatThrownBy(() -> Frames.decode(cut)).isInstanceOf(ProtocolException.class);
    var longer = ByteBuffer.allocate(frame.remaining() + 1).put(frame).put(other).flip();
    assertThatThrownBy(() -> Frames.decode(longer)).isInstanceOf(ProtocolException.class);
  }

  @Property(tries = 5000)
  void whatIsAlteredIsReadOrRefused(
      @ForAll("messages") Message message, @ForAll int where, @ForAll byte other) {
    ByteBuffer frame = withoutLength(Frames.encode(message));
    frame.put(frame.position() + Math.floorMod(where, frame.remaining()), other);
    readOrRefuse(frame);
  }

  @Property(tries = 5000)
  void garbageIsReadOrRefused(@ForAll byte kind, @ForAll byte[] garbage) {
    readOrRefuse(ByteBuffer.allocate(garbage.length + 1).put(kind).put(garbage).flip());
  }

  private static void readOrRefuse(ByteBuffer frame) {
    try {
      Frames.decode(frame);
    } catch (ProtocolException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  /** It would become the status of an answer over HTTP. */
  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 99, 200, 499, 600, Integer.MAX_VALUE})
  void aFailureHasTheStatusOfOne(int status) {
    var result =
        new InvocationResult(
            status,
            null,
            null,
            new InvocationError("E", "m", ""),
            Duration.ZERO,
            0,
            List.of(),
            false);
    ByteBuffer frame = withoutLength(Frames.encode(new Message.Ended(1, result)));
    assertThatThrownBy(() -> Frames.decode(frame)).isInstanceOf(ProtocolException.class);
  }
}
