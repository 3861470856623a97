package dev.impuls.engine.js;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;

/**
 * The files the engine sees: an ES module for each module of Node's that there is, and nothing
 * else. No path given here ever reaches a disk.
 */
final class ModuleFiles implements FileSystem {
  private static final String SCHEME = "node:";

  /** Where all is that there is not; a name there begins so, as others are no names of files. */
  private static final Path MISSING = Path.of("/missing");

  private static final String MISSING_PREFIX = "=";

  private final NodeLibrary library;

  ModuleFiles(NodeLibrary library) {
    this.library = library;
  }

  @Override
  public Path parsePath(URI uri) {
    return parsePath(uri.toString());
  }

  @Override
  public Path parsePath(String specifier) {
    String name = specifier.startsWith(SCHEME) ? specifier.substring(SCHEME.length()) : specifier;
    if (library.modules().contains(name)) {
      return Path.of("/" + name);
    }
    return specifier.startsWith("/") && library.modules().contains(specifier.substring(1))
        ? Path.of(specifier)
        : MISSING.resolve(MISSING_PREFIX + URLEncoder.encode(specifier, StandardCharsets.UTF_8));
  }

  @Override
  public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options)
      throws IOException {
    if (!library.modules().contains(name(path))) {
      throw new NoSuchFileException(path.toString());
    }
  }

  private String name(Path path) {
    return Path.of("/").relativize(toAbsolutePath(path).normalize()).toString();
  }

  /**
   * The name of the module that is there.
   *
   * @throws IOException if there is none; the message is for who wrote the function
   */
  private String requireModule(Path path) throws IOException {
    String name = name(path);
    if (library.modules().contains(name)) {
      return name;
    }
    String file = String.valueOf(path.getFileName());
    String specifier =
        path.startsWith(MISSING) && file.startsWith(MISSING_PREFIX)
            ? URLDecoder.decode(file.substring(MISSING_PREFIX.length()), StandardCharsets.UTF_8)
            : name;
    throw new IOException("Cannot find module '" + specifier + "': " + library.instead());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    String name = requireModule(path);
    return new Text(ByteBuffer.wrap(NodeLibrary.esModule(name).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Path toAbsolutePath(Path path) {
    return Path.of("/").resolve(path);
  }

  @Override
  public Path toRealPath(Path path, LinkOption... options) throws IOException {
    return Path.of("/" + requireModule(path));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    throw refused(path);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    throw refused(path);
  }

  @Override
  public void delete(Path path) throws IOException {
    throw refused(path);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    throw refused(path);
  }

  private static IOException refused(Path path) {
    return new NoSuchFileException(path.toString());
  }

  /** A text that can be read. */
  private record Text(ByteBuffer bytes) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int length = Math.min(into.remaining(), bytes.remaining());
      into.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      return length;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return bytes.position();
    }

    @Override
    public SeekableByteChannel position(long position) {
      bytes.position(Math.toIntExact(Math.min(position, bytes.limit())));
      return this;
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
