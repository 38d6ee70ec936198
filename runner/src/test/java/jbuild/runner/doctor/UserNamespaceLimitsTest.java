package jbuild.runner.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserNamespaceLimitsTest {
  @TempDir Path sysctls;

  @Test
  void findsNothingWhereNothingIsSwitchedOff() throws IOException {
    set("user/max_user_namespaces", "7000");
    set("kernel/unprivileged_userns_clone", "1");
    set("kernel/apparmor_restrict_unprivileged_userns", "0");

    assertEquals(Optional.empty(), fix());
  }

  @Test
  void namesTheSwitchThatLeavesNoNamespaces() throws IOException {
    set("user/max_user_namespaces", "0");

    assertEquals(Optional.of("sysctl user.max_user_namespaces=10000"), fix());
  }

  @Test
  void namesTheSwitchOfDebian() throws IOException {
    set("kernel/unprivileged_userns_clone", "0");

    assertEquals(Optional.of("sysctl kernel.unprivileged_userns_clone=1"), fix());
  }

  @Test
  void namesTheSwitchOfUbuntu() throws IOException {
    set("kernel/apparmor_restrict_unprivileged_userns", "1");

    assertEquals(Optional.of("sysctl kernel.apparmor_restrict_unprivileged_userns=0"), fix());
  }

  private Optional<String> fix() {
    return new UserNamespaceLimits(sysctls).fix();
  }

  private void set(String sysctl, String value) throws IOException {
    Path file = sysctls.resolve(sysctl);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }
}
