package dev.impuls.server.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Posts one request over and over on some connections that stay open, the next one when the answer
 * is there. It shares the cores with the server, so it runs in one thread and parses no more of
 * HTTP than it must.
 */
final class LoadGenerator {
  private static final int LONGEST_ANSWER = 16_384;
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final int port;
  private final byte[] request;

  LoadGenerator(int port, String path, String body) {
    this.port = port;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        String.join(
            "\r\n",
            "POST " + path + " HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: " + bytes.length,
            "",
            "");
    this.request = (head + body).getBytes(StandardCharsets.UTF_8);
  }

  /** Requests answered with 200 per second; any other answer is an error. */
  double requestsPerSecond(int connections, double seconds) throws IOException {
    long begun = System.nanoTime();
    long end = begun + (long) (seconds * 1e9);
    long answered = 0;
    try (var selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        connect(selector);
      }
      while (System.nanoTime() < end) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          var connection = (Connection) key.attachment();
          if (connection.isAnswered()) {
            answered++;
            connection.send();
          }
        }
        selector.selectedKeys().clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    return answered / StoreBenchmark.seconds(begun);
  }

  private void connect(Selector selector) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    var connection = new Connection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    connection.send();
  }

  private final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void send() throws IOException {
      answer.clear();
      var out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        channel.write(out); // A small request fits into the socket's buffer at once.
      }
    }

    /** Reads what is there; true if that is the whole answer. */
    boolean isAnswered() throws IOException {
      if (channel.read(answer) < 0) {
        throw new EOFException("the server closed the connection");
      }
      var text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf(END_OF_HEAD);
      if (head < 0) {
        return false;
      }
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IOException("unexpected answer: " + text);
      }
      String lower = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
      int length = lower.indexOf(LENGTH);
      if (length < 0) {
        throw new IOException("an answer without Content-Length: " + text);
      }
      int from = length + LENGTH.length();
      int body = Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
      return answer.position() >= head + END_OF_HEAD.length() + body;
    }
  }
}
