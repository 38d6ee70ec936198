package jbuild.runner.machine;

import java.util.List;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.network.MachineNetwork;

/**
 * What the host has set aside for one machine, until it has ended.
 *
 * @param claim what is written down of it
 * @param cgroups of the host
 * @param quarters of all its processes
 * @param network its devices
 */
record Allotment(
    RuntimeDirectory.Claim claim,
    List<CgroupHierarchy> cgroups,
    Quarters quarters,
    MachineNetwork network)
    implements AutoCloseable {
  @Override
  public void close() {
    try (claim) {
      network.close();
    }
  }
}
