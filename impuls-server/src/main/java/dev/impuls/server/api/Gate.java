package dev.impuls.server.api;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what web pages of others send, before anything else looks at a request. A page may send
 * to any address that its reader's machine reaches: what it says of itself is in {@code Origin} and
 * {@code Sec-Fetch-Site} (Fetch Standard; Fetch Metadata Request Headers). A page whose own name
 * was made to lead here (DNS rebinding) is told by {@code Host}.
 */
final class Gate extends Handler.Wrapper {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /** Javalin would take its value for the method. */
  private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /** Bodies of these types a page may send without asking before; bodies of no type, too. */
  private static final Set<String> UNASKED_TYPES =
      Set.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data");

  private final Set<String> hosts;

  /**
   * @param hosts names this server is called by beside {@code localhost}; addresses always may be
   */
  Gate(Set<String> hosts) {
    this.hosts =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    ApiError refusal = refusal(request);
    if (refusal != null) {
      new Exchange(request, response, callback).error(refusal);
      return true;
    }
    return super.handle(
        request.getHeaders().contains(METHOD_OVERRIDE)
            ? new WithoutMethodOverride(request)
            : request,
        response,
        callback);
  }

  private @Nullable ApiError refusal(Request request) {
    HttpURI uri = request.getHttpURI();
    if (!isWellFormed(uri.getPath()) || !isWellEscaped(uri.getQuery())) {
      return new ApiError(400, "bad_request", "The path or the query of the request is malformed");
    }
    String host = uri.getHost();
    if (host != null && !isOwn(host)) {
      return new ApiError(
          421,
          "misdirected_request",
          "This server is not called \""
              + host
              + "\"; if it is, it has to be started with --allowed-hosts");
    }
    HttpFields headers = request.getHeaders();
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    if (type != null && !hasKnownCharset(type)) {
      return Bodies.notUtf8(); // Servlets fail when they are asked for such a type.
    }
    if (READING.contains(request.getMethod())) {
      return null;
    }
    if (isForeign(headers, uri)) {
      return new ApiError(
          403,
          "foreign_origin",
          "A web page of another origin can change and run nothing on this server");
    }
    if (type != null && UNASKED_TYPES.contains(Bodies.mediaType(type))) {
      return Bodies.notJson();
    }
    return null;
  }

  private static boolean hasKnownCharset(String contentType) {
    String name = MimeTypes.getCharsetFromContentType(contentType);
    try {
      return name == null || Charset.isSupported(name);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isForeign(HttpFields headers, HttpURI uri) {
    for (HttpField field : headers.getFields(HttpHeader.ORIGIN)) {
      if (!isSameOrigin(field.getValue(), uri)) {
        return true;
      }
    }
    List<String> sites = headers.getValuesList(FETCH_SITE);
    return !OWN_SITES.containsAll(sites);
  }

  /** Compares host and port; the scheme is that of what stands before this server. */
  private static boolean isSameOrigin(@Nullable String origin, HttpURI uri) {
    if (origin == null) {
      return false;
    }
    int authority = origin.indexOf("://");
    if (authority < 0) {
      return false; // "null" among others.
    }
    boolean https = origin.startsWith("https:");
    return withoutPort(origin.substring(authority + 3), https ? ":443" : ":80")
        .equalsIgnoreCase(withoutPort(String.valueOf(uri.getAuthority()), https ? ":443" : ":80"));
  }

  private static String withoutPort(String authority, String usual) {
    return authority.endsWith(usual)
        ? authority.substring(0, authority.length() - usual.length())
        : authority;
  }

  /** An address is no name that somebody else could lead here. */
  private boolean isOwn(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.startsWith("[")
        || isIpv4(name)
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || hosts.contains(name);
  }

  /** Whether it has digits and three dots only, as no name of the public network has. */
  private static boolean isIpv4(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }

  private static boolean isWellFormed(@Nullable String path) {
    return path != null && (path.startsWith("/") || path.equals("*")) && isWellEscaped(path);
  }

  /** Whether each percent sign begins an escape (RFC 3986, 2.1). */
  private static boolean isWellEscaped(@Nullable String text) {
    if (text == null) {
      return true;
    }
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static final class WithoutMethodOverride extends Request.Wrapper {
    private final HttpFields headers;

    WithoutMethodOverride(Request request) {
      super(request);
      headers = HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE).asImmutable();
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }
  }
}
