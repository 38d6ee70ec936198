package jbuild.runner.network.nft;

import java.util.List;

/** Chains that come and go together. */
record Table(Family family, String name, List<Chain> chains) {
  Table {
    chains = List.copyOf(chains);
  }
}
