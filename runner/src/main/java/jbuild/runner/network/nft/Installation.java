package jbuild.runner.network.nft;

import java.util.Objects;

/** What came of the wish to have rules in the kernel. */
public sealed interface Installation {
  /** They hold, as long as the gateway is open. */
  record Installed(Gateway gateway) implements Installation {
    public Installed {
      Objects.requireNonNull(gateway);
    }
  }

  /**
   * Nothing has changed.
   *
   * @param why for one line to the user
   * @param missing whether the kernel has no nf_tables, or not what is needed of it, so that
   *     iptables is worth a try
   */
  record Refused(String why, boolean missing) implements Installation {
    public Refused {
      Objects.requireNonNull(why);
    }
  }
}
