package jbuild.runner.machine;

import java.util.Map;
import java.util.Optional;
import jbuild.runner.linux.AddressFamilies;
import jbuild.runner.linux.CgroupEntrance;
import jbuild.runner.linux.Confinement;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.Seccomp;
import jbuild.runner.linux.SeccompPolicy;
import jbuild.runner.linux.SeccompProfile;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.linux.SyscallFilter;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Privileges;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.KernelInterfaces;

/**
 * What the first process of a machine does from its birth until it becomes the payload.
 *
 * @param account whom the payload runs as
 * @param entrance to the control group that it is to be in
 * @param handshake with the supervisor, who does what only the host's root can
 */
record FirstProcess(
    MachineSettings settings,
    Account account,
    Stdio stdio,
    CgroupEntrance entrance,
    Handshake handshake,
    KernelInterfaces kernel) {
  /** The machine's console, when it has one. */
  static final String TERMINAL = "/dev/pts/0";

  private static final int UMASK = 0022;
  private static final long PER_LINUX = 0;
  private static final long PER_LINUX32 = 8;

  InnerProgram becoming(PayloadCommand command, Map<String, String> environment) {
    InnerProgram program = new InnerProgram();
    program.dieWithSupervisor();
    program.enter(entrance);
    handshake.prepare(program);
    // Also of the host: whoever started us may have had further groups.
    program.becomeRoot();
    program.dieWithSupervisor();
    program.hideCgroups();
    kernel.mount(
        program,
        new Runnable() {
          @Override
          public void run() {
            handshake.meet(program);
          }
        });
    program.shareMounts();
    if (settings.network().own()) {
      program.raiseLoopback();
    }
    if (!settings.integration().shared().contains(SharedNamespace.HOSTNAME)) {
      program.hostname(settings.identity().hostname().orElse(settings.name().value()));
    }
    if (settings.particulars().domain().isPresent()) {
      program.domainName(settings.particulars().domain().get());
    }
    program.startSession();
    if (stdio instanceof Stdio.Descriptors descriptors) {
      program.useDescriptors(descriptors.all());
    } else {
      program.openTerminal(TERMINAL);
    }
    program.umask(settings.particulars().umask().orElse(UMASK));
    program.changeDirectory(command.directory());
    program.find(command.path(), command.name());
    program.leaveJava(stdio.passed());
    restrict(program);
    if (settings.payload() instanceof Payload.Program payload && payload.underStub()) {
      program.executeUnderStub(command.path(), command.argv(), environment);
    } else {
      program.execute(command.path(), command.argv(), environment);
    }
    return program;
  }

  private static long persona(Execution.Personality personality) {
    return personality == Execution.Personality.COMPATIBLE ? PER_LINUX32 : PER_LINUX;
  }

  private SeccompPolicy policy(CapabilityPlan capabilities) {
    Privileges.SystemCalls asked = settings.privileges().systemCalls();
    SyscallFilter filter = SyscallFilter.NONE;
    for (String words : asked.filters()) {
      filter = filter.and(SyscallFilter.parse(words));
    }
    Optional<AddressFamilies> families = Optional.empty();
    for (String words : asked.families()) {
      families = AddressFamilies.and(families, words);
    }
    return new SeccompPolicy(
        capabilities.bounding(),
        settings.execution().suppressSync(),
        filter,
        families,
        settings.users().areApart(),
        asked.strict());
  }

  private void restrict(InnerProgram program) {
    Execution execution = settings.execution();
    Privileges privileges = settings.privileges();
    CapabilityPlan capabilities = CapabilityPlan.of(settings, account.isRoot());
    Confinement confinement = new Confinement(program);
    if (execution.personality().isPresent()) {
      confinement.personality(persona(execution.personality().get()));
    }
    if (privileges.selinux().process().isPresent()) {
      confinement.label(privileges.selinux().process().get());
    }
    confinement.bound(capabilities.bounding());
    if (!account.isOnlyRoot()) {
      confinement.become(account.uid(), account.gid(), account.groups(), Rights.held(settings));
      program.dieWithSupervisor();
    }
    if (privileges.noNewPrivileges()) {
      confinement.noNewPrivileges();
    }
    for (ResourceLimit limit : Rights.lastLimits(execution.limits())) {
      confinement.limit(limit);
    }
    Optional<SeccompProfile> profile = settings.particulars().filter();
    byte[] filter =
        profile.isPresent()
            ? Seccomp.program(profile.get())
            : Seccomp.program(policy(capabilities));
    if (profile.isPresent() && privileges.noNewPrivileges()) {
      // Such a filter needs no capability, and may forbid what changes them.
      keep(confinement, capabilities);
      confinement.filter(filter);
    } else {
      confinement.filter(filter);
      keep(confinement, capabilities);
    }
  }

  private static void keep(Confinement confinement, CapabilityPlan capabilities) {
    confinement.keep(
        capabilities.permitted(),
        capabilities.effective(),
        capabilities.inheritable(),
        capabilities.ambient());
  }
}
