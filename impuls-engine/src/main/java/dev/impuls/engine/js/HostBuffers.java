package dev.impuls.engine.js;

import org.graalvm.polyglot.Value;

/** Looks at buffers that functions hand over, which need not be any, or have what they say. */
final class HostBuffers {
  private HostBuffers() {}

  /**
   * Requires that there is such a part.
   *
   * @throws IllegalArgumentException if it is no buffer, or has fewer bytes
   */
  static void requirePart(Value buffer, long offset, long length) {
    if (!buffer.hasBufferElements()
        || offset < 0
        || length < 0
        || length > buffer.getBufferSize() - offset) {
      throw new IllegalArgumentException("there is no such part of a buffer");
    }
  }

  /** The bytes of that part. */
  static byte[] read(Value buffer, long offset, long length) {
    requirePart(buffer, offset, length);
    var bytes = new byte[Math.toIntExact(length)];
    buffer.readBuffer(offset, bytes, 0, bytes.length);
    return bytes;
  }
}
