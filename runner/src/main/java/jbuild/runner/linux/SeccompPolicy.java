package jbuild.runner.linux;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a machine's system calls are measured by.
 *
 * @param capabilities what the machine may have at most: some calls make sense only with one
 * @param suppressSync whether writing files through to the disk is left out
 */
public record SeccompPolicy(Set<Capability> capabilities, boolean suppressSync) {
  public SeccompPolicy {
    Set<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(capabilities);
    capabilities = Collections.unmodifiableSet(copy);
  }
}
