package dev.impuls.transfer;

import static dev.impuls.transfer.FilesUnderTest.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impuls.function.Function;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles are read as they were written, or not at all. */
class BundleTest {

  private static byte[] written(List<Function> functions) {
    var bytes = new ByteArrayOutputStream();
    Bundle.write(bytes, functions.iterator(), "a test", FilesUnderTest.EXPORTED, List::of);
    return bytes.toByteArray();
  }

  private static String text(List<Function> functions) {
    return new String(written(functions), StandardCharsets.UTF_8);
  }

  private static List<Item> read(byte[] bytes) throws TransferException {
    var items = new ArrayList<Item>();
    try (var reader = new BundleReader(new ByteArrayInputStream(bytes))) {
      for (Item item = reader.next(); item != null; item = reader.next()) {
        items.add(item);
      }
    }
    return items;
  }

  private static List<Item> read(String text) throws TransferException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Function function(Item item) {
    return ((Item.Whole) item).function().function(null, FilesUnderTest.EXPORTED);
  }

  private static String reason(Item item) {
    return ((Item.Unreadable) item).reason();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("codes") List<String> codes) throws Exception {
    var functions = new ArrayList<Function>();
    for (int i = 0; i < codes.size(); i++) {
      functions.add(FilesUnderTest.function("f" + i, codes.get(i)));
    }

    List<Item> items = read(written(functions));

    assertThat(items.stream().map(BundleTest::function).map(Function::revision))
        .isEqualTo(functions.stream().map(Function::revision).toList());
  }

  @Provide
  Arbitrary<List<String>> codes() {
    return Arbitraries.strings().ofMaxLength(200).list().ofMaxSize(5);
  }

  @Test
  void cutAnywhereItIsRefused() {
    byte[] whole =
        written(List.of(FilesUnderTest.function("a", "x"), FilesUnderTest.function("b", "y")));
    int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().length();
    for (int length = 0; length < end; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut after %d bytes", length)
          .isInstanceOf(TransferException.class);
    }
  }

  @Test
  void withAnyByteAlteredItIsRefusedOrSaysWhichFunction() throws Exception {
    Function function = FilesUnderTest.function("a", "exports.handler = 1;");
    byte[] whole = written(List.of(function));
    String text = new String(whole, StandardCharsets.UTF_8);
    int begin = text.indexOf("[");
    int end = text.lastIndexOf("]");
    for (int i = begin; i <= end; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= 1;
      List<Item> items = new ArrayList<>();
      Throwable refused = catchThrowable(() -> items.addAll(read(altered)));
      if (refused != null) {
        assertThat(refused).isInstanceOf(TransferException.class);
      } else if (items.getFirst() instanceof Item.Whole) {
        // White space, or what does not count: where the other store kept the code.
        assertThat(function(items.getFirst()).revision()).isEqualTo(function.revision());
      } else {
        assertThat(items).singleElement().isInstanceOf(Item.Unreadable.class);
      }
    }
  }

  @Test
  void oneThatWasTakenOutIsMissed() {
    String text =
        text(List.of(FilesUnderTest.function("a", "x"), FilesUnderTest.function("b", "y")));
    String less =
        text.replaceFirst(
            "(?s)\\{\"id\":\"" + FilesUnderTest.id("a") + "\".*?\"sha256\":\"[0-9a-f]+\"}\\s*,",
            "");

    assertThat(less).isNotEqualTo(text);
    assertThatThrownBy(() -> read(less))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("2 functions, and has 1");
  }

  @Test
  void whatAListAnswersIsRead() throws Exception {
    String list =
        "{\"functions\":[{\"name\":\"a\",\"runtime\":\"nodejs22\",\"handler\":\"a.b\",\"code\":\"\"},"
            + "{\"name\":\"b\",\"code\":1}],\"count\":2,\"total\":2}";

    List<Item> items = read(list);

    assertThat(items).extracting(Item::name).containsExactly("a", "b");
    assertThat(reason(items.getLast())).contains("code must be a string", "runtime is required");
  }

  @Test
  void aBareArrayIsRead() throws Exception {
    assertThat(read("[{\"name\":\"a\",\"runtime\":\"r\",\"handler\":\"a.b\",\"code\":\"\"},3,{}]"))
        .hasSize(3)
        .satisfies(
            items -> assertThat(items.get(0)).isInstanceOf(Item.Whole.class),
            items -> assertThat(reason(items.get(1))).contains("no JSON object"),
            items -> assertThat(reason(items.get(2))).contains("name is required"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                 | empty
          {}                                                 | neither a bundle nor a list
          3                                                  | neither a bundle nor a list
          {"functions":{}}                                   | neither a bundle nor a list
          {"format":"zip","functions":[]}                    | neither a bundle nor a list
          {"functions":[],"functions":[]}                    | no JSON
          {"functions":[],"count":1}                         | has 1 functions, and has 0
          {"functions":[],"count":"x"}                       | count is no number
          {"functions":[]} x                                 | no JSON
          {"functions":[]} {}                                | more behind its end
          []]                                                | no JSON
          [] []                                              | more behind its end
          [1                                                 | cut short
          []                                                 | no function
          {"functions":[]}                                   | no function
          {"format":"impuls-bundle","version":2,"functions":[]} | use a newer Impuls
          {"format":"impuls-bundle","functions":[],"version":2,"count":0} | use a newer Impuls
          {"format":"impuls-bundle","functions":[],"count":0} | of which version
          {"format":"impuls-bundle","version":1,"functions":[]} | 0 functions, and has 0
          {"error":true,"message":"no"}                      | neither a bundle nor a list
          """)
  void whatIsNoBundleIsRefused(String text, String said) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"", "[[[[[", "{\"a\":1"})
  void whatDoesNotEndIsGivenUp(String begin) {
    var endless =
        new java.io.InputStream() {
          private int at;

          @Override
          public int read(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
              bytes[offset + i] = (byte) read();
            }
            return length;
          }

          @Override
          public int read() {
            return at < begin.length() ? begin.charAt(at++) : begin.charAt(begin.length() - 1);
          }
        };
    assertThatThrownBy(
            () -> {
              try (var reader = new BundleReader(endless)) {
                reader.next();
              }
            })
        .isInstanceOf(TransferException.class);
  }

  @Test
  void whatIsNestedOrEndlessTakesNoMemory() throws Exception {
    String nested =
        "[{\"name\":\"a\",\"environment\":{\"A\":[" + "{},".repeat(2_000_000) + "{}]}}]";
    assertThat(read(nested)).singleElement().isInstanceOf(Item.Unreadable.class);
    assertThatThrownBy(() -> read("[" + "0,".repeat(20_000) + "0]"))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("More than 10000");
    var fields = new StringBuilder("[{\"name\":\"a\"");
    for (int i = 0; i < 20_000; i++) {
      fields.append(",\"").append(i).append("\":1");
    }
    assertThatThrownBy(() -> read(fields + "}]")).isInstanceOf(TransferException.class);
  }

  @Test
  void aFailureToReadIsNoFaultOfTheFile() {
    var broken =
        new java.io.InputStream() {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    assertThatThrownBy(
            () -> {
              try (var reader = new BundleReader(broken)) {
                reader.next();
              }
            })
        .hasMessageContaining("Input/output error");
  }
}
