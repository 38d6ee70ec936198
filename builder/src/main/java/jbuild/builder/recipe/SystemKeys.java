package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of what an administrator sets once, beyond the name, the time and the language. */
final class SystemKeys {
  static final Key<Optional<String>> KEYMAP =
      Key.maybe(
          Table.SYSTEM,
          "keymap",
          KeyType.text(Grammar.KEYMAP),
          "the distribution's",
          "The keyboard of the console, for example de or de-nodeadkeys.");
  static final Key<MachineId> MACHINE_ID =
      Key.optional(
          Table.SYSTEM,
          "machine-id",
          KeyType.MACHINE_ID,
          MachineId.TRANSIENT,
          "\"transient\"",
          "Whether each start has a new identity, the first start makes one that stays, or all"
              + " machines of this image have the same; see machine-id(5).");
  static final Key<Boolean> PROMPTS =
      Key.optional(
          Table.SYSTEM,
          "first-boot-prompts",
          KeyType.FLAG,
          false,
          "false",
          "Whether the first start asks at the console for what nobody has set.");
  static final Key<Boolean> DHCP =
      Key.optional(
          Table.SYSTEM,
          "dhcp",
          KeyType.FLAG,
          false,
          "false",
          "Whether wired links get their addresses from the network, by systemd-networkd. A machine"
              + " of 'jbuild boot' has its network without it.");

  static final Key<Boolean> FIXES =
      Key.optional(
          Table.SYSTEM,
          "container-fixes",
          KeyType.FLAG,
          true,
          "true",
          "Whether what is known to keep the distribution from working as a container is taken out;"
              + " 'jbuild plan' says what that may be, and NAME.manifest.json what it was.");

  static final Key<Selinux> SELINUX =
      Key.optional(
          Table.SYSTEM,
          "selinux",
          KeyType.SELINUX,
          Selinux.AUTO,
          "\"auto\"",
          "Whether files get the labels of the image's own policy: when it has one, always (else the"
              + " build fails), at the first start, or never. Layers of OCI and cpio have no"
              + " labels.");

  static final List<Key<?>> ALL = List.of(KEYMAP, MACHINE_ID, PROMPTS, DHCP, FIXES, SELINUX);

  private SystemKeys() {}

  /** What a table without problems says. */
  static Startup startup(Map<String, ?> table) {
    return new Startup(
        KEYMAP.value(table),
        MACHINE_ID.value(table),
        PROMPTS.value(table),
        DHCP.value(table),
        FIXES.value(table),
        SELINUX.value(table));
  }
}
