package jbuild.runner.tree;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.linux.InnerFiles;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.settings.Particulars;

/**
 * What somebody wants of a machine's /proc and /sys.
 *
 * @param sysctl what is written below /proc/sys, by dotted names
 * @param locked what of it cannot be written; the kernel is the host's, so the host has it
 */
record KernelWishes(Map<String, String> sysctl, List<String> locked) {
  static KernelWishes of(Particulars particulars) {
    List<String> locked = new ArrayList<>();
    for (String path : particulars.readOnlyPaths()) {
      if (isOfKernel(path) && Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
        locked.add(path);
      }
    }
    return new KernelWishes(particulars.sysctl(), locked);
  }

  /** Whether the first process of a machine mounts what is there. */
  static boolean isOfKernel(String path) {
    return path.startsWith("/proc/") || path.startsWith("/sys/");
  }

  /** To be added before /proc/sys cannot be written any more. */
  void write(InnerProgram program) {
    for (Map.Entry<String, String> setting : sysctl.entrySet()) {
      String path = "/proc/sys/" + setting.getKey().replace('.', '/');
      new InnerFiles(program).write(path, setting.getValue());
    }
  }
}
