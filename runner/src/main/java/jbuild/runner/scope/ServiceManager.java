package jbuild.runner.scope;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The service manager of the host, when that is systemd. */
public final class ServiceManager {
  /** See sd_booted(3). */
  private static final Path BOOTED = Path.of("/run/systemd/system");

  private ServiceManager() {}

  /** Whether there is one that makes scopes. */
  public static boolean runsHost() {
    return Files.isDirectory(BOOTED, LinkOption.NOFOLLOW_LINKS);
  }
}
