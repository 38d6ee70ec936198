package jbuild.runner.network.host;

import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.bus.Bus;
import jbuild.runner.bus.BusFailure;
import jbuild.runner.bus.Value;

/** systemd-networkd as org.freedesktop.network1(5) describes it. */
final class NetworkdOnBus implements Networkd.Service {
  private static final Path PROGRAM = Path.of("/usr/lib/systemd/systemd-networkd");
  private static final String NAME = "org.freedesktop.network1";
  private static final String DAEMON = "org.freedesktop.DBus";

  @Override
  public boolean isInstalled() {
    return Files.exists(PROGRAM);
  }

  @Override
  public boolean runs() {
    try (Bus bus = Bus.system()) {
      // Asked like this it is not started when it does not run.
      Value owned =
          bus.call(DAEMON, "/org/freedesktop/DBus", DAEMON, "NameHasOwner", Value.text(NAME))
              .get(0);
      return owned.asNumber() == 1;
    } catch (BusFailure e) {
      return false;
    }
  }

  @Override
  public void reload() {
    try (Bus bus = Bus.system()) {
      bus.call(NAME, "/org/freedesktop/network1", NAME + ".Manager", "Reload");
    }
  }
}
