package jbuild.builder.repository;

import java.time.Duration;

/**
 * When a download is given up.
 *
 * @param connecting how long a mirror may take to accept a connection
 * @param silence how long nothing may arrive
 * @param answer how long it may take until the content begins
 * @param window over which the speed is measured
 * @param slowest bytes per second
 * @param tries how often one file is asked for
 * @param pause before the second try; twice that before the third
 */
public record Limits(
    Duration connecting,
    Duration silence,
    Duration answer,
    Duration window,
    long slowest,
    int tries,
    Duration pause) {
  private static final long SLOWEST = 1024;

  public static final Limits USUAL =
      new Limits(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          SLOWEST,
          3,
          Duration.ofMillis(500));
}
