package dev.impuls.server.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Listens for HTTP/1.1 as Jetty does, on connections that can tell whether the client is still
 * there while its request is answered. Jetty itself reads nothing meanwhile, so it does not notice.
 *
 * <p>Who is answered before its body was read gets to see the answer: it is told that the
 * connection ends, and what it still sends is read and dropped (RFC 9112, 9.6). Jetty closes with
 * it unread, whereupon TCP resets the connection, and the answer is lost on its way.
 */
public final class PatientConnector extends ServerConnector {
  /** Whoever sends more than that, or for longer, is cut off. */
  private static final int MOST_DROPPED_BYTES = 32 * 1024 * 1024;

  private static final long MOST_DROPPING_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** At once; more are closed as they are, which costs their clients their answers at worst. */
  private static final int MOST_DROPPING = 200;

  private static final long SHORTEST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private static final int DROPPED_AT_ONCE_BYTES = 16 * 1024;

  private final Set<SocketChannel> dropping = ConcurrentHashMap.newKeySet();

  public PatientConnector(Server server, HttpConfiguration configuration) {
    super(server, new HttpConnectionFactory(configuration));
    configuration.addCustomizer(
        (request, _) -> {
          request.addHttpStreamWrapper(EndIfUnread::new);
          return request;
        });
  }

  /** Ends the connection after an answer that came before all of the body. */
  private static final class EndIfUnread extends HttpStream.Wrapper {
    EndIfUnread(HttpStream stream) {
      super(stream);
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
      if (consumeAvailable() != null) {
        headers.put(HttpFields.CONNECTION_CLOSE);
      }
      super.prepareResponse(headers);
    }
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new PeekEndPoint(channel, selector, key, getScheduler(), getExecutor());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    dropping.forEach(IO::close);
    dropping.clear();
  }

  /** What a look at a connection found. */
  enum Peeked {
    NOTHING,
    /** The client sends its next request already. */
    MORE,
    /** The client sends no more: it closed the connection, or its half of it. */
    END
  }

  /** A connection one can look into; the byte that takes is the first that is read after it. */
  final class PeekEndPoint extends SocketChannelEndPoint {
    private final Executor executor;
    private final SelectionKey key;
    private @Nullable ByteBuffer peeked;

    /** When all was answered; 0 before. */
    private volatile long answeredNanos;

    private int dropped;

    PeekEndPoint(
        SocketChannel channel,
        ManagedSelector selector,
        SelectionKey key,
        Scheduler scheduler,
        Executor executor) {
      super(channel, selector, key, scheduler);
      this.executor = executor;
      this.key = key;
    }

    /**
     * Looks, without waiting. Only for the time in which a request was read and is not answered, as
     * Jetty may not hear of what comes otherwise.
     *
     * @throws IOException if the connection is broken
     */
    synchronized Peeked peek() throws IOException {
      if (peeked != null && peeked.hasRemaining()) {
        return Peeked.MORE;
      }
      var one = ByteBuffer.allocate(1);
      int read = getChannel().read(one);
      if (read > 0) {
        peeked = one.flip();
      }
      return read > 0 ? Peeked.MORE : read < 0 ? Peeked.END : Peeked.NOTHING;
    }

    @Override
    public synchronized int fill(ByteBuffer buffer) throws IOException {
      if (peeked == null || BufferUtil.space(buffer) == 0) {
        return super.fill(buffer);
      }
      notIdle();
      int filled = BufferUtil.append(buffer, peeked);
      peeked = null;
      return filled;
    }

    @Override
    protected void needsFillInterest() {
      if (hasPeeked()) {
        executor.execute(() -> getFillInterest().fillable());
      } else {
        super.needsFillInterest();
      }
    }

    private synchronized boolean hasPeeked() {
      return peeked != null;
    }

    @Override
    protected void doShutdownOutput() {
      super.doShutdownOutput();
      answeredNanos = System.nanoTime() | 1;
    }

    @Override
    public void doClose() {
      if (answeredNanos != 0 && dropping.size() < MOST_DROPPING) {
        key.cancel();
        dropping.add(getChannel());
        drop(SHORTEST_PAUSE_MILLIS);
      } else {
        super.doClose();
      }
    }

    private void drop(long pauseMillis) {
      if (hasMore() && isRunning() && System.nanoTime() - answeredNanos < MOST_DROPPING_NANOS) {
        long next = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        var _ = getScheduler().schedule(() -> drop(next), pauseMillis, TimeUnit.MILLISECONDS);
      } else {
        dropping.remove(getChannel());
        super.doClose();
      }
    }

    /** Whether the client may send more than what is there, which is dropped. */
    private boolean hasMore() {
      var buffer = ByteBuffer.allocate(DROPPED_AT_ONCE_BYTES);
      try {
        int read = getChannel().read(buffer);
        while (read > 0 && dropped <= MOST_DROPPED_BYTES) {
          dropped += read;
          read = getChannel().read(buffer.clear());
        }
        return read == 0;
      } catch (IOException e) {
        return false; // The client is gone, as one wishes.
      }
    }
  }
}
