package jbuild.runner.network.nft;

import java.util.Optional;

/** Where a packet is on its way; in the order of {@code linux/netfilter.h}. */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING;

  static Optional<Hook> numbered(int number) {
    return number >= 0 && number < values().length
        ? Optional.of(values()[number])
        : Optional.empty();
  }
}
