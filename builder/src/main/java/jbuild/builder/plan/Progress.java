package jbuild.builder.plan;

import java.time.Duration;

/** Tells the user how a build goes. */
public interface Progress {
  void started(int number, int total, String step);

  void finished(int number, int total, String step, Duration took);

  /** One line about what happens inside the running step. */
  void detail(String line);

  /** A download of known size; it ends when the transfer is closed. */
  Transfer transfer(String what, long bytes);

  /** A download under way. */
  interface Transfer extends AutoCloseable {
    /** Reports that so many more bytes have arrived; from any thread. */
    void arrived(long bytes);

    @Override
    void close();
  }

  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void started(int number, int total, String step) {}

        @Override
        public void finished(int number, int total, String step, Duration took) {}

        @Override
        public void detail(String line) {}

        @Override
        public Transfer transfer(String what, long bytes) {
          return new Transfer() {
            @Override
            public void arrived(long more) {}

            @Override
            public void close() {}
          };
        }
      };
}
