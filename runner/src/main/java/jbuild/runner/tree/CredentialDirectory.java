package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.Credential;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;

/** A payload's secrets, in memory that is never swapped out; see systemd.exec(5), "Credentials". */
public final class CredentialDirectory {
  public static final String PATH = "/run/host/credentials";
  private static final Set<MountFlag> LOCKED = Set.of(READ_ONLY, NOSUID, NODEV, NOEXEC);

  private CredentialDirectory() {}

  /** Shows them; there must be a directory. */
  static void mount(MachineTree tree, List<Credential> credentials, boolean forEverybody) {
    Fd memory =
        Mounts.create("ramfs", "none", Map.of("mode", "0700"), Set.of(NOSUID, NODEV, NOEXEC));
    int root = tree.shift().host(0);
    try {
      ImageTree files = ImageTree.at(memory);
      for (Credential credential : credentials) {
        files.write(credential.id(), credential.secret(), forEverybody ? 0444 : 0400, root, root);
      }
      Attributes.setOwner(memory, root, root);
      Attributes.setMode(memory, forEverybody ? 0555 : 0500);
      try (Fd place = Descriptors.inside(tree.root(), BytePath.of(PATH))) {
        Mounts.attach(memory, place);
      }
      Mounts.restrictAll(memory, LOCKED);
    } finally {
      memory.close();
    }
  }

  /**
   * Whether every process of the machine may read them: where none can ever become root, a payload
   * that is not root would have no other way.
   */
  static boolean areForEverybody(MachineSettings settings) {
    boolean first = settings.payload() instanceof Payload.Program program && !program.underStub();
    String user = settings.execution().user().orElse("root");
    return first
        && settings.privileges().noNewPrivileges()
        && !user.equals("root")
        && !user.equals("0");
  }
}
