package jbuild.runner.network.device;

import jbuild.runner.network.link.Link;

/** Where is written down which links of the host may be left when we are killed. */
public interface LinkRecord {
  /** To be called before the bridge of a zone is made. */
  void bridge(String name);

  /** To be called at once when a pair is made: it has its index only then. */
  void pair(Link outside);
}
