package jbuild.builder.recipe;

import java.util.Objects;
import java.util.Optional;

/**
 * How the system of an image begins.
 *
 * @param keymap of the console
 * @param prompts whether the first start asks for what nobody has set
 * @param dhcp whether wired links get their addresses from the network
 * @param fixes whether what keeps the system from working as a container is taken out
 * @param selinux what is done about labels
 */
public record Startup(
    Optional<String> keymap,
    MachineId machineId,
    boolean prompts,
    boolean dhcp,
    boolean fixes,
    Selinux selinux) {
  /** As for a recipe that says nothing of it. */
  public static final Startup STANDARD =
      new Startup(Optional.empty(), MachineId.TRANSIENT, false, false, true);

  /** With labels of SELinux where there is a policy. */
  public Startup(
      Optional<String> keymap, MachineId machineId, boolean prompts, boolean dhcp, boolean fixes) {
    this(keymap, machineId, prompts, dhcp, fixes, Selinux.AUTO);
  }

  public Startup {
    Objects.requireNonNull(selinux);
    keymap.ifPresent(
        text -> {
          if (!Grammar.KEYMAP.matches(text)) {
            throw new IllegalArgumentException("not a keymap: " + text);
          }
        });
    Objects.requireNonNull(machineId);
  }
}
