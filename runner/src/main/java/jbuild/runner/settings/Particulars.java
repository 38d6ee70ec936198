package jbuild.runner.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.SeccompProfile;

/**
 * What nobody says of a machine but bundles that were made for other container managers.
 *
 * @param ids whom the payload runs as when no user is named
 * @param umask of the payload; the usual one when empty
 * @param capabilities instead of those that all machines have
 * @param filter instead of the one that all machines have
 * @param devices beside those of every machine
 * @param readOnlyPaths what cannot be written; those that are missing mean nothing
 * @param domain what its domain is called; as on the host when empty
 * @param sysctl settings of the kernel that are the machine's own, by name
 */
public record Particulars(
    Optional<Ids> ids,
    OptionalInt umask,
    Optional<CapabilitySets> capabilities,
    Optional<SeccompProfile> filter,
    List<DeviceNode> devices,
    List<String> readOnlyPaths,
    Optional<String> domain,
    Map<String, String> sysctl) {
  /** Nothing. */
  public static final Particulars NONE =
      new Particulars(
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Map.of());

  private static final int ALL_PERMISSIONS = 07777;

  /** A user and groups, known by number: the machine need not have heard of them. */
  public record Ids(long uid, long gid, List<Long> groups) {
    public Ids {
      groups = List.copyOf(groups);
    }
  }

  /** The sets of capabilities(7); one that is empty follows from the bounding set. */
  public record CapabilitySets(
      Optional<Set<Capability>> bounding,
      Optional<Set<Capability>> permitted,
      Optional<Set<Capability>> effective,
      Optional<Set<Capability>> inheritable,
      Optional<Set<Capability>> ambient) {}

  /**
   * A file that stands for a device, or a FIFO.
   *
   * @param path below /dev
   * @param uid the machine's number of its owner
   */
  public record DeviceNode(
      String path, FileType type, int major, int minor, int mode, long uid, long gid) {
    public DeviceNode {
      if (!path.startsWith("/dev/")) {
        throw new IllegalArgumentException("no place for devices: " + path);
      }
      if (type == FileType.REGULAR || type == FileType.DIRECTORY || type == FileType.LINK) {
        throw new IllegalArgumentException("no device: " + type);
      }
      if ((mode & ~ALL_PERMISSIONS) != 0) {
        throw new IllegalArgumentException("no permissions: " + Integer.toOctalString(mode));
      }
    }
  }

  public Particulars {
    Objects.requireNonNull(ids);
    Objects.requireNonNull(umask);
    Objects.requireNonNull(capabilities);
    Objects.requireNonNull(filter);
    devices = List.copyOf(devices);
    readOnlyPaths = List.copyOf(readOnlyPaths);
    Objects.requireNonNull(domain);
    // In the order given: one setting may be the condition of the next.
    sysctl = Collections.unmodifiableMap(new LinkedHashMap<>(sysctl));
  }
}
