package dev.impuls.server.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Posts one request over and over on some connections that stay open, the next one when the answer
 * is there. It parses no more of HTTP than it must, since it shares the cores with the server.
 */
final class LoadGenerator {
  private final int port;
  private final byte[] request;

  LoadGenerator(int port, String path, String body) {
    this.port = port;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    this.request =
        ("POST "
                + path
                + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: "
                + bytes.length
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Requests answered with 200 per second; any other answer is an error. */
  double requestsPerSecond(int connections, double seconds)
      throws InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    long end = begun + (long) (seconds * 1e9);
    long answered = 0;
    try (var executor = Executors.newFixedThreadPool(connections)) {
      var running = new ArrayList<Future<Long>>();
      for (int i = 0; i < connections; i++) {
        running.add(executor.submit(() -> post(end)));
      }
      for (Future<Long> each : running) {
        answered += each.get();
      }
    }
    return answered / StoreBenchmark.seconds(begun);
  }

  private long post(long end) throws IOException {
    long answered = 0;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      while (System.nanoTime() < end) {
        out.write(request);
        out.flush();
        readAnswer(in);
        answered++;
      }
    }
    return answered;
  }

  private static void readAnswer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("unexpected answer: " + status);
    }
    long length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring("content-length:".length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("an answer without Content-Length");
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
