package dev.impuls.engine.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/** A server on the loopback address, and one that never answers. */
public final class TestServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final HttpServer http;
  private final ServerSocket silent;
  private final CyclicBarrier two = new CyclicBarrier(2);
  private final Set<String> asked = new HashSet<>();
  private final Set<String> left = new HashSet<>();

  public TestServer() {
    try {
      var loopback = InetAddress.ofLiteral("127.0.0.1");
      http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      silent = new ServerSocket(0, 0, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("test-http-", 0).factory()));
    http.createContext("/", this::answer);
    http.start();
    Thread.ofPlatform().daemon().name("test-silent").start(this::acceptSilent);
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** Where {@link #answer} answers. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Where requests are taken and never answered. */
  public String silentUrl() {
    return "http://127.0.0.1:" + silent.getLocalPort();
  }

  /** Waits until the silent one was asked for that path. */
  public void awaitAsked(String path) throws InterruptedException {
    await(asked, path);
  }

  /** Waits until the silent one's client that asked for that path has closed its connection. */
  public void awaitLeft(String path) throws InterruptedException {
    await(left, path);
  }

  private synchronized void await(Set<String> paths, String path) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!paths.contains(path)) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (leftMillis <= 0) {
        throw new AssertionError("not for " + path + " but for " + paths);
      }
      wait(leftMillis);
    }
  }

  private synchronized void note(Set<String> paths, String path) {
    paths.add(path);
    notifyAll();
  }

  private void acceptSilent() {
    while (!silent.isClosed()) {
      try {
        Socket socket = silent.accept();
        Thread.ofPlatform().daemon().start(() -> keepSilent(socket));
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  private void keepSilent(Socket socket) {
    String path = "";
    try (socket) {
      InputStream in = socket.getInputStream();
      var line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      if (line.isEmpty()) {
        return; // It was cancelled before it asked.
      }
      path = line.toString().split(" ", -1)[1];
      note(asked, path);
      in.transferTo(OutputStream.nullOutputStream());
      note(left, path);
    } catch (IOException e) {
      note(left, path); // It was reset.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestURI().getPath()) {
      case "/echo" -> {
        exchange
            .getRequestHeaders()
            .forEach((name, values) -> exchange.getResponseHeaders().put("Got-" + name, values));
        exchange.getResponseHeaders().set("Method", exchange.getRequestMethod());
        exchange.getResponseHeaders().set("Uri", exchange.getRequestURI().toString());
        send(exchange, 200, body);
      }
      case "/answer" -> {
        query.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        send(
            exchange,
            Integer.parseInt(query.getOrDefault("status", "200")),
            "answer".getBytes(StandardCharsets.UTF_8));
      }
      case "/cookies" -> {
        exchange.getResponseHeaders().add("Set-Cookie", "a=1");
        exchange.getResponseHeaders().add("Set-Cookie", "b=2");
        send(exchange, 200, new byte[0]);
      }
      case "/large" -> send(exchange, 200, new byte[Integer.parseInt(query.get("bytes"))]);
      case "/gzip" -> {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
          out.write(new byte[Integer.parseInt(query.get("bytes"))]);
        }
      }
      case "/loop" -> {
        int n = Integer.parseInt(query.get("n"));
        exchange.getResponseHeaders().set("Location", "/loop?n=" + (n - 1));
        send(exchange, n > 0 ? 302 : 200, Integer.toString(n).getBytes(StandardCharsets.UTF_8));
      }
      case "/two" -> {
        try {
          two.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
          send(exchange, 200, body);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          send(exchange, 500, body);
        }
      }
      case "/asked" -> {
        try {
          awaitAsked(query.getOrDefault("path", "/"));
          send(exchange, 200, body);
        } catch (InterruptedException e) {
          send(exchange, 500, body);
        }
      }
      case "/short" -> {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write(1);
        exchange.getResponseBody().flush();
        exchange.close();
      }
      case "/close" -> exchange.close();
      default -> send(exchange, 404, new byte[0]);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none || status == 204 || status == 304 ? -1 : body.length);
    if (!none && status != 204 && status != 304) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var all = new HashMap<String, String>();
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        String[] both = pair.split("=", 2);
        all.put(
            both[0], both.length == 1 ? "" : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
    }
    return all;
  }

  @Override
  public void close() {
    http.stop(0);
    try {
      silent.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
