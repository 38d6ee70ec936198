package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;
import static jbuild.runner.linux.MountFlag.STRICTATIME;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.MountFlag;

/** What a machine sees at /sys/fs/cgroup: something its init can live with. */
public enum CgroupView {
  /** Only version 2, whatever the host has. */
  UNIFIED {
    @Override
    void mount(InnerProgram program, List<CgroupHierarchy> host) {
      program.mount(SOURCE, "cgroup2", DIRECTORY, WRITABLE, "");
    }
  },
  /** The hierarchies of the host: controllers to look at, the rest to use. */
  AS_ON_HOST {
    @Override
    void mount(InnerProgram program, List<CgroupHierarchy> host) {
      mountEach(program, host);
    }
  },
  /** The same without version 2. */
  LEGACY {
    @Override
    void mount(InnerProgram program, List<CgroupHierarchy> host) {
      List<CgroupHierarchy> legacy = new ArrayList<>(host);
      legacy.removeIf(CgroupHierarchy::isUnified);
      mountEach(program, legacy);
    }
  },
  /** The host has none. */
  NONE {
    @Override
    void mount(InnerProgram program, List<CgroupHierarchy> host) {
      // Nothing can be shown.
    }
  };

  private static final String SOURCE = "cgroup";
  private static final String DIRECTORY = "/sys/fs/cgroup";
  private static final Set<MountFlag> WRITABLE = Set.of(NOSUID, NODEV, NOEXEC);
  private static final Set<MountFlag> LOCKED = Set.of(READ_ONLY, NOSUID, NODEV, NOEXEC);
  private static final Set<MountFlag> FILES = Set.of(NOSUID, NODEV, NOEXEC, STRICTATIME);
  private static final Set<MountFlag> LOCKED_FILES =
      Set.of(READ_ONLY, NOSUID, NODEV, NOEXEC, STRICTATIME);

  abstract void mount(InnerProgram program, List<CgroupHierarchy> host);

  private static void mountEach(InnerProgram program, List<CgroupHierarchy> hierarchies) {
    program.mount("tmpfs", DIRECTORY, FILES, "mode=755,size=4m,nr_inodes=1k");
    for (CgroupHierarchy hierarchy : hierarchies) {
      String name = name(hierarchy);
      String place = DIRECTORY + "/" + name;
      program.makeDirectory(place, 0755);
      String type = hierarchy.isUnified() ? "cgroup2" : "cgroup";
      Set<MountFlag> flags = hierarchy.isManaged() ? WRITABLE : LOCKED;
      program.mount(SOURCE, type, place, flags, hierarchy.options());
      linkEach(program, hierarchy, name);
    }
    program.restrictAll(DIRECTORY, LOCKED_FILES);
  }

  /** As the host calls it, but for the two that systemd looks for under one name only. */
  private static String name(CgroupHierarchy hierarchy) {
    if (hierarchy.isUnified()) {
      return "unified";
    }
    return hierarchy.isManaged() ? "systemd" : hierarchy.mountPoint().getFileName().toString();
  }

  // The host shows a hierarchy of several controllers under the name of each, by links.
  private static void linkEach(InnerProgram program, CgroupHierarchy hierarchy, String name) {
    if (hierarchy.options().equals(name) && name.contains(",")) {
      for (String controller : name.split(",")) {
        program.link(DIRECTORY + "/" + controller, name);
      }
    }
  }
}
