package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.linux.Processors;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Particulars;
import jbuild.runner.settings.Source;
import jbuild.runner.tree.Account;
import jbuild.runner.tree.CgroupChoice;
import jbuild.runner.tree.CgroupView;
import jbuild.runner.tree.CustomMounts;
import jbuild.runner.tree.DeviceDirectory;
import jbuild.runner.tree.DiskRoot;
import jbuild.runner.tree.ExtraDevices;
import jbuild.runner.tree.HostFiles;
import jbuild.runner.tree.HostInterface;
import jbuild.runner.tree.ImageFacts;
import jbuild.runner.tree.ImageRoot;
import jbuild.runner.tree.KernelInterfaces;
import jbuild.runner.tree.MachineTree;
import jbuild.runner.tree.MountSources;
import jbuild.runner.tree.UserDatabase;

/**
 * The start of one machine, on a thread of its own.
 *
 * <p>The thread gets mounts of its own, puts the machine's tree together, makes the machine's first
 * process, comes back, and waits for the end: to the kernel it is the supervisor.
 */
final class Birth implements Runnable {
  private static final int SIGKILL = 9;
  private static final String TERMINAL = FirstProcess.TERMINAL;

  private final MachineSettings settings;
  private final Notices notices;
  private final Stdio stdio;
  private final HostFiles hostFiles;
  private final RuntimeDirectory.Claim claim;
  private final List<CgroupHierarchy> cgroups;
  private final ControlGroup group;
  private final Leftovers leftovers;
  private final NameService names;
  private final CompletableFuture<Machine> machine = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Birth(
      MachineSettings settings,
      Stdio stdio,
      Notices notices,
      RuntimeDirectory.Claim claim,
      List<CgroupHierarchy> cgroups,
      ControlGroup group,
      Leftovers leftovers,
      NameService names) {
    this.settings = settings;
    this.notices = notices;
    this.stdio = stdio;
    this.hostFiles = HostFiles.of(settings, Path.of("/"), notices);
    this.claim = claim;
    this.cgroups = cgroups;
    this.group = group;
    this.leftovers = leftovers;
    this.names = names;
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
    try (Fd home = Namespaces.mounts()) {
      Namespaces.leaveMounts();
      Path path = directory();
      Optional<OwnUsers> users = users(path);
      try (ImageRoot root =
              ImageRoot.open(
                  path,
                  settings.files(),
                  users.map(OwnUsers::namespace),
                  users.flatMap(OwnUsers::owners));
          CustomMounts custom = customMounts(root)) {
        return start(home, root, custom, users);
      } catch (RuntimeException | Error e) {
        users.ifPresent(OwnUsers::close);
        throw e;
      }
    }
  }

  private Path directory() {
    Path path = settings.source().path();
    if (settings.source().kind() == Source.Kind.DIRECTORY) {
      return path;
    }
    DiskRoot.show(path, settings.files(), claim.disk(), notices);
    return claim.disk();
  }

  private Optional<OwnUsers> users(Path path) {
    try (Fd directory =
        Descriptors.onHost(
            BytePath.of(path.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY)) {
      requireSystem(ImageTree.at(directory));
      return OwnUsers.of(settings, directory);
    }
  }

  private CustomMounts customMounts(ImageRoot root) {
    try (MountSources sources = root.sources(claim::record, claim.root())) {
      return CustomMounts.take(settings.files().mounts(), sources);
    }
  }

  private Child start(Fd home, ImageRoot root, CustomMounts custom, Optional<OwnUsers> users) {
    ImageFacts image = ImageFacts.of(root.files());
    CgroupView view = viewFor(image);
    Account account = account(root.files());
    UUID uuid = image.machineId().or(settings.identity()::uuid).orElseGet(KernelFiles::randomUuid);
    Map<String, String> environment =
        PayloadEnvironment.of(
            settings,
            account,
            uuid,
            stdio.passed().size(),
            System.getenv(),
            HostInterface.OS_RELEASE);
    PayloadCommand command = PayloadCommand.of(settings, image, account, environment);
    KernelInterfaces fresh =
        KernelInterfaces.of(view, cgroups, settings, settings.users().arePrivate());
    try (Handshake handshake = Handshake.open();
        Fd machineMounts = Namespaces.mounts();
        MachineTree tree = root.show(settings.files(), hostFiles, custom, claim.root())) {
      HostSide ends = furnish(tree, custom, fresh, account, uuid, users);
      try {
        KernelInterfaces kernel = fresh.with(custom.mount(tree));
        tree.lock(settings.particulars().readOnlyPaths());
        InnerProgram program =
            new FirstProcess(settings, account, stdio, handshake, kernel)
                .becoming(command.foundIn(tree.files()), environment);
        Child child =
            Child.start(program, tree.root(), home, apart(users), settings.integration().shared());
        accompany(child, users, handshake, kernel, machineMounts, home);
        claim.record(record(child, uuid, users));
        machine.complete(new Machine(child, ends, outcome, claim, leftovers));
        return child;
      } catch (RuntimeException | Error e) {
        ends.close();
        throw e;
      }
    }
  }

  private MachineRecord record(Child child, UUID uuid, Optional<OwnUsers> users) {
    return new MachineRecord(
        settings.name(),
        child.pid(),
        MachineRecord.startOf(child.pid()),
        settings.source().path(),
        uuid,
        settings.network().own(),
        users.map(OwnUsers::namespace));
  }

  private CgroupView viewFor(ImageFacts image) {
    CgroupChoice choice = CgroupChoice.of(cgroups, System.getenv());
    return settings.boots()
        ? choice.viewForInit(settings.source().path().toString(), image)
        : choice.view(image);
  }

  /** Helps the new process until its payload runs; it is dead when that fails. */
  @SuppressWarnings("try") // The score is there only to be given back.
  private void accompany(
      Child child,
      Optional<OwnUsers> users,
      Handshake handshake,
      KernelInterfaces kernel,
      Fd machineMounts,
      Fd home) {
    try {
      admit(child, users);
      try (OomScore score = OomScore.of(settings.execution().oomScoreAdjust(), child.pid())) {
        handshake.permit();
        if (kernel.needsHelp()) {
          handshake.awaitReport();
          Namespaces.unmountIn(machineMounts, kernel.lent(), home);
          handshake.permit();
        }
        child.awaitExecution();
      }
    } catch (RuntimeException | Error e) {
      child.kill(SIGKILL);
      child.await();
      child.close();
      throw e;
    }
  }

  private Account account(ImageTree files) {
    Optional<String> user = settings.execution().user();
    if (user.isEmpty()) {
      return settings.particulars().ids().map(ids -> account(ids, files)).orElse(Account.ROOT);
    }
    return UserDatabase.of(files)
        .find(user.get())
        .or(() -> names.find(user.get()))
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot run as the user " + user.get(),
                    "the machine knows no user of that name or number",
                    "name one of its /etc/passwd"));
  }

  /** Somebody whom the machine need not know. */
  private static Account account(Particulars.Ids ids, ImageTree files) {
    Account known =
        ids.uid() == 0
            ? Account.ROOT
            : UserDatabase.of(files)
                .find(Long.toString(ids.uid()))
                .orElseGet(() -> Account.nameless(ids.uid()));
    return known.withIds(ids.gid(), ids.groups());
  }

  /** Before anything is written to it: what was named may be any directory. */
  private void requireSystem(ImageTree files) {
    boolean boots = settings.boots();
    String sign = boots ? "os-release" : "/usr";
    boolean there =
        boots
            ? files.exists("/etc/os-release")
                || files.exists("/usr/lib/os-release")
                || isUnchecked(System.getenv())
            : files.exists("/usr");
    if (!there || settings.source().path().equals(Path.of("/"))) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot start a machine in " + settings.source().path(),
          there ? "it is the host's own system" : "it is not the root of a system: no " + sign,
          "name an image, or the directory of one");
    }
  }

  /** As systemd-nspawn has it: whoever says so knows better what is an image. */
  private static boolean isUnchecked(Map<String, String> variables) {
    return List.of("0", "no", "n", "false", "f", "off")
        .contains(variables.getOrDefault("SYSTEMD_NSPAWN_CHECK_OS_RELEASE", "yes"));
  }

  /** What only the host's root can do for the new process, before it goes on. */
  private void admit(Child child, Optional<OwnUsers> users) {
    group.add(child.pid());
    Rights.resetCoreDumps(child.pid());
    for (ResourceLimit limit : Rights.limits(settings.execution().limits())) {
      limit.setFor(child.pid());
    }
    if (!settings.execution().cpus().isEmpty()) {
      Processors.allow(child.pid(), settings.execution().cpus());
    }
    if (users.isPresent()) {
      List<IdMap> maps = users.get().maps();
      UserNamespaces.map(child.pid(), maps.get(0), maps.get(1));
      group.delegate(cgroups, users.get().range().base());
    }
  }

  private HostSide furnish(
      MachineTree tree,
      CustomMounts custom,
      KernelInterfaces kernel,
      Account account,
      UUID uuid,
      Optional<OwnUsers> users) {
    tree.mountMemory(settings.files().ownTmp());
    custom.mountRun(tree);
    new DeviceDirectory(tree).fill();
    new ExtraDevices(tree).make(settings.particulars().devices());
    kernel.lend(tree);
    hostFiles.mount(tree);
    NotifySocket notify =
        new HostInterface(tree)
            .make(settings, uuid, claim.incoming(), users.flatMap(OwnUsers::bound));
    try {
      return new HostSide(notify, terminal(tree, account), users);
    } catch (RuntimeException | Error e) {
      notify.close();
      throw e;
    }
  }

  private Optional<Fd> terminal(MachineTree tree, Account account) {
    if (!(stdio instanceof Stdio.Terminal)) {
      return Optional.empty();
    }
    tree.files().link("/dev/console", "pts/0");
    Fd terminal = PseudoTerminal.first(tree.root());
    try (Fd machineSide = Descriptors.inside(tree.root(), BytePath.of(TERMINAL))) {
      Attributes.setOwner(
          machineSide, tree.shift().host((int) account.uid()), DeviceDirectory.ttyGroup(tree));
    }
    return Optional.of(terminal);
  }

  private Set<Child.Apart> apart(Optional<OwnUsers> users) {
    Set<Child.Apart> apart = EnumSet.noneOf(Child.Apart.class);
    if (settings.network().own()) {
      apart.add(Child.Apart.NETWORK);
    }
    if (users.isPresent()) {
      apart.add(Child.Apart.USERS);
    }
    return apart;
  }
}
