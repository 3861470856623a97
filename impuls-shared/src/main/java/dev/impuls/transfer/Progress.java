package dev.impuls.transfer;

/** Hears how far a transfer has come; on any thread, several at once. */
public interface Progress {
  /** Nobody wants to know. */
  Progress NONE =
      new Progress() {
        @Override
        public void begins(Step step, long total) {}

        @Override
        public void advances() {}
      };

  /** What is being done. */
  enum Step {
    /** Functions are looked at, nothing is written. */
    CHECKING,
    COPYING,
    COMPARING
  }

  /**
   * From now on that is done.
   *
   * @param total of how many functions, 0 if that is not known
   */
  void begins(Step step, long total);

  /**
   * One more function is done.
   *
   * @throws java.util.concurrent.CancellationException to end the transfer, which then throws it
   */
  void advances();
}
