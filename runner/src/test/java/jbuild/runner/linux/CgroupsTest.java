package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupsTest {
  @Test
  void findsBothKindsOnAHybridHost() {
    assertEquals(
        List.of(
            new CgroupHierarchy(
                "cpu,cpuacct",
                Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                Path.of("/sys/fs/cgroup/cpu,cpuacct/user.slice")),
            new CgroupHierarchy(
                "name=systemd",
                Path.of("/sys/fs/cgroup/systemd"),
                Path.of("/sys/fs/cgroup/systemd/user.slice/session-1.scope")),
            new CgroupHierarchy(
                "",
                Path.of("/sys/fs/cgroup/unified"),
                Path.of("/sys/fs/cgroup/unified/user.slice/session-1.scope"))),
        Cgroups.parse(
            List.of(
                "24 1 8:1 / / rw - ext4 /dev/sda1 rw",
                "31 23 0:28 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755",
                "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct",
                "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd",
                "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate"),
            List.of(
                "3:cpu,cpuacct:/user.slice",
                "1:name=systemd:/user.slice/session-1.scope",
                "0::/user.slice/session-1.scope")));
  }

  @Test
  void findsTheOnlyOneOfAUnifiedHost() {
    assertEquals(
        List.of(
            new CgroupHierarchy(
                "", Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/system.slice/x.service"))),
        Cgroups.parse(
            List.of("26 25 0:23 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate"),
            List.of("0::/system.slice/x.service")));
  }

  @Test
  void countsFromTheRootOfWhatAContainerIsShown() {
    assertEquals(
        List.of(
            new CgroupHierarchy(
                "pids", Path.of("/sys/fs/cgroup/pids"), Path.of("/sys/fs/cgroup/pids"))),
        Cgroups.parse(
            List.of("39 31 0:36 /docker/abc /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids"),
            List.of("8:pids:/docker/abc", "0::/")));
  }

  @Test
  void leavesOutWhatIsMountedTwiceOrNotAtAll() {
    assertEquals(
        List.of(new CgroupHierarchy("pids", Path.of("/a"), Path.of("/a"))),
        Cgroups.parse(
            List.of(
                "39 31 0:36 / /a rw - cgroup cgroup rw,pids",
                "40 31 0:36 / /b rw - cgroup cgroup rw,pids"),
            List.of("8:pids:/", "7:memory:/", "0::/")));
  }
}
