package jbuild.runner.machine;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.linux.Pipe;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.Seccomp;
import jbuild.runner.linux.SeccompPolicy;

/**
 * The start of one machine, on a thread of its own.
 *
 * <p>The thread gets mounts of its own, puts the machine's tree together, makes the machine's first
 * process, comes back, and waits for the end: to the kernel it is the supervisor.
 */
final class Birth implements Runnable {
  private static final int UMASK = 0022;

  private final MachineSettings settings;
  private final Stdio stdio;
  private final RuntimeDirectory.Claim claim;
  private final List<CgroupHierarchy> cgroups;
  private final ControlGroup group;
  private final CompletableFuture<Machine> machine = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Birth(
      MachineSettings settings,
      Stdio stdio,
      RuntimeDirectory.Claim claim,
      List<CgroupHierarchy> cgroups,
      ControlGroup group) {
    this.settings = settings;
    this.stdio = stdio;
    this.claim = claim;
    this.cgroups = cgroups;
    this.group = group;
  }

  /** Completed when the payload runs, or with what was in its way. */
  CompletableFuture<Machine> machine() {
    return machine;
  }

  @Override
  public void run() {
    Child child;
    try {
      child = start();
    } catch (RuntimeException | Error e) {
      machine.completeExceptionally(e);
      return;
    }
    try {
      outcome.complete(Outcome.of(child.await()));
    } catch (RuntimeException | Error e) {
      outcome.completeExceptionally(e);
    }
  }

  private Child start() {
    ImageFacts image;
    try (ImageTree files = ImageTree.open(settings.root())) {
      image = ImageFacts.of(files);
    }
    UUID uuid = image.machineId().or(settings::uuid).orElseGet(UUID::randomUUID);
    Map<String, String> environment =
        PayloadEnvironment.of(settings, uuid, System.getenv(), HostInterface.OS_RELEASE);
    PayloadCommand command = PayloadCommand.of(settings, image, environment);
    try (Fd home = Namespaces.mounts();
        Pipe permission = Pipe.open("the permission to start")) {
      Namespaces.leaveMounts();
      try (MachineTree tree = MachineTree.show(settings, claim.root(), Optional.empty())) {
        NotifySocket notify = furnish(tree, uuid);
        Optional<Fd> terminal = terminal(tree);
        KernelInterfaces kernel =
            new KernelInterfaces(
                CgroupView.fitting(image, cgroups), cgroups, settings.isolation().privateNetwork());
        InnerProgram program = program(permission, kernel, command, environment);
        Child child = Child.start(program, tree.root(), home, apart());
        try {
          group.add(child.pid());
          permission.permit();
          child.awaitExecution();
        } catch (RuntimeException | Error e) {
          child.kill(9);
          child.await();
          throw e;
        }
        machine.complete(new Machine(child, terminal, notify, outcome, group, claim));
        return child;
      }
    }
  }

  private NotifySocket furnish(MachineTree tree, UUID uuid) {
    tree.makeBase();
    tree.mountMemory();
    new DeviceDirectory(tree).fill();
    NotifySocket notify = new HostInterface(tree).make(uuid, claim.incoming());
    HostFiles files = new HostFiles(tree);
    files.resolvConf(settings.integration().resolvConf());
    if (settings.integration().timezone()) {
      files.timezone();
    }
    settings.binds().forEach(tree::bind);
    if (settings.isolation().readOnly()) {
      tree.protect();
    }
    return notify;
  }

  private Optional<Fd> terminal(MachineTree tree) {
    if (!(stdio instanceof Stdio.Terminal)) {
      return Optional.empty();
    }
    tree.files().link("/dev/console", "pts/0");
    return Optional.of(PseudoTerminal.first(tree.root()));
  }

  private Set<Child.Apart> apart() {
    Set<Child.Apart> apart = EnumSet.noneOf(Child.Apart.class);
    if (settings.isolation().privateNetwork()) {
      apart.add(Child.Apart.NETWORK);
    }
    return apart;
  }

  private InnerProgram program(
      Pipe permission,
      KernelInterfaces kernel,
      PayloadCommand command,
      Map<String, String> environment) {
    Set<Capability> capabilities = Privileges.capabilities(settings);
    InnerProgram program = new InnerProgram();
    program.dieWithSupervisor();
    program.await(permission);
    program.hideCgroups();
    kernel.mount(program);
    program.shareMounts();
    if (settings.isolation().privateNetwork()) {
      program.raiseLoopback();
    }
    program.hostname(settings.hostname().orElse(settings.name().value()));
    program.startSession();
    if (stdio instanceof Stdio.Descriptors descriptors) {
      program.useDescriptors(descriptors.all());
    } else {
      program.openTerminal("/dev/pts/0");
    }
    Privileges.limits().forEach(program::limit);
    program.umask(UMASK);
    program.changeDirectory(command.directory());
    program.filter(
        Seccomp.program(new SeccompPolicy(capabilities, settings.isolation().suppressSync())));
    program.keepOnly(capabilities);
    program.closeDescriptors();
    program.resetSignals();
    program.execute(command.paths(), command.argv(), environment);
    return program;
  }
}
