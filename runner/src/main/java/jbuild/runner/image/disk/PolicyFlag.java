package jbuild.runner.image.disk;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an image policy allows of one kind of partition; see systemd.image-policy(7). */
public enum PolicyFlag {
  /** It is there and used, and nothing protects it. */
  UNPROTECTED,
  /** It is there and used, and hashes say what it holds. */
  VERITY,
  /** The same, and a signature vouches for the hashes. */
  SIGNED,
  /** It is there and used, and encrypted. */
  ENCRYPTED,
  /** The same, and changes to it are noticed. */
  ENCRYPTEDWITHINTEGRITY,
  /** It is there, and not used. */
  UNUSED,
  ABSENT,
  READ_ONLY_ON,
  READ_ONLY_OFF,
  GROWFS_ON,
  GROWFS_OFF,
  BTRFS,
  EROFS,
  EXT4,
  F2FS,
  SQUASHFS,
  VFAT,
  XFS;

  /** At least one of them holds for each partition that is used. */
  static final Set<PolicyFlag> PROTECTIONS =
      constant(EnumSet.range(UNPROTECTED, ENCRYPTEDWITHINTEGRITY));

  static final Set<PolicyFlag> PRESENCE = constant(EnumSet.range(UNPROTECTED, ABSENT));
  static final Set<PolicyFlag> READ_ONLY = constant(EnumSet.of(READ_ONLY_ON, READ_ONLY_OFF));
  static final Set<PolicyFlag> GROWING = constant(EnumSet.of(GROWFS_ON, GROWFS_OFF));
  static final Set<PolicyFlag> FILE_SYSTEMS = constant(EnumSet.range(BTRFS, XFS));

  private static final Set<PolicyFlag> IGNORE = constant(EnumSet.of(UNUSED, ABSENT));

  private static Set<PolicyFlag> constant(Set<PolicyFlag> flags) {
    return Collections.unmodifiableSet(flags);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a word of a policy stands for; empty when there is no such word. */
  static Optional<Set<PolicyFlag>> named(String word) {
    return switch (word) {
      case "open" -> Optional.of(PRESENCE);
      case "ignore" -> Optional.of(IGNORE);
      default ->
          Arrays.stream(values())
              .filter(flag -> flag.word().equals(word))
              .findFirst()
              .map(flag -> constant(EnumSet.of(flag)));
    };
  }

  /** With all flags of a kind where there is none: then that kind does not matter. */
  static Set<PolicyFlag> completed(Set<PolicyFlag> flags) {
    EnumSet<PolicyFlag> completed = EnumSet.noneOf(PolicyFlag.class);
    completed.addAll(flags);
    for (Set<PolicyFlag> kind : Arrays.asList(PRESENCE, READ_ONLY, GROWING, FILE_SYSTEMS)) {
      if (Collections.disjoint(completed, kind)) {
        completed.addAll(kind);
      }
    }
    return constant(completed);
  }
}
