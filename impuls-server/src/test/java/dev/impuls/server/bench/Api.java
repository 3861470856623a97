package dev.impuls.server.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of an HTTP server on this machine that speaks JSON. */
final class Api implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FUNCTIONS = "/api/v1/functions";
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Api(int port) {
    this.port = port;
  }

  /**
   * @param json null, as JSON has it, if the answer was none
   * @param millis from the request to all of the answer
   */
  record Answer(int status, JsonNode json, double millis) {
    String errorType() {
      return json.path("error").path("type").asString("");
    }
  }

  static String invokePath(String function) {
    return FUNCTIONS + "/" + function + "/invoke";
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return JSON.nullNode();
    }
  }

  void create(String name, String code, int timeoutSec) throws IOException, InterruptedException {
    var function = JSON.createObjectNode();
    function.put("name", name).put("runtime", "nodejs22").put("handler", "index.handler");
    function.put("code", code).put("timeout_sec", timeoutSec);
    Answer answer = send("POST", FUNCTIONS, function.toString());
    if (answer.status() != 201) {
      throw new IOException(name + " was not created: " + answer);
    }
  }

  Answer invoke(String name, String event) throws IOException, InterruptedException {
    return send("POST", invokePath(name), event);
  }

  void delete(String name) throws IOException, InterruptedException {
    send("DELETE", FUNCTIONS + "/" + name, "");
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    long begun = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofString());
    double millis = StoreBenchmark.seconds(begun) * 1e3;
    return new Answer(answer.statusCode(), parse(answer.body()), millis);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
