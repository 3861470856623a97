package dev.impuls.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a real socket. */
class ConnectionTest {
  private static final int MOST_FRAME_BYTES = 1_000_000;

  @TempDir Path directory;

  private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
  private final IoLoop loop = new IoLoop("test-io", bugs::add);
  private final Heard heard = new Heard();
  private SocketChannel other;
  private Connection connection;

  /** What a connection's owner hears. */
  private static final class Heard implements Connection.Receiver {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void received(Message message) throws ProtocolException {
      if (message instanceof Message.Loaded) {
        throw new ProtocolException("unexpected");
      }
      if (message instanceof Message.Ready) {
        throw new IllegalStateException("a bug");
      }
      messages.add(message);
    }

    @Override
    public void closed(@Nullable IOException why) {
      ends.add(why == null ? "own" : why.getClass().getSimpleName());
    }

    Message message() throws InterruptedException {
      Message message = messages.poll(10, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      return message;
    }

    String end() throws InterruptedException {
      String end = ends.poll(10, TimeUnit.SECONDS);
      assertThat(end).isNotNull();
      return end;
    }
  }

  @BeforeEach
  void connect() throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(address);
      other = SocketChannel.open(address);
      connection = new Connection(door.accept(), loop, MOST_FRAME_BYTES, heard);
    }
    connection.start();
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    other.close();
    loop.close();
    loop.join();
    assertThat(heard.ends.size()).isLessThanOrEqualTo(1);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      other.write(bytes);
    }
  }

  @Test
  void framesComeInPieces() throws Exception {
    var sent = new Message.Call(7, 1, 1000, "id", "{\"a\":\"é\"}");
    ByteBuffer frame = Frames.encode(sent);
    while (frame.hasRemaining()) {
      write(ByteBuffer.wrap(new byte[] {frame.get()}));
    }
    assertThat(heard.message()).isEqualTo(sent);
  }

  @Test
  void manyFramesComeAtOnce() throws Exception {
    var all = ByteBuffer.allocate(1_000_000);
    for (int i = 0; i < 1000; i++) {
      all.put(Frames.encode(new Message.Call(i, 1, 1000, "id", "x".repeat(i))));
    }
    write(all.flip());
    for (int i = 0; i < 1000; i++) {
      assertThat(heard.message()).isEqualTo(new Message.Call(i, 1, 1000, "id", "x".repeat(i)));
    }
  }

  @Test
  void largeFramesFindRoom() throws Exception {
    for (int size : List.of(10, 900_000, 10, 70_000, 65_536 - 13, 65_536, 3)) {
      var sent = new Message.Call(size, 1, 1000, "", "x".repeat(size));
      write(Frames.encode(sent));
      assertThat(heard.message()).isEqualTo(sent);
    }
  }

  @Test
  void whatManyThreadsSendArrivesWholeAndInOrder() throws Exception {
    int threads = 8;
    int each = 5000;
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      Thread.ofPlatform()
          .start(
              () -> {
                for (int i = 0; i < each; i++) {
                  connection.send(
                      new Message.Call(i, 1, 1000, Integer.toString(number), "x".repeat(i % 99)));
                }
              });
    }
    var last = new HashMap<String, Integer>();
    for (int i = 0; i < threads * each; i++) {
      var call = (Message.Call) read();
      assertThat(call.event()).isEqualTo("x".repeat(call.call() % 99));
      assertThat(call.call()).isEqualTo(last.getOrDefault(call.requestId(), -1) + 1);
      last.put(call.requestId(), call.call());
    }
    assertThat(bugs).isEmpty();
  }

  private Message read() throws IOException {
    var length = ByteBuffer.allocate(Frames.LENGTH_BYTES);
    fill(length);
    var frame = ByteBuffer.allocate(length.flip().getInt());
    fill(frame);
    return Frames.decode(frame.flip());
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      assertThat(other.read(buffer)).isPositive();
    }
  }

  /** Nothing grows without end for someone who does not read, and nobody waits. */
  @Test
  void whoDoesNotReadIsSentNoMore() throws Exception {
    var large = new Message.Call(1, 1, 1000, "", "x".repeat(10_000_000));
    int taken = 0;
    while (connection.send(large)) {
      taken++;
      assertThat(taken).isLessThan(10);
    }
    assertThat(taken).isBetween(5, 7);
    for (int i = 0; i < taken; i++) {
      assertThat(read()).isEqualTo(large);
    }
    assertThat(connection.send(new Message.Cancel(1))).isTrue();
    assertThat(read()).isEqualTo(new Message.Cancel(1));
  }

  @Test
  void whatCanWaitIsSentWhenTheOtherReads() throws Exception {
    int count = 12; // Twice as much as may wait at once of what cannot.
    for (int i = 0; i < count; i++) {
      connection.sendPatiently(
          new Message.Call(i, 1, 1000, "", "x".repeat(10_000_000)), 1, () -> true);
    }
    var isWanted = new AtomicBoolean(true);
    connection.sendPatiently(new Message.Cancel(2), 1, isWanted::get);
    assertThat(connection.send(new Message.Cancel(3))).isTrue();
    isWanted.set(false);
    var came = new ArrayList<Integer>();
    for (int i = 0; i < count + 1; i++) {
      came.add(read() instanceof Message.Call call ? call.call() : -1);
    }
    // What cannot wait does so for little that can.
    assertThat(came.indexOf(-1)).isBetween(1, 3);
    came.remove(Integer.valueOf(-1));
    assertThat(came).isSorted();
    connection.sendPatiently(new Message.Cancel(1), 1, () -> true);
    assertThat(read()).isEqualTo(new Message.Cancel(1));
  }

  @Test
  void whatCanWaitIsBoundedButForWhatTakesNothing() throws Exception {
    assertThat(connection.send(new Message.Call(1, 1, 1000, "", "x".repeat(10_000_000)))).isTrue();
    int all = Math.toIntExact(Math.min(Runtime.getRuntime().maxMemory() / 8, Integer.MAX_VALUE));
    var isWanted = new AtomicBoolean(true);
    assertThat(connection.sendPatiently(new Message.Cancel(2), all, isWanted::get)).isTrue();
    assertThat(connection.sendPatiently(new Message.Cancel(3), all, () -> true)).isFalse();
    assertThat(connection.sendPatiently(new Message.Cancel(4), 0, () -> true)).isTrue();
    isWanted.set(false);
    assertThat(connection.sendPatiently(new Message.Cancel(5), all, () -> true)).isTrue();
    assertThat(read()).isInstanceOf(Message.Call.class);
    assertThat(read()).isEqualTo(new Message.Cancel(4));
    assertThat(read()).isEqualTo(new Message.Cancel(5));
  }

  @Test
  void theOthersEndIsHeard() throws Exception {
    other.close();
    assertThat(heard.end()).isEqualTo(EOFException.class.getSimpleName());
    assertThat(connection.send(new Message.Ready())).isTrue();
  }

  @Test
  void theOwnEndIsHeard() throws Exception {
    connection.close();
    assertThat(heard.end()).isEqualTo("own");
    assertThat(other.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void whatCameBeforeTheEndIsHeard() throws Exception {
    write(Frames.encode(new Message.Cancel(1)));
    other.close();
    assertThat(heard.message()).isEqualTo(new Message.Cancel(1));
    assertThat(heard.end()).isEqualTo(EOFException.class.getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, MOST_FRAME_BYTES + 1, Integer.MAX_VALUE})
  void aFrameOfNoGoodLengthEndsIt(int length) throws Exception {
    write(ByteBuffer.allocate(8).putInt(length).putInt(0).flip());
    assertThat(heard.end()).isEqualTo(ProtocolException.class.getSimpleName());
  }

  @Test
  void garbageEndsIt() throws Exception {
    var garbage = new ArrayList<Byte>();
    for (int i = 0; i < 100; i++) {
      garbage.add((byte) (i * 31));
    }
    var bytes = ByteBuffer.allocate(104).putInt(100);
    garbage.forEach(bytes::put);
    write(bytes.flip());
    assertThat(heard.end()).isEqualTo(ProtocolException.class.getSimpleName());
    assertThat(heard.messages).isEmpty();
  }

  @Test
  void aMessageAtTheWrongTimeEndsIt() throws Exception {
    write(Frames.encode(new Message.Loaded()));
    assertThat(heard.end()).isEqualTo(ProtocolException.class.getSimpleName());
    assertThat(bugs).isEmpty();
  }

  @Test
  void aBugEndsTheConnectionAndNotTheLoop() throws Exception {
    write(Frames.encode(new Message.Ready()));
    assertThat(heard.end()).isEqualTo(IOException.class.getSimpleName());
    assertThat(bugs.poll(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    var ran = new LinkedBlockingQueue<String>();
    loop.execute(() -> ran.add("ran"));
    assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("ran");
  }
}
