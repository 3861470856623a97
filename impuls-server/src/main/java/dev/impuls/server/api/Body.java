package dev.impuls.server.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's body that was received whole. Short ones are in memory, others in a file, which is
 * removed with it. Has memory of the budget to be read with.
 */
final class Body implements AutoCloseable {
  private final byte[] bytes;
  private final Spool spool;
  private Budget.@Nullable Share memory;

  /**
   * @param bytes the body, unless it is in the spool
   * @param memory closed with this
   */
  Body(byte[] bytes, Spool spool, Budget.Share memory) {
    this.bytes = bytes;
    this.spool = spool;
    this.memory = memory;
  }

  long length() {
    return spool.isUsed() ? spool.length() : bytes.length;
  }

  private InputStream open() throws IOException {
    return spool.isUsed() ? Files.newInputStream(spool.file()) : new ByteArrayInputStream(bytes);
  }

  /** All of it. */
  byte[] bytes() {
    if (!spool.isUsed()) {
      return bytes;
    }
    try {
      return Files.readAllBytes(spool.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JSON object it is.
   *
   * @throws ApiException 400 if it is none
   */
  ObjectNode object() {
    try (InputStream in = open()) {
      if (Json.parse(in) instanceof ObjectNode object) {
        return object;
      }
    } catch (Json.NotJsonException e) {
      throw new ApiException(400, "invalid_json", "The body is not valid JSON: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ApiException(400, "invalid_json", "The body must be a JSON object");
  }

  /** Hands over so many bytes of its memory, which the caller is to give back; once. */
  Budget.Share handOver(long bytes) {
    Budget.Share share = Objects.requireNonNull(memory);
    memory = null;
    share.shrinkTo(bytes);
    return share;
  }

  @Override
  public void close() {
    spool.close();
    if (memory != null) {
      memory.close();
    }
  }
}
