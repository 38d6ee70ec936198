package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.nspawn.Group;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import jbuild.runner.resources.Property;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Identity;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Particulars;
import jbuild.runner.settings.Particulars.CapabilitySets;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.Resources;
import jbuild.runner.settings.Users;

/**
 * A machine as a bundle describes it, but for what somebody has said expressly: options are
 * stronger, group by group, as with systemd-nspawn.
 *
 * @param asked what the options are about
 * @param given their groups
 */
public record BundledMachine(OciBundle bundle, MachineSettings asked, Set<Group> given) {
  /** What to start. */
  public MachineSettings settings() {
    return new MachineSettings(
        identity(),
        asked.source(),
        payload(),
        execution(),
        files(),
        users(),
        privileges(),
        network(),
        resources(),
        integration(),
        particulars());
  }

  private boolean says(Group group) {
    return given.contains(group);
  }

  private Identity identity() {
    Identity identity = asked.identity();
    return new Identity(identity.name(), identity.hostname().or(bundle::hostname), identity.uuid());
  }

  /** A command, or an init, is what somebody wants instead. */
  private Payload payload() {
    boolean nothing =
        asked.payload() instanceof Payload.Program program
            && program.argv().isEmpty()
            && !program.underStub();
    return nothing ? new Payload.Program(bundle.process().args()) : asked.payload();
  }

  private Execution execution() {
    Execution execution = asked.execution();
    OciProcess process = bundle.process();
    Map<String, String> variables = new LinkedHashMap<>();
    if (!says(Group.ENVIRONMENT)) {
      variables.putAll(process.environment());
    }
    variables.putAll(execution.environment());
    OptionalInt score = execution.oomScoreAdjust();
    return new Execution(
        variables,
        execution.workingDirectory().or(process::directory),
        execution.user(),
        execution.killSignal(),
        execution.notifyReady(),
        execution.suppressSync(),
        execution.personality().or(bundle.linux()::personality),
        limits(execution.limits()),
        score.isPresent() ? score : process.oomScore(),
        execution.cpus());
  }

  private List<ResourceLimit> limits(List<ResourceLimit> chosen) {
    List<ResourceLimit> limits = new ArrayList<>(bundle.process().limits());
    for (ResourceLimit limit : chosen) {
      limits.removeIf(other -> other.resource() == limit.resource());
      limits.add(limit);
    }
    return limits;
  }

  private FileView files() {
    FileView files = asked.files();
    List<CustomMount> mounts = new ArrayList<>(files.mounts());
    if (!says(Group.MOUNTS)) {
      mounts.addAll(bundle.mounts());
    }
    mounts.addAll(bundle.linux().masked());
    return new FileView(
        files.readOnly() || bundle.readOnly(),
        files.volatility(),
        files.pivot(),
        mounts,
        files.kernel(),
        files.ownTmp());
  }

  private Users users() {
    return says(Group.USERS) || bundle.linux().users().isEmpty()
        ? asked.users()
        : new Users(
            new Users.Mapping.Range(bundle.linux().users().get()),
            Users.Ownership.OFF,
            asked.users().bound());
  }

  private Network network() {
    return says(Group.NETWORK) || !bundle.linux().ownNetwork().orElse(false)
        ? asked.network()
        : Network.LOOPBACK;
  }

  private Privileges privileges() {
    Privileges privileges = asked.privileges();
    Privileges.Selinux labels = privileges.selinux();
    return new Privileges(
        privileges.added(),
        privileges.dropped(),
        privileges.ambient(),
        says(Group.NO_NEW_PRIVILEGES)
            ? privileges.noNewPrivileges()
            : bundle.process().noNewPrivileges().orElse(privileges.noNewPrivileges()),
        privileges.systemCalls(),
        new Privileges.Selinux(labels.process().or(bundle.process()::label), labels.files()));
  }

  private Resources resources() {
    Resources resources = asked.resources();
    Properties chosen = resources.properties();
    List<Property> limits = new ArrayList<>(bundle.linux().limits());
    for (Property limit : chosen.limits()) {
      limits.removeIf(other -> other.name().equals(limit.name()));
      limits.add(limit);
    }
    DevicePolicy devices =
        chosen.devicePolicy().isPresent() ? resources.devices() : bundle.linux().policy();
    return new Resources(
        resources.slice().or(bundle.linux()::slice),
        new Properties(limits, chosen.devicePolicy(), chosen.devices(), chosen.others()),
        devices);
  }

  /** Nothing of the host's gets into a bundle unless somebody asks for it. */
  private Integration integration() {
    Integration integration = asked.integration();
    Set<SharedNamespace> shared = EnumSet.noneOf(SharedNamespace.class);
    shared.addAll(integration.shared());
    shared.addAll(bundle.linux().shared());
    return new Integration(
        says(Group.RESOLV_CONF) ? integration.resolvConf() : ResolvConf.OFF,
        says(Group.TIMEZONE) ? integration.timezone() : Integration.Timezone.OFF,
        says(Group.JOURNAL) ? integration.journal() : Integration.JournalLink.NO,
        integration.registration(),
        integration.keepUnit(),
        integration.credentials(),
        integration.manager(),
        shared);
  }

  /** The bundle's filter takes the place of all others, so what they would do is not to be had. */
  private void refuseOtherFilters() {
    boolean bundled = bundle.linux().seccomp().isPresent() && !says(Group.SYSTEM_CALLS);
    boolean sync = asked.execution().suppressSync();
    if (bundled && (sync || !asked.privileges().systemCalls().families().isEmpty())) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use " + (sync ? "--suppress-sync=yes" : "--restrict-address-families="),
          "the bundle has a filter of system calls, which takes the place of jbuild's",
          "leave it out, or replace the bundle's filter with --system-call-filter=");
    }
  }

  private Particulars particulars() {
    refuseOtherFilters();
    OciProcess process = bundle.process();
    OciLinux linux = bundle.linux();
    return new Particulars(
        says(Group.USER) ? Optional.empty() : process.ids(),
        process.umask(),
        process.capabilities().map(this::changed),
        says(Group.SYSTEM_CALLS) ? Optional.empty() : linux.seccomp(),
        linux.devices(),
        linux.readOnlyPaths(),
        linux.domain(),
        linux.written());
  }

  /** With what options add and take away. */
  private CapabilitySets changed(CapabilitySets sets) {
    Privileges privileges = asked.privileges();
    return new CapabilitySets(
        sets.bounding().map(set -> changed(set, privileges.added())),
        sets.permitted().map(set -> changed(set, privileges.added())),
        sets.effective().map(set -> changed(set, privileges.added())),
        sets.inheritable().map(set -> changed(set, privileges.ambient())),
        sets.ambient().map(set -> changed(set, privileges.ambient())));
  }

  private Set<Capability> changed(Set<Capability> set, Set<Capability> added) {
    Set<Capability> changed = EnumSet.noneOf(Capability.class);
    changed.addAll(set);
    changed.addAll(added);
    changed.removeAll(asked.privileges().dropped());
    return changed;
  }
}
