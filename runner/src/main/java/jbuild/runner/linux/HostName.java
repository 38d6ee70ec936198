package jbuild.runner.linux;

import java.nio.file.Path;

/** What this host is called; see gethostname(2). */
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  public static String current() {
    return KernelFiles.value(KERNEL).strip();
  }
}
