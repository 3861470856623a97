package dev.impuls.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
  private static final int LISTENER = 8080;

  /** A machine of these addresses, on which the server listens on one port. */
  private static final OwnAddresses MACHINE =
      new OwnAddresses() {
        private final Set<InetAddress> own =
            Stream.of("127.0.0.1", "::1", "10.9.9.9", "198.51.100.9", "2606:4700::9", "fe80::9")
                .map(InetAddress::ofLiteral)
                .collect(Collectors.toSet());

        @Override
        public boolean has(InetAddress address) {
          return own.contains(address);
        }

        @Override
        public boolean listensOn(int port) {
          return port == LISTENER;
        }
      };

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static boolean allows(Egress egress, String host, InetAddress address, int port) {
    try {
      return egress.allows(host, address, port, MACHINE);
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // setting | host | address | port | allowed
        "allow | a.test | 93.184.216.34 | 80 | true",
        "allow | a.test | 10.0.0.1 | 80 | true",
        "allow | a.test | 127.0.0.1 | 80 | false",
        " ALLOW | a.test | 2606:4700::1 | 443 | true",
        "deny | a.test | 93.184.216.34 | 80 | false",
        "a.test | a.test | 93.184.216.34 | 80 | true",
        "A.Test. | a.test | 93.184.216.34 | 80 | true",
        "a.test | a.test. | 93.184.216.34 | 80 | true",
        "a.test | b.a.test | 93.184.216.34 | 80 | false",
        "a.test | xa.test | 93.184.216.34 | 80 | false",
        "a.test | a.test | 127.0.0.1 | 80 | false",
        "a.test | a.test | 169.254.169.254 | 80 | false",
        "a.test, 127.0.0.1 | a.test | 127.0.0.1 | 80 | true",
        "*.a.test | b.a.test | 1.2.3.4 | 80 | true",
        "*.a.test | c.b.a.test | 1.2.3.4 | 80 | true",
        "*.a.test | a.test | 1.2.3.4 | 80 | false",
        "*.a.test | ba.test | 1.2.3.4 | 80 | false",
        "a.test:443 | a.test | 1.2.3.4 | 443 | true",
        "a.test:443 | a.test | 1.2.3.4 | 80 | false",
        "*.a.test:8080 | b.a.test | 1.2.3.4 | 8080 | true",
        "bücher.test | xn--bcher-kva.test | 1.2.3.4 | 80 | true",
        "db | db | 172.17.0.2 | 80 | true",
        "10.1.2.3 | 10.1.2.3 | 10.1.2.3 | 80 | true",
        "10.1.2.3 | a.test | 10.1.2.3 | 80 | true",
        "10.1.2.3 | a.test | 10.1.2.4 | 80 | false",
        "10.0.0.0/8 | a.test | 10.255.0.1 | 80 | true",
        "10.0.0.0/8 | a.test | 11.0.0.1 | 80 | false",
        "10.0.0.0/8:443 | a.test | 10.0.0.1 | 80 | false",
        "10.0.0.0/8:443 | a.test | 10.0.0.1 | 443 | true",
        "10.128.0.0/9 | a.test | 10.127.0.1 | 80 | false",
        "[fd00::]/8 | a.test | fd12::1 | 80 | true",
        "[fd00::]/8:443 | a.test | fd12::1 | 443 | true",
        "[fd00::]/8 | a.test | fe00::1 | 80 | false",
        "[::1] | [::1] | ::1 | 80 | true",
        "[::1]:8080 | [::1] | ::1 | 80 | false",
        "[::1]:8080 | [::1] | ::1 | 8080 | true",
        "[::ffff:127.0.0.1] | 127.0.0.1 | 127.0.0.1 | 80 | true",
        "127.0.0.1:3000 | 127.0.0.1 | 127.0.0.1 | 3000 | true",
        "127.0.0.1:3000 | 127.0.0.1 | 127.0.0.1 | 3001 | false",
        "127.0.0.1 | 127.0.0.2 | 127.0.0.2 | 80 | false",
        "127.0.0.0/8 | 127.0.0.2 | 127.0.0.2 | 80 | true",
        "localhost | localhost | 127.0.0.1 | 80 | true",
        "localhost:80 | localhost | ::1 | 80 | true",
        "localhost:80 | localhost | ::1 | 81 | false",
        "localhost | a.test | 127.5.0.1 | 80 | true",
        "localhost | localhost | 169.254.0.1 | 80 | false",
        "169.254.169.254 | 169.254.169.254 | 169.254.169.254 | 80 | true",
        "allow,127.0.0.1:81 | 127.0.0.1 | 127.0.0.1 | 81 | true",
        "allow,127.0.0.1:81 | 127.0.0.1 | 127.0.0.1 | 80 | false",
        "allow,127.0.0.1:81 | a.test | 1.2.3.4 | 80 | true",
        // A network with others in it does not name special addresses.
        "0.0.0.0/0 | a.test | 1.2.3.4 | 80 | true",
        "0.0.0.0/0 | a.test | 127.0.0.1 | 80 | false",
        "126.0.0.0/7 | a.test | 127.0.0.1 | 80 | false",
        "[::]/0 | a.test | 2606::1 | 80 | true",
        "[::]/0 | a.test | ::1 | 80 | false",
        "[::]/0 | a.test | 64:ff9b::7f00:1 | 80 | false",
        "[64:ff9b::]/96 | a.test | 64:ff9b::7f00:1 | 80 | false",
        "[64:ff9b::7f00:0]/104 | a.test | 64:ff9b::7f00:1 | 80 | true",
        // The machine's own addresses are listed one by one.
        "allow | a.test | 10.9.9.9 | 80 | false",
        "allow | a.test | 198.51.100.9 | 80 | false",
        "allow | a.test | 2606:4700::9 | 80 | false",
        "allow | a.test | 64:ff9b::10.9.9.9 | 80 | false",
        "allow | a.test | 64:ff9b:1:2::10.9.9.9 | 80 | false",
        "allow | a.test | ::10.9.9.9 | 80 | false",
        "allow | a.test | ::ffff:10.9.9.9 | 80 | false",
        "allow | a.test | 2002:a09:909::1 | 80 | false",
        "allow | a.test | 2001:0:a09:909:: | 80 | false",
        "allow | a.test | 2001:0:102:304::f5f6:f6f6 | 80 | false",
        "a.test | a.test | 10.9.9.9 | 80 | false",
        "localhost | a.test | 10.9.9.9 | 80 | false",
        "10.0.0.0/8 | a.test | 10.9.9.9 | 80 | false",
        "10.9.9.8/31 | a.test | 10.9.9.9 | 80 | false",
        "10.9.9.9/32 | a.test | 10.9.9.9 | 80 | true",
        "10.9.9.9 | a.test | 10.9.9.9 | 80 | true",
        "[::ffff:10.9.9.9] | a.test | 10.9.9.9 | 80 | true",
        "10.9.9.9:81 | a.test | 10.9.9.9 | 80 | false",
        "10.9.9.9 | a.test | 64:ff9b::10.9.9.9 | 80 | false",
        "[64:ff9b::a09:909] | a.test | 64:ff9b::10.9.9.9 | 80 | true",
        "[fe80::]/10 | a.test | fe80::8 | 80 | true",
        "[fe80::]/10 | a.test | fe80::9 | 80 | false",
        "[fe80::9] | a.test | fe80::9 | 80 | true",
        // What the server itself listens on, with its port.
        "allow | a.test | 1.2.3.4 | 8080 | true",
        "localhost | localhost | 127.0.0.1 | 8080 | false",
        "localhost | localhost | 127.5.0.1 | 8080 | false",
        "localhost | localhost | ::1 | 8080 | false",
        "localhost:8080 | localhost | 127.0.0.1 | 8080 | false",
        "localhost:8080 | localhost | ::1 | 8080 | false",
        "127.0.0.1 | 127.0.0.1 | 127.0.0.1 | 8080 | false",
        "127.0.0.0/8:8080 | 127.0.0.1 | 127.0.0.1 | 8080 | false",
        "127.0.0.1:8080 | 127.0.0.1 | 127.0.0.1 | 8080 | true",
        "0.0.0.0/8 | 0.0.0.0 | 0.0.0.0 | 8080 | false",
        "0.0.0.0:8080 | 0.0.0.0 | 0.0.0.0 | 8080 | true",
        "10.9.9.9 | a.test | 10.9.9.9 | 8080 | false",
        "10.9.9.9:8080 | a.test | 10.9.9.9 | 8080 | true",
        "[64:ff9b::7f00:0]/104 | a.test | 64:ff9b::7f00:1 | 8080 | false",
        "[64:ff9b::7f00:1]:8080 | a.test | 64:ff9b::7f00:1 | 8080 | true",
        // The internet.
        "public | a.test | 93.184.216.34 | 443 | true",
        "public | a.test | 10.0.0.1 | 443 | false",
        " PUBLIC , 10.0.0.0/8 | a.test | 10.0.0.1 | 443 | true",
        "public,db | db | 10.0.0.1 | 443 | true",
        "public,allow | a.test | 10.0.0.1 | 443 | true",
        "allow,public | a.test | 10.0.0.1 | 443 | true",
      })
  void whatIsListedIsAllowed(
      String setting, String host, String address, int port, boolean allowed) {
    var egress = Egress.parse(setting);
    assertThat(allows(egress, host, address(address), port)).isEqualTo(allowed);
    if (allowed) {
      assertThat(egress.mayAllow(host, port)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fd00:42::42",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b::168.63.129.16",
        "64:ff9b:1::127.0.0.1",
        "64:ff9b:1:2:3:4:127.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:7f00:1::",
        "2001:0:102:304::80ff:fffe",
      })
  void specialAddressesAreNotReachedByDefault(String literal) {
    assertThat(allows(Egress.ALLOW, "a.test", address(literal), 80)).isFalse();
    assertThat(allows(Egress.parse("a.test"), "a.test", address(literal), 80)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "10.0.0.1",
        "128.0.0.1",
        "168.63.129.15",
        "168.63.129.17",
        "192.0.0.191",
        "169.253.255.255",
        "192.168.1.1",
        "223.255.255.255",
        "2606:4700::1111",
        "fd00::1",
        "fec0::1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::",
        "2001:4860:4860::8888",
      })
  void allOthersAre(String literal) {
    assertThat(allows(Egress.ALLOW, "a.test", address(literal), 80)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.0.1",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700::1111",
        "3ffe::1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::",
      })
  void theInternetIsReachedWherePrivateNetworksAreNot(String literal) {
    assertThat(allows(Egress.parse("public"), "a.test", address(literal), 80)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::1.1.1.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1.1.1.1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
      })
  void whatIsNotTheInternetIsClosedInOneWord(String literal) {
    assertThat(allows(Egress.parse("public"), "a.test", address(literal), 80)).isFalse();
  }

  @Test
  void thisMachinesAddressesAreAskedForEachTime() throws Exception {
    var own = OwnAddresses.ofMachine(port -> port == LISTENER);
    assertThat(own.listensOn(LISTENER)).isTrue();
    assertThat(own.listensOn(80)).isFalse();
    for (var networkInterface : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(networkInterface.getInetAddresses())) {
        assertThat(own.has(address)).as(address.toString()).isTrue();
        // As a name leads to it, without the interface.
        assertThat(own.has(InetAddress.getByAddress(address.getAddress()))).isTrue();
        assertThat(Egress.ALLOW.allows("a.test", address, 80, own)).isFalse();
      }
    }
    assertThat(own.has(address("192.0.2.213"))).isFalse();
    assertThat(own.has(address("2001:db8::1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|\"\"",
        "a.test,,b.test|\"\"",
        "a.test,|\"\"",
        "deny,a.test|\"deny\"",
        "a b|\"a b\"",
        "http://a.test|\"http://a.test\"",
        "a.test/path|\"a.test/path\"",
        "a.test/8|\"a.test/8\"",
        "a.test:0|\"a.test:0\"",
        "a.test:65536|\"a.test:65536\"",
        "a.test:http|\"a.test:http\"",
        "*|\"*\"",
        "*a.test|\"*a.test\"",
        "a.*.test|\"a.*.test\"",
        "a..test|\"a..test\"",
        "a_b.test|\"a_b.test\"",
        "-a.test|\"-a.test\"",
        "10.0.0.256|\"10.0.0.256\"",
        "10.0.0|\"10.0.0\"",
        "2130706433|\"2130706433\"",
        "10.0.0.0/33|\"10.0.0.0/33\"",
        "[::1|\"[::1\"",
        "::1|\"::1\"",
        "[::1]/129|\"[::1]/129\"",
        "[::1%eth0]|\"[::1%eth0]\"",
        "[127.0.0.1]|\"[127.0.0.1]\"",
        "[]|\"[]\"",
        "[::g]|\"[::g]\"",
      })
  void whatIsNoSettingNamesTheEntry(String setting, String entry) {
    assertThatThrownBy(() -> Egress.parse(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(entry + ": ");
  }

  @Test
  void whatCannotBeAllowedNeedNotBeLookedUp() {
    assertThat(Egress.DENY.mayAllow("a.test", 80)).isFalse();
    assertThat(Egress.parse("b.test").mayAllow("a.test", 80)).isFalse();
    assertThat(Egress.parse("10.0.0.0/8:443").mayAllow("a.test", 80)).isFalse();
    assertThat(Egress.parse("10.0.0.0/8:443").mayAllow("a.test", 443)).isTrue();
  }

  @Provide
  Arbitrary<String> settings() {
    return Arbitraries.strings().withChars("ab*.:/[]0123456789,-_ f").ofMaxLength(40);
  }

  @Property(tries = 5000)
  void everySettingIsReadOrRefused(@ForAll("settings") String setting) {
    try {
      Egress.parse(setting);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s)\".*\": .+");
    }
  }

  @Property
  void aNetworkHasTheAddressesWithItsPrefix(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] other,
      @ForAll @IntRange(max = 32) int prefix)
      throws UnknownHostException {
    var base = InetAddress.getByAddress(network);
    var egress = Egress.parse(base.getHostAddress() + "/" + prefix);
    var address = InetAddress.getByAddress(other);
    long mask = prefix == 0 ? 0 : 0xffffffffL << (32 - prefix);
    boolean inside = ((number(network) ^ number(other)) & mask) == 0;
    boolean special = SpecialAddresses.prefixToName(other) != SpecialAddresses.NOT_SPECIAL;
    boolean allowed = allows(egress, "a.test", address, 80);
    if (special) {
      assertThat(allowed).isEqualTo(inside && prefix >= SpecialAddresses.prefixToName(other));
    } else {
      assertThat(allowed).isEqualTo(inside);
    }
  }

  private static long number(byte[] bytes) {
    long number = 0;
    for (byte b : bytes) {
      number = number << 8 | (b & 0xff);
    }
    return number;
  }

  @Property
  void theLoopbackIsReachedByNoSettingThatDoesNotNameIt(
      @ForAll @Size(3) byte[] rest, @ForAll("settings") String setting)
      throws UnknownHostException {
    Egress egress;
    try {
      egress = Egress.parse(setting);
    } catch (IllegalArgumentException e) {
      return;
    }
    var address = InetAddress.getByAddress(new byte[] {127, rest[0], rest[1], rest[2]});
    if (!setting.contains("127.")) {
      assertThat(allows(egress, "a", address, 80)).isFalse();
    }
  }
}
