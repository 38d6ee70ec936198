package jbuild.runner.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.LimitableParent;

/**
 * Makes the control group of one machine, with its limits.
 *
 * <p>All limits are set on the outer group, in the hierarchies of their controllers: the machine
 * sees the inner one, cannot leave it, and cannot allow itself what the outer one forbids.
 *
 * <p>A host may be unable to limit devices: where it is a container itself, which may neither write
 * to the devices controller nor load programs into the kernel. Then the machine starts all the
 * same, with what the container is allowed; its user is told, and {@code jbuild doctor} says so. It
 * is a failure when the user has asked for a policy.
 */
public final class ResourceControl {
  private final List<CgroupHierarchy> host;
  private final List<Home> homes;
  private final DevicePolicy devices;
  private final boolean mustLimitDevices;
  private final Optional<CgroupHierarchy> deviceController;
  private final Optional<LimitableParent> parent;

  /** Where a property is applied. */
  private record Home(Property property, CgroupHierarchy tree) {}

  /**
   * @param devices what holds when the properties do not say otherwise
   * @throws Failure when this host cannot apply one of the properties
   */
  public ResourceControl(List<CgroupHierarchy> host, Properties properties, DevicePolicy devices) {
    properties.refuseOthers();
    this.host = List.copyOf(host);
    this.homes = homes(host, properties.limits());
    this.devices = devices.with(properties);
    this.mustLimitDevices = properties.mentionDevices();
    this.deviceController =
        this.devices.isOpen() ? Optional.empty() : controller(host, "devices", false);
    this.parent = parent();
  }

  private static List<Home> homes(List<CgroupHierarchy> host, List<Property> limits) {
    List<Home> homes = new ArrayList<>();
    for (Property property : limits) {
      homes.add(new Home(property, home(host, property)));
    }
    return List.copyOf(homes);
  }

  private static CgroupHierarchy home(List<CgroupHierarchy> host, Property property) {
    String controller = property.controller(false);
    Optional<CgroupHierarchy> legacy = controller(host, controller, false);
    if (legacy.isPresent() && property.isInVersion1()) {
      return legacy.get();
    }
    return controller(host, property.controller(true), true)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.HOST_CANNOT,
                    "cannot apply the property " + property.name(),
                    legacy.isPresent()
                        ? "version 1 of control groups, which this host uses for "
                            + controller
                            + ", has no equal of it"
                        : "this host has no " + controller + " controller",
                    "leave it out, or boot the host with version 2 of control groups"));
  }

  private static Optional<CgroupHierarchy> controller(
      List<CgroupHierarchy> host, String name, boolean unified) {
    for (CgroupHierarchy tree : host) {
      if (tree.isUnified() == unified && tree.controls(name)) {
        return Optional.of(tree);
      }
    }
    return Optional.empty();
  }

  /** Needed only where version 2 has the controllers: groups of version 1 need no preparation. */
  private Optional<LimitableParent> parent() {
    List<String> controllers = new ArrayList<>();
    for (Home home : homes) {
      String controller = home.property().controller(true);
      if (home.tree().isUnified() && !controllers.contains(controller)) {
        controllers.add(controller);
      }
    }
    for (CgroupHierarchy tree : host) {
      if (tree.isUnified() && !controllers.isEmpty()) {
        return Optional.of(LimitableParent.in(tree, controllers));
      }
    }
    return Optional.empty();
  }

  /** What {@link #make} will make, or less: to be recorded before. */
  public ControlGroup planned(String name) {
    boolean anyManaged = false;
    for (CgroupHierarchy tree : host) {
      anyManaged |= tree.isManaged();
    }
    List<Path> directories = new ArrayList<>();
    for (CgroupHierarchy tree : host) {
      if (tree.isManaged() || !anyManaged || limits(tree)) {
        directories.add(above(tree).resolve(name));
      }
    }
    return new ControlGroup(directories);
  }

  // By identity: the first comparison of two records costs a start some milliseconds.
  private boolean limits(CgroupHierarchy tree) {
    boolean limits = deviceController.isPresent() && deviceController.get() == tree;
    for (Home home : homes) {
      limits |= home.tree() == tree;
    }
    return limits;
  }

  private Path above(CgroupHierarchy tree) {
    return tree.isUnified() && parent.isPresent() ? parent.get().group() : tree.own();
  }

  /** The same for a host of which it is known that devices can be limited, or need not be. */
  public ControlGroup make(ControlGroup planned) {
    return make(planned, Notices.NONE);
  }

  /**
   * Makes the group, with all that limits it, for processes to be added.
   *
   * @param notices hear when devices could not be limited
   * @return the group as far as it is there: without a hierarchy that only devices were for
   */
  public ControlGroup make(ControlGroup planned, Notices notices) {
    if (parent.isPresent()) {
      parent.get().prepare();
    }
    Optional<Path> forDevices = Optional.empty();
    if (deviceController.isPresent()) {
      forDevices = planned.in(deviceController.get());
    }
    ControlGroup group = withoutDevices(planned, forDevices);
    group.makeOuter();
    for (Home home : homes) {
      Property property = home.property();
      Path outer = planned.in(home.tree()).orElseThrow();
      property.apply(new GroupFiles(property.name(), outer, home.tree().isUnified()));
    }
    ControlGroup limited = limitDevices(planned, group, forDevices, notices);
    share(limited);
    limited.makeInner();
    return limited;
  }

  private void share(ControlGroup group) {
    for (CgroupHierarchy tree : host) {
      if (tree.isUnified()) {
        Optional<Path> outer = group.in(tree);
        if (outer.isPresent()) {
          LimitableParent.shareWith(outer.get());
        }
      }
    }
  }

  /**
   * Limits the devices of a group that a service manager has made for a process, and moves that on
   * into the group below, which is the machine's own.
   */
  public void adopt(ControlGroup made, int pid, Notices notices) {
    Optional<Path> forDevices =
        deviceController.isPresent() ? made.in(deviceController.get()) : Optional.empty();
    limitDevices(made, made, forDevices, notices);
    made.makeInner();
    made.add(pid);
    share(made);
  }

  private static ControlGroup withoutDevices(ControlGroup planned, Optional<Path> forDevices) {
    List<Path> directories = new ArrayList<>(planned.directories());
    if (forDevices.isPresent()) {
      directories.remove(forDevices.get());
    }
    return new ControlGroup(directories);
  }

  /** The devices controller of version 1 where it is used, and a program of version 2 elsewhere. */
  private ControlGroup limitDevices(
      ControlGroup planned, ControlGroup group, Optional<Path> forDevices, Notices notices) {
    if (devices.isOpen()) {
      return group;
    }
    DeviceLimit limit = new DeviceLimit(devices.rules());
    List<Failure> failures = new ArrayList<>();
    if (forDevices.isPresent()) {
      try {
        new ControlGroup(List.of(forDevices.get())).makeOuter();
        limit.applyByController(forDevices.get());
        return planned;
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    for (CgroupHierarchy tree : host) {
      if (tree.isUnified() && group.in(tree).isPresent()) {
        try {
          limit.applyByProgram(group.in(tree).get());
          return group;
        } catch (Failure failure) {
          failures.add(failure);
        }
      }
    }
    if (mustLimitDevices) {
      throw unable(failures);
    }
    notices.warn("this host cannot limit devices: the machine may open all that we may");
    return group;
  }

  private static Failure unable(List<Failure> failures) {
    List<String> reasons = new ArrayList<>();
    for (Failure failure : failures) {
      reasons.add(failure.what() + ": " + failure.why());
    }
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot limit the devices of a machine",
        reasons.isEmpty() ? "there are no control groups that could" : String.join("; ", reasons),
        "run as root on the host; a container needs a cgroup file system that can be written, and"
            + " bpf(2)");
  }
}
