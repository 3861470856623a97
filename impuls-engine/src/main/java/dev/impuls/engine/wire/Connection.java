package dev.impuls.engine.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of the socket between an invoker and a function process. Messages are sent by any thread,
 * which never waits: the thread that finds nobody writing writes for all, and what the socket does
 * not take is written by the loop. Messages are received on the loop's thread.
 */
public final class Connection {
  /** What may wait to be written before messages are refused. */
  private static final long MOST_WAITING_BYTES = 64L * 1024 * 1024;

  /** Above this, what can wait does: others are not to be held up behind it, or refused. */
  private static final long FEW_WAITING_BYTES = 8L * 1024 * 1024;

  /** What can wait has such a part of this process's memory. */
  private static final int PATIENT_PART = 8;

  private static final int READ_BYTES = 64 * 1024;
  private static final int GATHERED = 64;

  private final SocketChannel channel;
  private final IoLoop loop;
  private final int mostFrameBytes;
  private final Receiver receiver;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private long waitingBytes;

  /** What is sent when there is room for it; empty while there is. */
  private final Deque<Patient> patient = new ArrayDeque<>();

  private long patientBytes;

  private boolean writing;

  /** The one who writes waits for room, which the loop has to tell. */
  private boolean full;

  private boolean closed;
  private @Nullable SelectionKey key;

  /** What was read and is not a whole frame yet; only the loop touches it. */
  private ByteBuffer read = ByteBuffer.allocate(READ_BYTES);

  /** What a connection does with what it hears; called on the loop's thread. */
  public interface Receiver {
    /**
     * A message came.
     *
     * @throws ProtocolException if that message must not come now; closes the connection
     */
    void received(Message message) throws ProtocolException;

    /**
     * The connection is no more; called once.
     *
     * @param why null if this side closed it
     */
    void closed(@Nullable IOException why);
  }

  /**
   * @param channel connected; this connection's from now on
   * @param mostFrameBytes what the other side may send in one frame; more ends the connection
   */
  public Connection(SocketChannel channel, IoLoop loop, int mostFrameBytes, Receiver receiver)
      throws IOException {
    this.channel = channel;
    this.loop = loop;
    this.mostFrameBytes = mostFrameBytes;
    this.receiver = receiver;
    channel.configureBlocking(false);
  }

  /** Begins to receive. */
  public void start() {
    loop.execute(
        () -> {
          try {
            var registered = loop.register(channel, SelectionKey.OP_READ, this::ready);
            synchronized (this) {
              key = registered;
              if (full) {
                registered.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
              }
            }
          } catch (IOException e) {
            end(e);
          }
        });
  }

  /**
   * Sends a message; false if too much waits to be sent already. A connection that is closed takes
   * everything, as its receiver hears of that.
   */
  public boolean send(Message message) {
    ByteBuffer frame = Frames.encode(message);
    synchronized (this) {
      if (closed) {
        return true;
      }
      if (waitingBytes > 0 && waitingBytes + frame.remaining() > MOST_WAITING_BYTES) {
        return false;
      }
      waiting.add(frame);
      waitingBytes += frame.remaining();
      if (writing) {
        return true;
      }
      writing = true;
    }
    write();
    return true;
  }

  private record Patient(Message message, int bytes, BooleanSupplier isWanted) {}

  /**
   * Sends a message as soon as not much waits to be sent, in the order of such messages; false if
   * too much waits for that already.
   *
   * @param bytes what it takes in memory until then; 0 is always taken
   * @param isWanted whether it is still to be sent; asked under this connection's lock
   */
  public boolean sendPatiently(Message message, int bytes, BooleanSupplier isWanted) {
    synchronized (this) {
      if (closed) {
        return true;
      }
      if (bytes > 0 && !hasRoomFor(bytes)) {
        return false;
      }
      patient.add(new Patient(message, bytes, isWanted));
      patientBytes += bytes;
      if (!takePatient() || writing) {
        return true;
      }
      writing = true;
    }
    write();
    return true;
  }

  private boolean hasRoomFor(int bytes) {
    long most = Runtime.getRuntime().maxMemory() / PATIENT_PART;
    if (!patient.isEmpty() && patientBytes + bytes > most) {
      patient.removeIf(one -> !one.isWanted().getAsBoolean());
      patientBytes = patient.stream().mapToLong(Patient::bytes).sum();
    }
    return patient.isEmpty() || patientBytes + bytes <= most;
  }

  /** True if something waits to be written now. */
  private boolean takePatient() {
    while (!patient.isEmpty() && waitingBytes < FEW_WAITING_BYTES) {
      Patient next = patient.remove();
      patientBytes -= next.bytes();
      if (next.isWanted().getAsBoolean()) {
        ByteBuffer frame = Frames.encode(next.message());
        waiting.add(frame);
        waitingBytes += frame.remaining();
      }
    }
    return !waiting.isEmpty();
  }

  /** Writes what waits, as its one writer, until nothing waits or the socket takes no more. */
  private void write() {
    try {
      for (ByteBuffer[] frames = next(); frames.length > 0; frames = next()) {
        long written = channel.write(frames);
        if (!wrote(frames, written)) {
          return;
        }
      }
    } catch (IOException e) {
      // Told later, as the sender may hold locks that the receiver's hearer wants.
      loop.execute(() -> end(e));
    }
  }

  private synchronized ByteBuffer[] next() {
    if (closed || !takePatient()) {
      writing = false;
      return new ByteBuffer[0];
    }
    return waiting.stream().limit(GATHERED).toArray(ByteBuffer[]::new);
  }

  /** Forgets what was written; false if the loop has to go on with it. */
  private synchronized boolean wrote(ByteBuffer[] frames, long written) {
    waitingBytes -= written;
    for (ByteBuffer frame : frames) {
      if (frame.hasRemaining()) {
        full = true;
        if (key != null && key.isValid()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          if (!loop.isCurrent()) {
            key.selector().wakeup();
          }
        }
        return false;
      }
      waiting.remove();
    }
    return true;
  }

  private void ready() {
    SelectionKey ready = key;
    if (ready == null || !ready.isValid()) {
      return;
    }
    if (ready.isWritable()) {
      synchronized (this) {
        full = false;
        ready.interestOps(SelectionKey.OP_READ);
      }
      write();
    }
    if (ready.isValid() && ready.isReadable()) {
      try {
        read();
      } catch (IOException e) {
        end(e);
      } catch (RuntimeException | Error e) {
        end(new IOException("a message could not be taken", e));
        throw e;
      }
    }
  }

  private void read() throws IOException {
    int count = channel.read(read);
    if (count < 0) {
      throw new EOFException("the other side closed the connection");
    }
    read.flip();
    while (channel.isOpen() && read.remaining() >= Frames.LENGTH_BYTES) {
      int length = read.getInt(read.position());
      if (length < 1 || length > mostFrameBytes) {
        throw new ProtocolException("a frame of " + length + " bytes was announced");
      }
      if (read.remaining() < Frames.LENGTH_BYTES + length) {
        break;
      }
      int begin = read.position() + Frames.LENGTH_BYTES;
      read.position(begin + length);
      receiver.received(Frames.decode(ByteBuffer.wrap(read.array(), begin, length)));
    }
    makeRoom();
  }

  /** Room for the rest of a frame is made as it comes, not on the word of the other side. */
  private void makeRoom() {
    int left = read.remaining();
    byte[] bytes = read.array();
    if (left == 0 && bytes.length > READ_BYTES) {
      bytes = new byte[READ_BYTES];
    } else if (left == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * left, Integer.MAX_VALUE - 8));
    } else if (left > 0 && read.position() > 0) {
      System.arraycopy(bytes, read.position(), bytes, 0, left);
    }
    read = ByteBuffer.wrap(bytes).position(left);
  }

  /** Closes the connection; its receiver hears of it. */
  public void close() {
    if (loop.isCurrent()) {
      end(null);
    } else {
      loop.execute(() -> end(null));
    }
  }

  private void end(@Nullable IOException why) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      waitingBytes = 0;
      patient.clear();
      patientBytes = 0;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way, and what made it close is told.
      if (why != null) {
        why.addSuppressed(e);
      }
    }
    receiver.closed(why);
  }
}
