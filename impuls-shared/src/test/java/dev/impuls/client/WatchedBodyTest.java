package dev.impuls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.store.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchedBodyTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Of whom nothing comes until it is closed. */
  private static final class Silent extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean fails;

    /**
     * @param fails whether reading fails when it is closed; it just ends otherwise
     */
    Silent(boolean fails) {
      this.fails = fails;
    }

    @Override
    public int read() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (fails) {
        throw new IOException("closed");
      }
      return -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void whoIsSilentForTooLongIsNotWaitedFor() throws IOException {
    for (boolean fails : new boolean[] {true, false}) {
      try (var body = new WatchedBody(new Silent(fails), SHORT)) {
        assertThatThrownBy(body::readAllBytes).isInstanceOf(HttpTimeoutException.class);
      }
      try (var body = new WatchedBody(new Silent(fails), SHORT)) {
        assertThatThrownBy(() -> body.skip(10)).isInstanceOf(HttpTimeoutException.class);
      }
    }
  }

  @Test
  void whoClosesItEndsWaiting() throws Exception {
    var silent = new Silent(false);
    var body = new WatchedBody(silent, Duration.ofHours(1));
    Thread closing = Thread.ofVirtual().start(() -> closeOnce(body));
    assertThat(body.readAllBytes()).isEmpty();
    closing.join();
  }

  private static void closeOnce(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatComesSlowlyComes() throws IOException {
    var patience = Duration.ofSeconds(2);
    byte[] text = "12345".getBytes(StandardCharsets.UTF_8);
    var slow =
        new InputStream() {
          private int next;

          @Override
          public int read() throws IOException {
            try {
              TimeUnit.MILLISECONDS.sleep(patience.toMillis() * 3 / 10); // As a network does.
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return next == text.length ? -1 : text[next++];
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            int read = read();
            if (read >= 0) {
              to[offset] = (byte) read;
            }
            return read < 0 ? -1 : 1;
          }
        };
    try (var body = new WatchedBody(slow, patience)) {
      assertThat(body.readAllBytes()).isEqualTo(text);
    }
  }

  @Test
  void whoReadsSlowlyGetsAll() throws Exception {
    var in = new ByteArrayInputStream("ab".getBytes(StandardCharsets.UTF_8));
    try (var body = new WatchedBody(in, SHORT)) {
      assertThat(body.read()).isEqualTo('a');
      long since = System.nanoTime();
      Await.until(
          "a while has passed", () -> System.nanoTime() - since > SHORT.multipliedBy(4).toNanos());
      assertThat(body.read()).isEqualTo('b');
      assertThat(body.read()).isEqualTo(-1);
    }
  }
}
