package jbuild.runner.network.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.Notices;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Routes;

/**
 * That the host forwards what machines send and receive, as long as machines need it.
 *
 * <p>All this is about the network namespace of the calling thread. The machines of all processes
 * share what is changed; the last one gives it back, and if that was killed, the next start.
 */
public final class Forwarding {
  /** What is written down about a namespace is in a directory whose name begins so. */
  public static final String PLACES = "forwarding-";

  private static final int NETCONF_IPV4 = 24;
  private static final int NETCONF_IPV6 = 25;

  private static final String USERS = "users";
  private static final String CHANGES = "changes";

  private final Path directory;
  private final boolean hasSwitches;

  /**
   * @param directory for what is written down about the host's network
   */
  public Forwarding(Path directory) {
    this(directory, Opening.kernelHasSwitches());
  }

  Forwarding(Path directory, boolean hasSwitches) {
    this.directory = directory;
    this.hasSwitches = hasSwitches;
  }

  /**
   * The groups of rtnetlink whose messages are a reason to {@link Held#follow}: routes that come
   * and go, and others that begin to forward.
   */
  public static List<Integer> groups() {
    return List.of(Routes.GROUP_IPV4, Routes.GROUP_IPV6, NETCONF_IPV4, NETCONF_IPV6);
  }

  /**
   * Forwards between a link of a machine and those by which the host reaches others.
   *
   * @param link of ours, which exists and is best not up yet; it also gets deaf for what would make
   *     the machine the host's router
   * @param notices hears, in one line, what the host does not allow
   */
  public Held acquire(String link, Uplinks uplinks, Notices notices) {
    Fd all = others();
    try {
      Path place = place();
      Users users = Users.of(place.resolve(USERS));
      try {
        if (users.areGone()) {
          new ChangedSysctls(place.resolve(CHANGES)).restore();
        }
        users.join();
        Held held = new Held(place, users, link);
        held.open(uplinks, notices);
        return held;
      } catch (RuntimeException | Error e) {
        release(place, users);
        throw e;
      }
    } finally {
      all.close();
    }
  }

  /** Gives back what those have changed who were killed, if nobody else needs it. */
  public void collect() {
    Path place = place();
    if (Files.exists(place.resolve(CHANGES))) {
      Fd all = others();
      try {
        release(place, Users.of(place.resolve(USERS)));
      } finally {
        all.close();
      }
    }
  }

  /** Each namespace has settings of its own. */
  private Path place() {
    try (Fd namespace = NetworkNamespaces.current()) {
      return directory.resolve(PLACES + FileStatus.of(namespace).inode());
    }
  }

  private Fd others() {
    return Users.others(directory.resolve(".forwarding.lock"));
  }

  private static void release(Path place, Users users) {
    try (users) {
      if (users.areGone()) {
        new ChangedSysctls(place.resolve(CHANGES)).restore();
        users.forget();
        place.toFile().delete();
      }
    }
  }

  /**
   * One machine's need of it. To be used by threads that are in the namespace in which it was
   * acquired.
   */
  public final class Held implements AutoCloseable {
    private final Path place;
    private final Users users;
    private final String link;
    private final Opening opening;
    private Guarded guarded = new Guarded(List.of(), List.of());

    private Held(Path place, Users users, String link) {
      this.place = place;
      this.users = users;
      this.link = link;
      this.opening = new Opening(new ChangedSysctls(place.resolve(CHANGES)), hasSwitches);
    }

    private void open(Uplinks uplinks, Notices notices) {
      opening.ours(link);
      opening.uplinks(uplinks);
      guarded = opening.guarded(uplinks);
      opening.complaint().ifPresent(notices::warn);
    }

    /** To be called when the host's routes have changed; what was an uplink stays open. */
    public Guarded follow(Uplinks uplinks) {
      Fd all = others();
      try {
        opening.uplinks(uplinks);
        guarded = opening.guarded(uplinks);
        return guarded;
      } finally {
        all.close();
      }
    }

    /** By which links nothing else is to be forwarded. */
    public Guarded guarded() {
      return guarded;
    }

    /** Whether the host forwards what the machine sends by IPv4. */
    public boolean ipv4() {
      return Opening.forwards4(link);
    }

    public boolean ipv6() {
      return opening.forwards6(link);
    }

    @Override
    public void close() {
      Fd all = others();
      try {
        release(place, users);
      } finally {
        all.close();
      }
    }
  }
}
