package jbuild.builder.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.settings.Particulars.CapabilitySets;
import jbuild.runner.settings.Particulars.Ids;

/**
 * What runs, as a bundle describes it.
 *
 * @param args empty when somebody else is to say
 * @param terminal whether it has one of its own; empty when it does not matter
 */
record OciProcess(
    List<String> args,
    Map<String, String> environment,
    Optional<String> directory,
    Optional<Ids> ids,
    OptionalInt umask,
    List<ResourceLimit> limits,
    Optional<CapabilitySets> capabilities,
    Optional<Boolean> noNewPrivileges,
    OptionalInt oomScore,
    Optional<Boolean> terminal,
    Optional<String> label) {
  static final OciProcess NONE =
      new OciProcess(
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
}
