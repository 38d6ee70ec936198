package jbuild.runner.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which users of the host a machine's users are; see systemd-nspawn(1), --private-users=.
 *
 * @param ownership how the image's files come to belong to them
 * @param bound users of the host that the machine gets too
 */
public record Users(Mapping mapping, Ownership ownership, Bound bound) {
  public static final Users STANDARD = new Users(new Mapping.None(), Ownership.OFF, Bound.NOBODY);

  /** How the range of a machine's users is found. */
  public sealed interface Mapping {
    /** They are the host's users. */
    record None() implements Mapping {}

    /** They have the host's numbers, but none of the host's rights. */
    record Identity() implements Mapping {}

    /** A range beginning at the owner of the image's root. */
    record OfTree() implements Mapping {}

    /** A range that nobody else has. */
    record Pick() implements Mapping {}

    /** A range that systemd-nsresourced gives. */
    record Managed() implements Mapping {}

    /** This one. */
    record Range(UserNamespace range) implements Mapping {}
  }

  /** See systemd-nspawn(1), --private-users-ownership=. */
  public enum Ownership {
    /** They are not: files of other users of the host belong to nobody inside. */
    OFF,
    /** Each file on the disk gets another owner. */
    CHOWN,
    /** They are shown with other owners. */
    MAP,
    /** Shown with other owners if the file system can do that, else changed. */
    AUTO,
    /** The image's files belong to the range that systemd reserves for images. */
    FOREIGN
  }

  /**
   * Users of the host that a machine has as well, with their home directories.
   *
   * @param shell what their records say of it: nothing when empty
   * @param groups of the machine that they belong to
   */
  public record Bound(List<String> names, Optional<Shell> shell, List<String> groups) {
    public static final Bound NOBODY = new Bound(List.of(), Optional.empty(), List.of());

    public Bound {
      names = List.copyOf(names);
      Objects.requireNonNull(shell);
      groups = List.copyOf(groups);
    }
  }

  /**
   * The login shell of a bound user.
   *
   * @param path in the machine; that of the host's record when empty
   */
  public record Shell(Optional<String> path) {}

  public Users {
    Objects.requireNonNull(mapping);
    Objects.requireNonNull(ownership);
    Objects.requireNonNull(bound);
  }

  /** This range, by an id-mapped mount. */
  public static Users in(UserNamespace range) {
    return new Users(new Mapping.Range(range), Ownership.MAP, Bound.NOBODY);
  }

  /** Whether they are others than the host's. */
  public boolean arePrivate() {
    return !(mapping instanceof Mapping.None);
  }

  /** Whether none has the number of a user of the host, so that the kernel takes none for one. */
  public boolean areApart() {
    boolean shifted = !(mapping instanceof Mapping.Range numbers) || numbers.range().base() > 0;
    return arePrivate() && !(mapping instanceof Mapping.Identity) && shifted;
  }
}
