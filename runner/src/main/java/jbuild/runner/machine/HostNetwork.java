package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.Notices;
import jbuild.runner.network.Neighbour;
import jbuild.runner.network.Remnant;
import jbuild.runner.network.Surroundings;

/** What the network of a machine that is about to start may know and leave. */
record HostNetwork(RuntimeDirectory runtime, RuntimeDirectory.Claim claim, Notices notices)
    implements Surroundings {
  @Override
  public Path place() {
    return claim.directory();
  }

  @Override
  public Path shared() {
    return runtime.networks();
  }

  @Override
  public void record(Remnant remnant) {
    claim.record(remnant);
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> neighbours = new ArrayList<>();
    for (MachineRecord machine : runtime.running()) {
      neighbours.add(new Neighbour(machine.name(), machine.reach()));
    }
    return neighbours;
  }

  @Override
  public void warn(String line) {
    notices.warn(line);
  }
}
