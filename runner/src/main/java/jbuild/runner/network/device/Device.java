package jbuild.runner.network.device;

import jbuild.runner.network.link.NamespaceNetwork;

/** A link of a machine, or a pair whose other end the host has. */
public interface Device {
  /**
   * Looks whether it can be made, before anything of the machine is.
   *
   * @throws jbuild.runner.Failure when what it is made from is missing
   */
  void check(NamespaceNetwork host);

  /** Makes it. */
  void attach(Ends ends);

  /** Takes from the host what was made of it, and gives back what was taken. */
  void detach(Ends ends);
}
