package dev.impuls.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a server as its clients do. */
public class ApiClient implements AutoCloseable {
  public static final String FUNCTIONS = "/api/v1/functions";
  private static final JsonMapper JSON = new JsonMapper();

  private final String address;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param address such as {@code http://127.0.0.1:8080}
   */
  public ApiClient(String address) {
    this.address = address;
  }

  /** What came back. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** The bytes that are answered, whatever they are. */
  public byte[] download(String path, String accept) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path)).header("Accept", accept).build();
    try {
      return client.send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** Sends JSON. */
  public Answer send(String method, String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send(method, path, BodyPublishers.ofString(json), all);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      var names = new HashMap<String, String>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) ->
                  names.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
      return new Answer(response.statusCode(), names, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates a function of that code. */
  public Answer create(String name, String code) {
    return send("POST", FUNCTIONS, draft(name, code));
  }

  public Answer invoke(String name, String event) {
    return send("POST", FUNCTIONS + "/" + name + "/invoke", event);
  }

  public static String draft(String name, String code) {
    return JSON.writeValueAsString(
        Map.of("name", name, "runtime", "nodejs22", "handler", "index.handler", "code", code));
  }

  /** The head of a request of JSON, for {@link #raw}. */
  public static String head(String methodAndPath, String header) {
    return String.join(
        "\r\n",
        methodAndPath + " HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        header,
        "",
        "");
  }

  /** Sends what need not be HTTP; answers all that came back, or all up to the end of its JSON. */
  public String raw(String request) throws IOException {
    URI uri = URI.create(address);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      var answer = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        answer.append((char) c);
        if (c == '}' && in.available() == 0) {
          break;
        }
      }
      return answer.toString();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
