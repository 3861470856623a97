package dev.impuls.engine.http;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where functions may send requests: {@code allow}, {@code public}, {@code deny}, or a list of
 * hosts and networks.
 *
 * <p>Addresses of {@link SpecialAddresses} are reached only if they, or a network of none but such,
 * are listed; the other addresses of the machine itself only if they are listed one by one. What
 * this program itself listens on is reached only if address and port are.
 */
public final class Egress {
  /** Everything but special addresses and the machine's own. */
  public static final Egress ALLOW = new Egress(Unlisted.ALL, List.of());

  /** Nothing. */
  public static final Egress DENY = new Egress(Unlisted.NONE, List.of());

  private static final int ANY_PORT = -1;
  private static final int HIGHEST_PORT = 65_535;
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /** A host, an IPv6 address in brackets or an IPv4 address; then a prefix and a port. */
  private static final Pattern ENTRY =
      Pattern.compile("(\\[[^\\[\\]]*]|[^\\[\\]:/]*)(?:/(\\d{1,3}))?(?::(\\d{1,5}))?");

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private final Unlisted unlisted;
  private final List<Entry> entries;

  private Egress(Unlisted unlisted, List<Entry> entries) {
    this.unlisted = unlisted;
    this.entries = List.copyOf(entries);
  }

  /** Which addresses are reached that are not listed, special or the machine's own. */
  private enum Unlisted {
    NONE,
    PUBLIC,
    ALL
  }

  private sealed interface Entry {
    int port();

    default boolean hasPort(int other) {
      return port() == ANY_PORT || port() == other;
    }
  }

  private sealed interface Addresses extends Entry {
    /**
     * Whether the address is named by this.
     *
     * @param least how long a prefix has to be to name it
     */
    boolean has(byte[] address, int least);
  }

  /** A name, or with {@code below} all names that end in it and a dot before. */
  private record Name(String name, boolean below, int port) implements Entry {
    boolean is(String host) {
      return below ? host.endsWith("." + name) : host.equals(name);
    }
  }

  /** What {@code localhost} stands for. */
  private record Localhost(int port) implements Addresses {
    private static final AddressRange IPV4 = AddressRange.range(8, 127);
    private static final byte[] IPV6 = InetAddress.ofLiteral("::1").getAddress();

    @Override
    public boolean has(byte[] address, int least) {
      return address.length == 4 ? IPV4.has(address) : Arrays.equals(IPV6, address);
    }
  }

  private static final class Network implements Addresses {
    private final byte[] address;
    private final int prefix;
    private final int port;

    Network(byte[] address, int prefix, int port) {
      this.address = address;
      this.prefix = prefix;
      this.port = port;
    }

    @Override
    public int port() {
      return port;
    }

    /** Whether it is this one address. */
    boolean is(byte[] other) {
      return prefix == address.length * Byte.SIZE && Arrays.equals(address, other);
    }

    @Override
    public boolean has(byte[] other, int least) {
      if (other.length != address.length || prefix < least) {
        return false;
      }
      for (int bit = 0; bit < prefix; bit++) {
        if (((other[bit / 8] ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads a setting: {@code allow}, {@code public}, {@code deny}, or entries with commas between
   * them: {@code example.com}, {@code *.example.com}, {@code localhost}, {@code 10.1.2.3}, {@code
   * 10.0.0.0/8}, {@code [::1]}, {@code [fd00::]/8}, each with a port if need be ({@code
   * example.com:443}). Among entries, {@code allow} stands for all that is neither special nor the
   * machine's own, and {@code public} for what of that is on the internet.
   *
   * @throws IllegalArgumentException if it is none; the message names the entry
   */
  public static Egress parse(String setting) {
    String all = setting.strip().toLowerCase(Locale.ROOT);
    if (all.equals("deny")) {
      return DENY;
    }
    Unlisted unlisted = Unlisted.NONE;
    var entries = new ArrayList<Entry>();
    for (String part : all.split(",", -1)) {
      String text = part.strip();
      if (text.equals("allow")) {
        unlisted = Unlisted.ALL;
      } else if (text.equals("public")) {
        unlisted = unlisted == Unlisted.ALL ? unlisted : Unlisted.PUBLIC;
      } else {
        addEntries(text, entries);
      }
    }
    return new Egress(unlisted, entries);
  }

  private static void addEntries(String text, List<Entry> to) {
    Matcher entry = ENTRY.matcher(text);
    if (text.equals("deny")) {
      throw bad(text, "it stands alone or not at all");
    }
    if (!entry.matches() || entry.group(1).isEmpty()) {
      throw bad(
          text,
          "an entry is a host, an address or a network, such as *.example.com:443,"
              + " 10.0.0.0/8 or [::1]:8080");
    }
    int port = port(text, entry.group(3));
    String host = entry.group(1);
    if (host.startsWith("[") || IPV4.matcher(host).matches()) {
      byte[] address = address(text, host);
      to.add(new Network(address, prefix(text, entry.group(2), address), port));
    } else if (entry.group(2) != null) {
      throw bad(text, "only an address can have a prefix length");
    } else if (host.equals("localhost")) {
      to.add(new Localhost(port));
    } else {
      boolean below = host.startsWith("*.");
      to.add(new Name(name(text, below ? host.substring(2) : host), below, port));
    }
  }

  private static int port(String entry, @Nullable String digits) {
    if (digits == null) {
      return ANY_PORT;
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > HIGHEST_PORT) {
      throw bad(entry, "a port is from 1 to " + HIGHEST_PORT);
    }
    return port;
  }

  private static byte[] address(String entry, String host) {
    boolean six = host.startsWith("[");
    String literal = six ? host.substring(1, host.length() - 1) : host;
    try {
      if (six && IPV6.matcher(literal).matches()) {
        // An IPv4 address in an IPv6 one comes out as what it is.
        return InetAddress.ofLiteral(literal).getAddress();
      } else if (!six) {
        return Inet4Address.ofLiteral(literal).getAddress();
      }
    } catch (IllegalArgumentException e) {
      throw bad(entry, "it is no address", e);
    }
    throw bad(entry, "what is in brackets is no IPv6 address");
  }

  private static int prefix(String entry, @Nullable String digits, byte[] address) {
    int bits = address.length == 4 ? IPV4_BITS : IPV6_BITS;
    if (digits == null) {
      return bits;
    }
    int prefix = Integer.parseInt(digits);
    if (prefix > bits) {
      throw bad(entry, "the prefix length is more than the address's " + bits + " bits");
    }
    return prefix;
  }

  private static String name(String entry, String name) {
    String ascii;
    try {
      ascii = IDN.toASCII(withoutLastDot(name)).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw bad(entry, "it is no host name", e);
    }
    if (!NAME.matcher(ascii).matches() || ascii.matches("(.*\\.)?\\d+")) {
      throw bad(entry, "it is no host name");
    }
    return ascii;
  }

  private static IllegalArgumentException bad(String entry, String why) {
    return new IllegalArgumentException("\"" + entry + "\": " + why);
  }

  private static IllegalArgumentException bad(String entry, String why, Throwable cause) {
    return new IllegalArgumentException("\"" + entry + "\": " + why, cause);
  }

  private static String withoutLastDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /**
   * False if no address could make a request to that host allowed, so that it need not be looked
   * up.
   *
   * @param host as in a URL, in lower case
   */
  public boolean mayAllow(String host, int port) {
    return unlisted != Unlisted.NONE
        || isListed(host, port)
        || entries.stream().anyMatch(entry -> entry instanceof Addresses && entry.hasPort(port));
  }

  /**
   * Whether a request to that host may be sent to that address.
   *
   * @param host as in a URL, in lower case
   * @param address what is connected to
   * @param own what of the network is this machine, at this moment
   * @throws SocketException if that cannot be told
   */
  public boolean allows(String host, InetAddress address, int port, OwnAddresses own)
      throws SocketException {
    byte[] bytes = address.getAddress();
    boolean isOwn = isOwn(address, own);
    if (own.listensOn(port) && (isOwn || isLoopback(address))) {
      return entries.stream()
          .anyMatch(
              entry ->
                  entry instanceof Network network && network.port == port && network.is(bytes));
    }
    int least =
        isOwn && !isLoopback(address)
            ? bytes.length * Byte.SIZE
            : SpecialAddresses.prefixToName(bytes);
    if (least == SpecialAddresses.NOT_SPECIAL && (isOpen(bytes) || isListed(host, port))) {
      return true;
    }
    return entries.stream()
        .anyMatch(
            entry ->
                entry instanceof Addresses addresses
                    && addresses.hasPort(port)
                    && addresses.has(bytes, least));
  }

  private static boolean isOwn(InetAddress address, OwnAddresses own) throws SocketException {
    if (own.has(address)) {
      return true;
    }
    for (EmbeddedAddress embedded : EmbeddedAddress.in(address.getAddress())) {
      if (own.has(embedded.address())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it leads to this machine by what it is, whatever interfaces there are. */
  private static boolean isLoopback(InetAddress address) {
    return isLoopbackItself(address)
        || EmbeddedAddress.in(address.getAddress()).stream()
            .anyMatch(embedded -> isLoopbackItself(embedded.address()));
  }

  private static boolean isLoopbackItself(InetAddress address) {
    return address.isLoopbackAddress() || address.isAnyLocalAddress();
  }

  private boolean isOpen(byte[] address) {
    return switch (unlisted) {
      case NONE -> false;
      case PUBLIC -> PublicAddresses.has(address);
      case ALL -> true;
    };
  }

  private boolean isListed(String host, int port) {
    String name = withoutLastDot(host);
    return entries.stream()
        .anyMatch(entry -> entry instanceof Name listed && listed.is(name) && listed.hasPort(port));
  }
}
