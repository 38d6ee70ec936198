package jbuild.runner.settings;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.Capability;

/**
 * What a machine may do.
 *
 * @param added capabilities beside those of every machine
 * @param dropped capabilities that it has not, even when they were added
 * @param ambient capabilities that also a payload which is not root has
 * @param noNewPrivileges whether programs cannot give more rights than their callers have
 * @param selinux the labels of its processes and of its own file systems
 */
public record Privileges(
    Set<Capability> added,
    Set<Capability> dropped,
    Set<Capability> ambient,
    boolean noNewPrivileges,
    SystemCalls systemCalls,
    Selinux selinux) {
  public static final Privileges STANDARD =
      new Privileges(Set.of(), Set.of(), Set.of(), false, SystemCalls.STANDARD, Selinux.NONE);

  /**
   * Which system calls the machine may make beside, or less than, every machine.
   *
   * @param filters as --system-call-filter= takes them: names and groups, a leading ~ forbids
   * @param families as --restrict-address-families= takes them
   * @param strict whether interfaces that containers rarely need, and exploits often, are missing:
   *     io_uring and vsock
   */
  public record SystemCalls(List<String> filters, List<String> families, boolean strict) {
    public static final SystemCalls STANDARD = new SystemCalls(List.of(), List.of(), false);

    public SystemCalls {
      filters = List.copyOf(filters);
      families = List.copyOf(families);
    }
  }

  /** See systemd-nspawn(1), --selinux-context= and --selinux-apifs-context=. */
  public record Selinux(Optional<String> process, Optional<String> files) {
    public static final Selinux NONE = new Selinux(Optional.empty(), Optional.empty());
  }

  public Privileges {
    added = copy(added);
    dropped = copy(dropped);
    ambient = copy(ambient);
  }

  /** The standard ones, and these. */
  public static Privileges with(Set<Capability> added) {
    return new Privileges(added, Set.of(), Set.of(), false, SystemCalls.STANDARD, Selinux.NONE);
  }

  private static Set<Capability> copy(Set<Capability> set) {
    EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(set);
    return Collections.unmodifiableSet(copy);
  }
}
