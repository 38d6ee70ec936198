package jbuild.runner.network.publish;

import java.util.Optional;
import jbuild.runner.settings.Network.Port;

/** Which machine has published a port of the host; asked only when it is taken. */
@FunctionalInterface
public interface PortOwners {
  /** The name of another machine that runs. */
  Optional<String> machineWith(Port port);
}
