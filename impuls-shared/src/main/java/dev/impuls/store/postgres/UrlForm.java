package dev.impuls.store.postgres;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** {@code postgres://user:password@host:port,host:port/database?key=value&key=value}. */
final class UrlForm {
  private UrlForm() {}

  static Map<String, String> read(String url) {
    var options = new TreeMap<String, String>();
    String rest = url.substring(url.indexOf("://") + 3);
    int at = firstOf(rest, "@/"); // A ? may be part of a password, a / may not.
    if (rest.startsWith("@", at)) {
      credentials(rest.substring(0, at), options);
      rest = rest.substring(at + 1);
    }
    int path = firstOf(rest, "/?");
    hosts(rest.substring(0, path), options);
    rest = rest.substring(path);
    int query = rest.indexOf('?');
    String database = query < 0 ? rest : rest.substring(0, query);
    if (database.contains("@")) {
      // More likely is a password with a / in it, which would be shown as the database's name.
      throw new IllegalArgumentException(
          "there is an @ behind the host; write / in a password as %2F, and @ in a database's name"
              + " as %40");
    }
    if (database.length() > 1) {
      options.put("dbname", decoded("the database's name", database.substring(1)));
    }
    if (query >= 0) {
      query(rest.substring(query + 1), options);
    }
    return options;
  }

  private static int firstOf(String text, String ends) {
    int i = 0;
    while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static void credentials(String text, Map<String, String> options) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    if (!user.isEmpty()) {
      options.put("user", decoded("the user", user));
    }
    if (colon >= 0 && colon < text.length() - 1) {
      options.put("password", decoded("the password", text.substring(colon + 1)));
    }
  }

  private static void hosts(String text, Map<String, String> options) {
    if (text.contains("@")) {
      throw new IllegalArgumentException(
          "there are two @ before the host; write one that is part of user or password as %40");
    }
    if (text.isEmpty()) {
      return;
    }
    var hosts = new ArrayList<String>();
    var ports = new ArrayList<String>();
    for (String each : text.split(",", -1)) {
      int end = each.startsWith("[") ? each.indexOf(']') + 1 : firstOf(each, ":");
      if (each.startsWith("[") && (end == 0 || end == 2)) {
        throw new IllegalArgumentException("an IPv6 address must stand in [ and ]");
      }
      String host = each.substring(0, end);
      String after = each.substring(end);
      if (!after.isEmpty() && !after.startsWith(":")) {
        throw new IllegalArgumentException("only a port may follow ] of an IPv6 address");
      }
      hosts.add(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : decoded("the host", host));
      ports.add(after.isEmpty() ? "" : decoded("the port", after.substring(1)));
    }
    if (hosts.stream().anyMatch(host -> !host.isEmpty())) {
      options.put("host", String.join(",", hosts));
    }
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      options.put("port", String.join(",", ports));
    }
  }

  private static void query(String text, Map<String, String> options) {
    if (text.isEmpty()) {
      return;
    }
    boolean hasEnd = text.length() > 1 && text.endsWith("&");
    for (String pair : (hasEnd ? text.substring(0, text.length() - 1) : text).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0 || pair.indexOf('=', equals + 1) >= 0) {
        throw new IllegalArgumentException(
            "what follows ? must be pairs such as sslmode=require&connect_timeout=5, with = in"
                + " values as %3D");
      }
      String key = decoded("an option", pair.substring(0, equals));
      String value = decoded("the option " + LibpqOptions.shown(key), pair.substring(equals + 1));
      if (key.equals("ssl") && value.equals("true")) {
        key = "sslmode";
        value = "require";
      }
      options.put(key, value);
    }
  }

  /** Without percent-encoding, and without saying what it is, which may be secret. */
  private static String decoded(String what, String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      // As a path, where + is +; what is decoded may be any character but NUL.
      String decoded = URI.create("x:/" + escapedButPercent(text)).getPath().substring(1);
      if (decoded.indexOf('\0') < 0 && decoded.indexOf('\ufffd') < 0) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Said below without the text, which URI's message has.
    }
    throw new IllegalArgumentException(
        what + " has a % that is no percent-encoding of UTF-8; write % itself as %25");
  }

  private static String escapedButPercent(String text) {
    var escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '%' || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        escaped.append((char) b);
      } else {
        escaped.append(String.format("%%%02X", b));
      }
    }
    return escaped.toString();
  }
}
