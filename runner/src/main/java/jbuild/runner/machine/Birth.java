package jbuild.runner.machine;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import jbuild.runner.Notices;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.copy.Layer;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.CgroupEntrance;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.NotifySocket;
import jbuild.runner.linux.Processors;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.MachineSettings;
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
import jbuild.runner.tree.ImageDirectory;
import jbuild.runner.tree.ImageFacts;
import jbuild.runner.tree.ImageRoot;
import jbuild.runner.tree.KernelInterfaces;
import jbuild.runner.tree.LayeredRoot;
import jbuild.runner.tree.LowerTrees;
import jbuild.runner.tree.MachineTree;
import jbuild.runner.tree.MountSources;

/**
 * The start of one machine, on a thread of its own.
 *
 * <p>The thread gets mounts of its own, puts the machine's tree together, makes the machine's first
 * process, comes back, and waits for the end: to the kernel it is the supervisor.
 */
final class Birth implements Runnable {
  private static final int SIGKILL = 9;
  private static final String TERMINAL = FirstProcess.TERMINAL;

  private final Launcher launcher;
  private final MachineSettings settings;
  private final Notices notices;
  private final Stdio stdio;
  private final HostFiles hostFiles;
  private final Allotment allotment;
  private final RuntimeDirectory.Claim claim;
  private final Leftovers leftovers;
  private final CompletableFuture<Machine> machine = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Birth(
      Launcher launcher,
      MachineSettings settings,
      Stdio stdio,
      Notices notices,
      Allotment allotment,
      Leftovers leftovers) {
    this.launcher = launcher;
    this.settings = settings;
    this.notices = notices;
    this.stdio = stdio;
    this.hostFiles =
        HostFiles.of(settings, Path.of("/"), allotment.network().nameServers(), notices);
    this.allotment = allotment;
    this.claim = allotment.claim();
    this.leftovers = leftovers;
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
      allotment.quarters().close();
      machine.completeExceptionally(e);
      return;
    }
    try {
      outcome.complete(Outcome.of(child.await()));
    } catch (RuntimeException | Error e) {
      outcome.completeExceptionally(e);
    } finally {
      allotment.quarters().close();
    }
  }

  private Child start() {
    // This thread stays there: it is the machine's, and serves nobody else.
    Optional<Fd> joined = allotment.network().joined();
    if (joined.isPresent()) {
      NetworkNamespaces.enter(joined.get());
    }
    try (Fd home = Namespaces.mounts()) {
      Namespaces.leaveMounts();
      Optional<Path> layer = settings.source().layer();
      if (layer.isPresent()) {
        return startAbove(new Layer(layer.get()), home);
      }
      try (ImageDirectory image = ImageDirectory.open(shown(), settings.files())) {
        RequiredSystem.check(settings, image, System.getenv());
        Optional<OwnUsers> users = OwnUsers.of(settings, image.disk());
        try {
          return start(home, image, users);
        } catch (RuntimeException | Error e) {
          close(users);
          throw e;
        }
      }
    }
  }

  /** Whose the files are is settled when the layer is laid over them: it cannot be mapped. */
  private Child startAbove(Layer layer, Fd home) {
    try (LowerTrees below = LowerTrees.of(settings.source(), notices)) {
      Optional<OwnUsers> users = OwnUsers.of(settings, below.root());
      try {
        Optional<IdMap> owners = users.isPresent() ? users.get().owners() : Optional.empty();
        new LayeredRoot(layer, owners, claim.root()).show(below, claim.disk());
        try (ImageDirectory image = ImageDirectory.open(claim.disk(), settings.files())) {
          RequiredSystem.check(settings, image, System.getenv());
          return start(home, image, users.map(OwnUsers::shown));
        }
      } catch (RuntimeException | Error e) {
        close(users);
        throw e;
      }
    }
  }

  private static void close(Optional<OwnUsers> users) {
    if (users.isPresent()) {
      users.get().close();
    }
  }

  private Child start(Fd home, ImageDirectory image, Optional<OwnUsers> users) {
    ImageRoot root = rootOf(image, users);
    try (CustomMounts custom = customMounts(root)) {
      return start(home, root, custom, users);
    }
  }

  private ImageRoot rootOf(ImageDirectory image, Optional<OwnUsers> users) {
    Optional<String> label = settings.privileges().selinux().files();
    return users.isPresent()
        ? ImageRoot.of(image, Optional.of(users.get().namespace()), users.get().owners(), label)
        : ImageRoot.of(image, Optional.empty(), Optional.empty(), label);
  }

  /** Where the image is, in the mounts of this thread. */
  private Path shown() {
    Source source = settings.source();
    if (source.kind() == Source.Kind.DIRECTORY) {
      return source.path();
    }
    ImagePolicy policy = source.policy().isPresent() ? source.policy().get() : ImagePolicy.STANDARD;
    DiskRoot.show(source.path(), policy, settings.files(), claim.disk(), notices);
    return claim.disk();
  }

  private CustomMounts customMounts(ImageRoot root) {
    try (MountSources sources = root.sources(claim, claim.root())) {
      return CustomMounts.take(settings.files().mounts(), sources);
    }
  }

  private Child start(Fd home, ImageRoot root, CustomMounts custom, Optional<OwnUsers> users) {
    ImageTree files = root.image().files();
    ImageFacts image = ImageFacts.of(files);
    CgroupView view = viewFor(image);
    NameService names = new NameService(launcher, settings, root.image().path(), users);
    Account account = new AccountChoice(settings, names).in(files);
    UUID uuid = uuid(image);
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
        KernelInterfaces.of(view, allotment.cgroups(), settings, settings.users().arePrivate());
    try (CgroupEntrance entrance = allotment.quarters().entrance();
        Handshake handshake = Handshake.open();
        Fd machineMounts = Namespaces.mounts();
        MachineTree tree = root.show(settings.files(), hostFiles, custom, claim.root())) {
      HostSide ends = furnish(tree, custom, fresh, account, uuid, users);
      try {
        KernelInterfaces kernel = fresh.with(custom.mount(tree));
        tree.lock(settings.particulars().readOnlyPaths());
        InnerProgram program =
            new FirstProcess(settings, account, stdio, entrance, handshake, kernel)
                .becoming(command.foundIn(tree.files()), environment);
        Child child = clone(program, tree, home, users);
        accompany(child, uuid, users, entrance, handshake, kernel, machineMounts, home);
        Machine started = new Machine(child, ends, outcome, allotment, leftovers);
        allotment.quarters().open(started);
        machine.complete(started);
        return child;
      } catch (RuntimeException | Error e) {
        ends.close();
        throw e;
      }
    }
  }

  private UUID uuid(ImageFacts image) {
    Optional<UUID> chosen =
        image.machineId().isPresent() ? image.machineId() : settings.identity().uuid();
    return chosen.isPresent() ? chosen.get() : KernelFiles.randomUuid();
  }

  private Child clone(InnerProgram program, MachineTree tree, Fd home, Optional<OwnUsers> users) {
    return Child.start(program, tree.root(), home, apart(users), settings.integration().shared());
  }

  private MachineRecord record(Child child, UUID uuid, Optional<OwnUsers> users) {
    return new MachineRecord(
        settings.name(),
        child.pid(),
        MachineRecord.startOf(child.pid()),
        settings.source().path(),
        uuid,
        settings.network().own() || settings.network().namespace().isPresent(),
        allotment.network().reach(),
        users.isPresent() ? Optional.of(users.get().namespace()) : Optional.empty());
  }

  private CgroupView viewFor(ImageFacts image) {
    CgroupChoice choice = CgroupChoice.of(allotment.cgroups(), System.getenv());
    return settings.boots()
        ? choice.viewForInit(settings.source().path().toString(), image)
        : choice.view(image);
  }

  /** Helps the new process until its payload runs; it is dead when that fails. */
  @SuppressWarnings("try") // The score is there only to be given back.
  private void accompany(
      Child child,
      UUID uuid,
      Optional<OwnUsers> users,
      CgroupEntrance entrance,
      Handshake handshake,
      KernelInterfaces kernel,
      Fd machineMounts,
      Fd home) {
    try {
      admit(child, entrance, users);
      allotment.network().attach(child.pid());
      try (OomScore score = OomScore.of(settings.execution().oomScoreAdjust(), child.pid())) {
        handshake.permit();
        if (kernel.needsHelp()) {
          handshake.awaitReport();
          Namespaces.unmountIn(machineMounts, kernel.lent(), home);
          handshake.permit();
        }
        child.awaitExecution();
      }
      claim.record(record(child, uuid, users));
      allotment.network().serve();
    } catch (RuntimeException | Error e) {
      child.kill(SIGKILL);
      child.await();
      child.close();
      throw e;
    }
  }

  /** What only the host's root can do for the new process, before it goes on. */
  private void admit(Child child, CgroupEntrance entrance, Optional<OwnUsers> users) {
    ControlGroup group = allotment.quarters().admit(child.pid(), entrance);
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
      group.delegate(allotment.cgroups(), users.get().range().base());
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
            .make(
                settings,
                uuid,
                claim.incoming(),
                users.isPresent() ? users.get().bound() : Optional.empty());
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
    boolean joined = settings.network().namespace().isPresent();
    if (settings.network().own() && !joined) {
      apart.add(Child.Apart.NETWORK);
    }
    if (users.isPresent()) {
      apart.add(Child.Apart.USERS);
    }
    return apart;
  }
}
