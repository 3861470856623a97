package dev.impuls.client;

import dev.impuls.json.JsonReaders;
import dev.impuls.json.UnlimitedJson;
import dev.impuls.store.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to one server. */
final class Api implements AutoCloseable {
  private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(5);

  /** For the head of an answer, and for more of its body; the server's own limits are shorter. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** For more of a stream of events: three heartbeats of the slower ones. */
  private static final Duration PATIENCE_FOR_EVENTS = Duration.ofSeconds(15);

  /** The media type of server-sent events. */
  static final String EVENT_STREAM = "text/event-stream";

  /** Results of functions are shown as they came, and functions of a list are read one by one. */
  static final JsonMapper JSON =
      JsonMapper.builder(UnlimitedJson.FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** RFC 6750, section 2.1. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final URI base;
  private final @Nullable String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE_TO_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * @param base the server's address; what the API's paths are put behind
   * @param key what every request shows as a bearer token, or null
   * @throws IllegalArgumentException if that can be no key
   */
  Api(URI base, @Nullable String key) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "the key must be of letters, digits and . _ ~ + / - only, with = at its end");
    }
    this.base = base;
    this.key = key;
  }

  URI base() {
    return base;
  }

  /** Part of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A query of those parameters that have a value, with its question mark. */
  static String query(Map<String, @Nullable String> parameters) {
    var given = new LinkedHashMap<>(parameters);
    given.values().removeIf(value -> value == null);
    return given.isEmpty()
        ? ""
        : given.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + segment(String.valueOf(entry.getValue())))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** One that is to be sent. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return request;
  }

  /** JSON to be sent. */
  static HttpRequest.BodyPublisher json(byte[] json) {
    return BodyPublishers.ofByteArray(json);
  }

  /**
   * Sends it, and answers what came back, whatever its status; the body is to be closed.
   *
   * @throws StoreUnavailableException if nothing came back
   */
  HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return http.send(request, Api::body);
    } catch (IOException e) {
      throw new StoreUnavailableException(why(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Waiting for " + base + " was interrupted", e);
    }
  }

  /** The same without waiting; cancelling ends the exchange. */
  CompletableFuture<HttpResponse<InputStream>> sendLater(HttpRequest request) {
    return http.sendAsync(request, Api::body);
  }

  private static BodySubscriber<InputStream> body(ResponseInfo head) {
    String type = head.headers().firstValue("Content-Type").orElse("");
    Duration patience = type.startsWith(EVENT_STREAM) ? PATIENCE_FOR_EVENTS : PATIENCE;
    return BodySubscribers.mapping(
        BodySubscribers.ofInputStream(), body -> new WatchedBody(body, patience));
  }

  String why(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException _ -> {
          return "The host of " + base + " is not known";
        }
        case HttpConnectTimeoutException _, HttpTimeoutException _ -> {
          return base + " does not answer";
        }
        case javax.net.ssl.SSLException _ -> {
          return "No TLS connection to " + base + " can be made: " + cause.getMessage();
        }
        default -> {}
      }
    }
    return e instanceof ConnectException
        ? "Nothing answers at " + base
        : "The connection to " + base + " was lost";
  }

  /**
   * The JSON of a body.
   *
   * @throws StoreUnavailableException if there is none, or the server does not let this client in
   */
  JsonNode read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
        body.readAllBytes();
        throw new StoreUnavailableException(
            base
                + (key == null
                    ? " asks for an API key"
                    : response.statusCode() == UNAUTHORIZED
                        ? " does not know the API key"
                        : " does not let the holder of the API key do that"),
            null);
      }
      // To its end: closed before, it closes the connection, which may serve another request by
      // then.
      return JSON.readTree(JsonReaders.utf8(new ByteArrayInputStream(body.readAllBytes())));
    } catch (JacksonException e) {
      throw foreign(e);
    } catch (IOException e) {
      throw new StoreUnavailableException(why(e), e);
    }
  }

  /**
   * The JSON of an event.
   *
   * @throws StoreUnavailableException if it is none
   */
  JsonNode json(EventStream.Event event) {
    try {
      return JSON.readTree(event.data());
    } catch (JacksonException e) {
      throw foreign(e);
    }
  }

  StoreUnavailableException foreign(@Nullable Exception e) {
    return new StoreUnavailableException(
        "What answers at " + base + " is no Impuls server, or there is a proxy before it", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
