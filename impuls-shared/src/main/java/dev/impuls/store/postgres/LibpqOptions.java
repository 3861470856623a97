package dev.impuls.store.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/** libpq's options, and what each is to the driver. */
final class LibpqOptions {
  /** The variables of libpq that stand for what a connection string leaves out. */
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGAPPNAME", "application_name"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGGSSENCMODE", "gssencmode"),
          Map.entry("PGHOST", "host"),
          Map.entry("PGHOSTADDR", "hostaddr"),
          Map.entry("PGLOADBALANCEHOSTS", "load_balance_hosts"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGPASSFILE", "passfile"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGREQUIREAUTH", "require_auth"),
          Map.entry("PGSERVICE", "service"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLCRL", "sslcrl"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
          Map.entry("PGUSER", "user"));

  /** Those the driver has under a name of its own. */
  private static final Map<String, PGProperty> SAME =
      Map.ofEntries(
          Map.entry("user", PGProperty.USER),
          Map.entry("password", PGProperty.PASSWORD),
          Map.entry("application_name", PGProperty.APPLICATION_NAME),
          Map.entry("options", PGProperty.OPTIONS),
          Map.entry("sslcert", PGProperty.SSL_CERT),
          Map.entry("sslkey", PGProperty.SSL_KEY),
          Map.entry("sslpassword", PGProperty.SSL_PASSWORD),
          Map.entry("sslrootcert", PGProperty.SSL_ROOT_CERT),
          Map.entry("krbsrvname", PGProperty.KERBEROS_SERVER_NAME),
          Map.entry("require_auth", PGProperty.REQUIRE_AUTH));

  /** Those of a few values, with what each is to the driver. */
  private static final Map<String, Choice> CHOICES =
      Map.of(
          "sslmode",
          Choice.same(
              PGProperty.SSL_MODE,
              "disable",
              "allow",
              "prefer",
              "require",
              "verify-ca",
              "verify-full"),
          "sslnegotiation",
          Choice.same(PGProperty.SSL_NEGOTIATION, "postgres", "direct"),
          "channel_binding",
          Choice.same(PGProperty.CHANNEL_BINDING, "disable", "prefer", "require"),
          "gssencmode",
          Choice.same(PGProperty.GSS_ENC_MODE, "disable", "prefer", "require"),
          "target_session_attrs",
          new Choice(
              PGProperty.TARGET_SERVER_TYPE,
              Map.of(
                  "any", "any",
                  "read-write", "primary",
                  "primary", "primary",
                  "read-only", "secondary",
                  "standby", "secondary",
                  "prefer-standby", "preferSecondary")),
          "load_balance_hosts",
          new Choice(PGProperty.LOAD_BALANCE_HOSTS, Map.of("disable", "false", "random", "true")),
          "keepalives",
          new Choice(PGProperty.TCP_KEEP_ALIVE, Map.of("0", "false", "1", "true")));

  /** Those that can only be what they are anyway. */
  private static final Map<String, List<String>> FIXED =
      Map.of(
          "client_encoding", List.of("auto", "UTF8", "utf8", "UTF-8", "utf-8"),
          "sslcompression", List.of("0"),
          "sslsni", List.of("1"),
          "sslcertmode", List.of("allow"),
          "ssl_min_protocol_version", List.of("TLSv1.2"),
          "gssdelegation", List.of("0"));

  /** Those that are more to the driver than a value of its own. */
  private static final List<String> OTHERS =
      List.of(
          "host",
          "hostaddr",
          "port",
          "dbname",
          "connect_timeout",
          "fallback_application_name",
          "passfile",
          "service");

  /** Those that are known and cannot be honoured. */
  private static final List<String> REFUSED =
      List.of(
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "replication",
          "requirepeer",
          "sslcrl",
          "sslcrldir",
          "ssl_max_protocol_version",
          "gsslib",
          "min_protocol_version",
          "max_protocol_version");

  /** The directories whose sockets go by {@code localhost} in files of passwords. */
  private static final List<String> USUAL_SOCKETS = List.of("/var/run/postgresql", "/tmp");

  private LibpqOptions() {}

  private record Choice(PGProperty property, Map<String, String> values) {
    static Choice same(PGProperty property, String... values) {
      return new Choice(
          property,
          Arrays.stream(values).collect(Collectors.toMap(value -> value, value -> value)));
    }
  }

  static boolean isKnown(String option) {
    return SAME.containsKey(option)
        || CHOICES.containsKey(option)
        || FIXED.containsKey(option)
        || REFUSED.contains(option)
        || OTHERS.contains(option);
  }

  static Properties toDriver(Map<String, String> options, Map<String, String> environment) {
    options.forEach(LibpqOptions::check);
    var given = new TreeMap<>(options);
    given.values().removeIf(String::isEmpty); // As if it were not there.
    var properties = new Properties();
    given.forEach(
        (option, value) -> {
          PGProperty same = SAME.get(option);
          Choice choice = CHOICES.get(option);
          if (same != null) {
            properties.setProperty(same.getName(), value);
          } else if (choice != null) {
            properties.setProperty(choice.property.getName(), choice.values.get(value));
          }
        });
    String fallback =
        given.getOrDefault("fallback_application_name", ConnectionString.APPLICATION_NAME);
    properties.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), fallback);
    properties.putIfAbsent(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    properties.putIfAbsent(PGProperty.USER.getName(), System.getProperty("user.name"));
    properties.setProperty(
        "PGDBNAME",
        given.getOrDefault("dbname", properties.getProperty(PGProperty.USER.getName())));
    var files = new UserFiles(environment);
    boolean isSocket = hosts(given, properties);
    if (given.containsKey("connect_timeout")) {
      properties.setProperty(
          PGProperty.CONNECT_TIMEOUT.getName(), seconds(given.get("connect_timeout")));
    }
    if (!isSocket) {
      certificates(given, files, properties);
    }
    if (!given.containsKey("password")) {
      password(given, files, properties);
    }
    return properties;
  }

  private static void check(String option, String value) {
    if (!isKnown(option)) {
      throw new IllegalArgumentException("the option " + shown(option) + " is not known");
    }
    if (value.isEmpty()) {
      return;
    }
    Choice choice = CHOICES.get(option);
    if (choice != null && !choice.values.containsKey(value)) {
      throw new IllegalArgumentException(
          option + " must be one of " + choice.values.keySet().stream().sorted().toList());
    }
    List<String> only = FIXED.get(option);
    if (REFUSED.contains(option) || (only != null && !only.contains(value))) {
      throw new IllegalArgumentException(
          "the option " + option + " is one this server cannot honour; leave it out");
    }
  }

  /** An unknown word may be a part of a password that was not quoted. */
  static String shown(String option) {
    return option.matches("[A-Za-z_]{1,30}") ? option : "that is written there";
  }

  /** Whether it is a Unix socket. */
  private static boolean hosts(Map<String, String> given, Properties properties) {
    String hosts = given.getOrDefault("host", "");
    String addresses = given.getOrDefault("hostaddr", "");
    if (!hosts.isEmpty() && !addresses.isEmpty() && !hosts.equals(addresses)) {
      throw new IllegalArgumentException(
          "the option hostaddr is one this server cannot honour beside host; leave one of them"
              + " out");
    }
    String[] names = ConnectionString.list(hosts.isEmpty() ? addresses : hosts);
    String[] ports = ConnectionString.list(given.getOrDefault("port", ""));
    if (ports.length != 1 && ports.length != names.length) {
      throw new IllegalArgumentException(
          "there are " + names.length + " hosts and " + ports.length + " ports");
    }
    if (names.length == 1 && UnixSocket.is(names[0])) {
      UnixSocket.use(names[0], port(ports[0]), properties);
      return true;
    }
    for (int i = 0; i < names.length; i++) {
      if (UnixSocket.is(names[i])) {
        throw new IllegalArgumentException(
            "a Unix socket is nothing this server can connect to as one of several hosts; name it"
                + " alone");
      }
      if (names[i].isEmpty()) {
        names[i] = "localhost";
      }
      if (names[i].contains(":")) {
        names[i] = "[" + names[i] + "]";
      }
    }
    var numbers = new ArrayList<String>();
    for (int i = 0; i < names.length; i++) {
      numbers.add(port(ports[ports.length == 1 ? 0 : i]));
    }
    properties.setProperty("PGHOST", String.join(",", names));
    properties.setProperty("PGPORT", String.join(",", numbers));
    return false;
  }

  private static String port(String port) {
    if (port.isEmpty()) {
      return ConnectionString.DEFAULT_PORT;
    }
    if (port.matches("[0-9]{1,5}")
        && Integer.parseInt(port) >= 1
        && Integer.parseInt(port) <= ConnectionString.MOST_PORT) {
      return port;
    }
    throw new IllegalArgumentException("the port must be a number from 1 to 65535");
  }

  private static String seconds(String value) {
    if (!value.matches("-?[0-9]{1,9}")) {
      throw new IllegalArgumentException("connect_timeout must be a number of seconds");
    }
    return Integer.toString(Math.max(0, Integer.parseInt(value)));
  }

  /** What libpq finds in the file of passwords; the driver takes but one for all hosts. */
  private static void password(Map<String, String> given, UserFiles files, Properties properties) {
    String named = given.get("passfile");
    PasswordFile file = PasswordFile.read(named == null ? files.passwords() : Path.of(named));
    String[] hosts =
        ConnectionString.list(given.getOrDefault("host", given.getOrDefault("hostaddr", "")));
    String[] ports = ConnectionString.list(properties.getProperty("PGPORT"));
    var found = new HashSet<Optional<String>>();
    for (int i = 0; i < hosts.length; i++) {
      String host = hosts[i].isEmpty() || USUAL_SOCKETS.contains(hosts[i]) ? "localhost" : hosts[i];
      found.add(
          Optional.ofNullable(
              file.password(
                  host,
                  ports[i],
                  properties.getProperty("PGDBNAME"),
                  properties.getProperty(PGProperty.USER.getName()))));
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "the file of passwords does not have the same for all of the hosts; name the password");
    }
    found.stream()
        .flatMap(Optional::stream)
        .forEach(password -> properties.setProperty(PGProperty.PASSWORD.getName(), password));
  }

  /** What libpq makes of certificates beyond what it is told. */
  private static void certificates(
      Map<String, String> given, UserFiles files, Properties properties) {
    String mode = given.getOrDefault("sslmode", "prefer");
    String root = given.get("sslrootcert");
    if ("system".equals(root)) {
      if (given.containsKey("sslmode") && !mode.equals("verify-full")) {
        throw new IllegalArgumentException("sslrootcert=system needs sslmode=verify-full");
      }
      if (given.containsKey("sslcert") || given.containsKey("sslkey")) {
        throw new IllegalArgumentException(
            "a client's certificate is one this server cannot honour beside sslrootcert=system;"
                + " name a file of authorities' certificates");
      }
      properties.setProperty(PGProperty.SSL_MODE.getName(), "verify-full");
      properties.remove(PGProperty.SSL_ROOT_CERT.getName());
      properties.setProperty(
          PGProperty.SSL_FACTORY.getName(), "org.postgresql.ssl.DefaultJavaSSLFactory");
      return;
    }
    Path certificates = root == null ? files.certificate("root.crt") : Path.of(root);
    if (mode.equals("require") && Files.exists(certificates)) {
      properties.setProperty(PGProperty.SSL_MODE.getName(), "verify-ca");
    }
    if (root == null && Files.exists(certificates)) {
      properties.setProperty(PGProperty.SSL_ROOT_CERT.getName(), certificates.toString());
    }
    if (mode.startsWith("verify") && !Files.exists(certificates)) {
      throw new IllegalArgumentException(
          "the file with certificates of authorities, "
              + certificates
              + ", is not there; name one with sslrootcert");
    }
    for (String file : List.of("sslcert", "sslkey")) {
      if (given.containsKey(file) && !Files.exists(Path.of(given.get(file)))) {
        throw new IllegalArgumentException(
            "the file that " + file + " names, " + given.get(file) + ", is not there");
      }
    }
    Path certificate = files.certificate("postgresql.crt");
    if (!given.containsKey("sslcert") && Files.exists(certificate) && !mode.equals("disable")) {
      properties.setProperty(PGProperty.SSL_CERT.getName(), certificate.toString());
    }
    Path key = files.certificate("postgresql.key");
    if (given.containsKey("sslkey")) {
      key = Path.of(given.get("sslkey"));
    } else if (Files.exists(key) && !mode.equals("disable")) {
      properties.setProperty(PGProperty.SSL_KEY.getName(), key.toString());
    }
    String algorithm =
        Files.exists(key) && !mode.equals("disable") ? ClientKey.algorithm(key) : null;
    if (algorithm != null) {
      properties.setProperty(PGProperty.PEM_KEY_ALGORITHM.getName(), algorithm);
    }
  }
}
