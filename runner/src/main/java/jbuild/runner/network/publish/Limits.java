package jbuild.runner.network.publish;

import java.time.Duration;

/**
 * How much of the host published ports may take.
 *
 * @param connections of one port at the same time; further ones wait to be accepted
 * @param sessions of one UDP port at the same time; the one that was silent longest makes room
 * @param addressWait how long a connection waits for the machine to have an address
 * @param connectWait how long one address is tried
 * @param sessionIdle after which silence a UDP session ends
 */
record Limits(
    int connections,
    int sessions,
    Duration addressWait,
    Duration connectWait,
    Duration sessionIdle) {
  /** Sessions last as long as the kernel's own translation of addresses lets them. */
  static final Limits STANDARD =
      new Limits(
          4096, 1024, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(120));
}
