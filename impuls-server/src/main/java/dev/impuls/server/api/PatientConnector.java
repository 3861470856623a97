package dev.impuls.server.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Listens for HTTP/1.1 as Jetty does, on connections that can tell whether the client is still
 * there while its request is answered. Jetty itself reads nothing meanwhile, so it does not notice.
 */
public final class PatientConnector extends ServerConnector {
  public PatientConnector(Server server, HttpConfiguration configuration) {
    super(server, new HttpConnectionFactory(configuration));
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    return new PeekEndPoint(channel, selector, key, getScheduler(), getExecutor());
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
  static final class PeekEndPoint extends SocketChannelEndPoint {
    private final Executor executor;
    private @Nullable ByteBuffer peeked;

    PeekEndPoint(
        SocketChannel channel,
        ManagedSelector selector,
        SelectionKey key,
        Scheduler scheduler,
        Executor executor) {
      super(channel, selector, key, scheduler);
      this.executor = executor;
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
  }
}
