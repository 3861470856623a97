package dev.impuls.transfer;

import dev.impuls.function.InvalidFunctionException;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.JsonReaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the functions of a {@link Bundle}, of a list that the API answered, or of a bare array, one
 * by one.
 */
final class BundleReader implements AutoCloseable {
  /** 4 MiB of code, each byte of it escaped as six, and the other fields. */
  private static final int MOST_BYTES_EACH = 32 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonReaders.factory()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MOST_BYTES_EACH).build())
                  .build())
          .build();

  private static final int MOST_UNREADABLE = 10_000;

  private final Metered in;
  private final JsonParser json;
  private boolean begun;
  private boolean isBare;
  private boolean hadFunctions;
  private boolean isBundle;
  private int version = -1;
  private int count = -1;
  private int read;
  private int unreadable;

  BundleReader(InputStream in) {
    this.in = new Metered(in);
    this.json = MAPPER.createParser(JsonReaders.utf8(this.in));
  }

  /** A function would not end. */
  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Fails when more is read at a stretch than any function takes. */
  private static final class Metered extends FilterInputStream {
    private long left = MOST_BYTES_EACH;

    Metered(InputStream in) {
      super(in);
    }

    void refill() {
      left = MOST_BYTES_EACH;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      spend(c < 0 ? 0 : 1);
      return c;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      spend(Math.max(n, 0));
      return n;
    }

    private void spend(int n) throws IOException {
      left -= n;
      if (left < 0) {
        throw new TooLargeException();
      }
    }
  }

  /**
   * The next function, or null when all were read and nothing is missing.
   *
   * @throws TransferException if this is no bundle, is cut short, or is of a newer version
   */
  @Nullable Item next() throws TransferException {
    try {
      if (!begun) {
        begun = true;
        begin();
      }
      in.refill();
      if (json.nextToken() == JsonToken.END_ARRAY) {
        end();
        return null;
      }
      read++;
      Item item = item(JsonFields.read(json));
      if (item instanceof Item.Unreadable && ++unreadable > MOST_UNREADABLE) {
        throw new TransferException("More than " + MOST_UNREADABLE + " of its entries are none");
      }
      return item;
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private void begin() throws TransferException {
    switch (json.nextToken()) {
      case START_ARRAY -> isBare = true;
      case START_OBJECT -> fields();
      case null -> throw new TransferException("It is empty");
      default -> throw foreign();
    }
  }

  /** Reads what is said before the functions, or behind them. */
  private void fields() throws TransferException {
    for (String field = json.nextName(); field != null; field = json.nextName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "functions" -> {
          if (value != JsonToken.START_ARRAY || hadFunctions) {
            throw foreign();
          }
          requireKnownVersion(); // Functions of a newer one may look otherwise.
          hadFunctions = true;
          return;
        }
        case "format" -> {
          if (!Bundle.FORMAT.equals(json.getValueAsString())) {
            throw foreign();
          }
          isBundle = true;
        }
        case "version" -> version = number(field);
        case "count" -> count = number(field);
        default -> json.skipChildren();
      }
    }
    if (!hadFunctions) {
      throw foreign();
    }
    if (json.nextToken() != null) {
      throw new TransferException("There is more behind its end");
    }
    requireWhole();
  }

  private int number(String field) throws TransferException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new TransferException("Its " + field + " is no number");
    }
    return json.getIntValue();
  }

  private void end() throws TransferException {
    if (!isBare) {
      fields();
    } else if (json.nextToken() != null) {
      throw new TransferException("There is more behind its end");
    } else {
      requireFunctions();
    }
  }

  /** One that has none says so itself, by its count. */
  private void requireFunctions() throws TransferException {
    if (read == 0 && count < 0) {
      throw new TransferException("There is no function in it: it is an empty list");
    }
  }

  private void requireKnownVersion() throws TransferException {
    if (isBundle && version > Bundle.VERSION) {
      throw new TransferException(
          "It is a bundle of version "
              + version
              + ", and this is known up to "
              + Bundle.VERSION
              + "; use a newer Impuls");
    }
  }

  private void requireWhole() throws TransferException {
    requireKnownVersion();
    if (isBundle && version < 1) {
      throw new TransferException("It does not say of which version it is");
    }
    if ((isBundle && count < 0) || (count >= 0 && count != read)) {
      throw new TransferException(
          "It says that it has " + Math.max(count, 0) + " functions, and has " + read);
    }
    requireFunctions();
  }

  private Item item(@Nullable ObjectNode object) {
    String name = "number " + read;
    if (object == null) {
      return new Item.Unreadable(name, "it is no JSON object");
    }
    name = object.path("name").asString(name);
    try {
      return new Item.Whole(FunctionReader.incoming(object));
    } catch (InvalidFunctionException e) {
      return new Item.Unreadable(name, Reasons.of(e));
    }
  }

  private static TransferException foreign() {
    return new TransferException(
        "It is neither a bundle nor a list of functions: there must be an array named functions");
  }

  private static TransferException unreadable(JacksonException e) {
    if (e.getCause() instanceof TooLargeException) {
      return new TransferException(
          "One of its functions takes more than " + MOST_BYTES_EACH + " bytes, as none may", e);
    }
    return new TransferException("It is no JSON, or cut short: " + JsonReaders.problem(e), e);
  }

  @Override
  public void close() {
    json.close();
  }
}
