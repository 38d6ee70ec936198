package jbuild.runner.machine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.Seccomp;
import jbuild.runner.linux.SeccompPolicy;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.tree.KernelInterfaces;

/**
 * What the first process of a machine does from its birth until it becomes the payload.
 *
 * @param handshake with the supervisor, who does what only the host's root can
 */
record FirstProcess(
    MachineSettings settings, Stdio stdio, Handshake handshake, KernelInterfaces kernel) {
  /** The machine's console, when it has one. */
  static final String TERMINAL = "/dev/pts/0";

  private static final int UMASK = 0022;

  InnerProgram becoming(PayloadCommand command, Map<String, String> environment) {
    InnerProgram program = new InnerProgram();
    program.dieWithSupervisor();
    handshake.prepare(program);
    if (settings.users().arePrivate()) {
      program.becomeRoot();
      program.dieWithSupervisor();
    }
    program.hideCgroups();
    kernel.mount(program, () -> handshake.meet(program));
    program.shareMounts();
    if (settings.network().own()) {
      program.raiseLoopback();
    }
    program.hostname(settings.identity().hostname().orElse(settings.name().value()));
    program.startSession();
    if (stdio instanceof Stdio.Descriptors descriptors) {
      program.useDescriptors(descriptors.all());
    } else {
      program.openTerminal(TERMINAL);
    }
    program.umask(UMASK);
    program.changeDirectory(command.directory());
    program.find(command.path());
    program.leaveJava(List.of());
    restrict(program);
    if (settings.payload() instanceof Payload.Program payload && payload.underStub()) {
      program.executeUnderStub(command.path(), command.argv(), environment);
    } else {
      program.execute(command.path(), command.argv(), environment);
    }
    return program;
  }

  private void restrict(InnerProgram program) {
    Set<Capability> capabilities = Rights.capabilities(settings);
    boolean lazy = settings.execution().suppressSync();
    program.filter(Seccomp.program(new SeccompPolicy(capabilities, lazy)));
    program.keepOnly(capabilities);
  }
}
