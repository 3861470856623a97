package dev.impuls.engine.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request goes.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address in brackets
 * @param path with the query, in no characters but those that RFC 3986 has
 */
record Target(String scheme, String host, int port, String path) {
  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(\\[[0-9a-f:.]+]|[a-z0-9.-]+)(?::(\\d{1,5}))?((?:[/?][^#]*+)?)(?:#.*+)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int HIGHEST_PORT = 65_535;
  private static final String MARKS = "-._~!$&'()*+,;=:@/?";

  /**
   * Reads a URL that is absolute and has no credentials.
   *
   * @throws IllegalArgumentException if it is none of http or https; the message is for people
   */
  static Target of(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException("only http and https URLs of hosts can be fetched");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String digits = parts.group(3);
    int usual = scheme.equals("http") ? HTTP : HTTPS;
    int port = digits == null ? usual : Integer.parseInt(digits);
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("there is no port " + port);
    }
    String path = parts.group(4);
    var target =
        new Target(
            scheme,
            parts.group(2).toLowerCase(Locale.ROOT),
            port,
            encode(path.startsWith("/") ? path : "/" + path));
    if (target.uri().getHost() == null) {
      throw new IllegalArgumentException(target.host() + " is no name of a host");
    }
    return target;
  }

  /** URLs of the web may have characters that URIs may not. */
  private static String encode(String path) {
    var encoded = new StringBuilder(path.length());
    path.codePoints()
        .forEach(
            c -> {
              if (c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0)) {
                encoded.append((char) c);
              } else {
                encoded.append(c == '%' ? "%" : percent(c));
              }
            });
    return STRAY_PERCENT.matcher(encoded).replaceAll("%25");
  }

  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private static String percent(int c) {
    byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
    return "%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(bytes);
  }

  /** The host and the port as people write them. */
  String authority() {
    boolean usual = port == (scheme.equals("http") ? HTTP : HTTPS);
    return usual ? host : host + ":" + port;
  }

  URI uri() {
    return URI.create(scheme + "://" + authority() + path);
  }
}
