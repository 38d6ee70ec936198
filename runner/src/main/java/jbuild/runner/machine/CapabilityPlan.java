package jbuild.runner.machine;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.Capability;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Particulars.CapabilitySets;

/** The sets of capabilities that a payload starts with; see capabilities(7). */
record CapabilityPlan(
    Set<Capability> bounding,
    Set<Capability> permitted,
    Set<Capability> effective,
    Set<Capability> inheritable,
    Set<Capability> ambient) {
  /**
   * As systemd-nspawn fills in what a bundle leaves open. Nothing is in a set that the kernel would
   * refuse there.
   */
  static CapabilityPlan of(MachineSettings settings, boolean root) {
    Set<Capability> usual = Rights.capabilities(settings);
    Set<Capability> usualAmbient = Rights.ambient(settings);
    Optional<CapabilitySets> given = settings.particulars().capabilities();
    if (given.isEmpty()) {
      Set<Capability> held = root ? usual : usualAmbient;
      return new CapabilityPlan(usual, held, held, held, usualAmbient);
    }
    CapabilitySets sets = given.get();
    Set<Capability> bounding =
        both(sets.bounding().orElse(root ? usual : Set.of()), Rights.held(settings));
    Set<Capability> rest = root ? bounding : usualAmbient;
    Set<Capability> permitted = both(sets.permitted().orElse(rest), Rights.held(settings));
    Set<Capability> effective =
        both(sets.effective().orElse(root ? bounding : Set.of()), permitted);
    Set<Capability> inheritable = both(sets.inheritable().orElse(rest), bounding);
    Set<Capability> ambient =
        both(both(sets.ambient().orElse(usualAmbient), permitted), inheritable);
    return new CapabilityPlan(bounding, permitted, effective, inheritable, ambient);
  }

  private static Set<Capability> both(Set<Capability> some, Set<Capability> others) {
    Set<Capability> both = EnumSet.noneOf(Capability.class);
    both.addAll(some);
    both.retainAll(others);
    return both;
  }
}
