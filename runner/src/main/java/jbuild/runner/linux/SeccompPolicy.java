package jbuild.runner.linux;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a machine's system calls are measured by.
 *
 * @param capabilities what the machine may have at most: some calls make sense only with one
 * @param suppressSync whether writing files through to the disk is left out
 * @param filter what was asked for by name
 * @param families which sockets there may be; empty when it does not matter
 * @param ownUsers whether no user of the machine is one of the host
 * @param strictBoot whether io_uring and sockets to the host of a virtual machine are left out
 *     where nothing else was asked for: both have much of the kernel behind them, and few need them
 */
public record SeccompPolicy(
    Set<Capability> capabilities,
    boolean suppressSync,
    SyscallFilter filter,
    Optional<AddressFamilies> families,
    boolean ownUsers,
    boolean strictBoot) {
  public SeccompPolicy {
    Set<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(capabilities);
    capabilities = Collections.unmodifiableSet(copy);
    Objects.requireNonNull(filter);
    Objects.requireNonNull(families);
  }

  public SeccompPolicy(Set<Capability> capabilities, boolean suppressSync) {
    this(capabilities, suppressSync, SyscallFilter.NONE, Optional.empty(), false, false);
  }

  public SeccompPolicy filter(SyscallFilter wanted) {
    return new SeccompPolicy(capabilities, suppressSync, wanted, families, ownUsers, strictBoot);
  }

  public SeccompPolicy families(Optional<AddressFamilies> wanted) {
    return new SeccompPolicy(capabilities, suppressSync, filter, wanted, ownUsers, strictBoot);
  }

  public SeccompPolicy strictBoot(boolean wanted) {
    return new SeccompPolicy(capabilities, suppressSync, filter, families, ownUsers, wanted);
  }

  public SeccompPolicy ownUsers(boolean wanted) {
    return new SeccompPolicy(capabilities, suppressSync, filter, families, wanted, strictBoot);
  }
}
