package jbuild.runner.tree;

import java.util.List;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;
import jbuild.runner.settings.Particulars.DeviceNode;

/** Devices of a machine beside those of every machine; whether it may open them is not their's. */
public final class ExtraDevices {
  private final MachineTree tree;

  public ExtraDevices(MachineTree tree) {
    this.tree = tree;
  }

  /** To be called when /dev is filled; what is there already stays. */
  public void make(List<DeviceNode> devices) {
    for (DeviceNode device : devices) {
      if (!tree.files().exists(device.path())) {
        make(device);
      }
    }
  }

  private void make(DeviceNode device) {
    String path = device.path();
    int slash = path.lastIndexOf('/');
    for (int end = path.indexOf('/', 1); end != -1; end = path.indexOf('/', end + 1)) {
      tree.makeDirectory(path.substring(0, end), 0755);
    }
    try (Fd directory = Descriptors.inside(tree.root(), BytePath.of(path.substring(0, slash)))) {
      Nodes.makeNode(
          directory,
          BytePath.of(path.substring(slash + 1)),
          device.type(),
          new FileStatus.Device(device.major(), device.minor()));
    }
    try (Fd node = Descriptors.inside(tree.root(), BytePath.of(path))) {
      Attributes.setOwner(
          node, tree.shift().host((int) device.uid()), tree.shift().host((int) device.gid()));
      Attributes.setMode(node, device.mode());
    }
  }
}
