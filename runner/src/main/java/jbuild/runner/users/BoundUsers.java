package jbuild.runner.users;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.IdMap.Extent;
import jbuild.runner.settings.Users;

/**
 * Users of the host who are users of a machine too, with their home directories: what {@code
 * --bind-user=} makes.
 *
 * @param records for /run/host/userdb
 * @param homes to be mounted, writable
 * @param users the map of the machine's users
 * @param groups the map of the machine's groups
 */
public record BoundUsers(List<UserdbEntry> records, List<Home> homes, IdMap users, IdMap groups) {
  // The range for such users of systemd's "Users, Groups, UIDs and GIDs on systemd Systems".
  private static final long FIRST = 60514;
  private static final long LAST = 60577;

  /**
   * A home directory.
   *
   * @param source on the host
   * @param destination in the machine
   */
  public record Home(String source, String destination) {}

  public BoundUsers {
    records = List.copyOf(records);
    homes = List.copyOf(homes);
  }

  /**
   * Of users who are named, each taken once.
   *
   * @param etc where the host says which users it has
   * @param image which may not have users or groups of these names itself
   * @param range of the other users of the machine
   */
  public static BoundUsers of(Path etc, Users.Bound named, ImageTree image, UidRange range) {
    List<String> groups = List.copyOf(new LinkedHashSet<>(named.groups()));
    for (String group : groups) {
      if (!UserName.isValid(group)) {
        throw new Failure(
            ExitStatus.WRONG_USAGE,
            "cannot use --bind-user-group=" + group,
            "that is no name of a group",
            "give letters, digits, - and _, a letter first");
      }
    }
    HostUsers host = new HostUsers(etc);
    ImageUsers inside = ImageUsers.of(image);
    List<BoundUser> bound = new ArrayList<>();
    long next = FIRST;
    for (String name : new LinkedHashSet<>(named.names())) {
      HostUser user = host.find(name);
      check(user, inside, range);
      next = free(user, next, inside, range);
      bound.add(new BoundUser(user, next, shell(named, user), groups));
      next++;
    }
    return of(bound, range);
  }

  private static Optional<String> shell(Users.Bound named, HostUser user) {
    return named
        .shell()
        .map(shell -> shell.path().orElse(user.shell()))
        .filter(path -> !path.isEmpty());
  }

  /** What is said when there is no user namespace. */
  public static Failure needsPrivateUsers() {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot bind users of the host",
        "--bind-user= requires --private-users",
        "add --private-users=pick");
  }

  private static void check(HostUser user, ImageUsers inside, UidRange range) {
    String name = user.name();
    if (isIn(range, user.uid())) {
      throw HostUsers.unusable(name, "user " + user.uid() + " is one of the machine's already");
    }
    if (isIn(range, user.gid())) {
      throw HostUsers.unusable(name, "group " + user.gid() + " is one of the machine's already");
    }
    if (inside.users().contains(name)) {
      throw HostUsers.unusable(name, "Sorry, the user '" + name + "' already exists in the image.");
    }
    if (inside.groups().contains(name)) {
      throw HostUsers.unusable(
          name, "Sorry, the group '" + name + "' already exists in the image.");
    }
  }

  private static boolean isIn(UidRange range, long id) {
    return id >= range.base() && id < range.base() + range.size();
  }

  private static long free(HostUser user, long from, ImageUsers inside, UidRange range) {
    long last = Math.min(LAST, range.size() - 1);
    for (long id = from; id <= last; id++) {
      if (!inside.ids().contains(id)) {
        return id;
      }
    }
    throw HostUsers.unusable(
        user.name(), "of the users 60514 to 60577 no other is free in the machine");
  }

  private static BoundUsers of(List<BoundUser> bound, UidRange range) {
    List<UserdbEntry> records = new ArrayList<>();
    List<Home> homes = new ArrayList<>();
    List<Extent> users = new ArrayList<>();
    List<Extent> groups = new ArrayList<>();
    long next = 0;
    for (BoundUser one : bound) {
      records.addAll(one.records());
      homes.add(new Home(one.user().home(), one.home()));
      addRest(users, range, next, one.id());
      users.add(new Extent(one.id(), one.user().uid(), 1));
      addRest(groups, range, next, one.id());
      groups.add(new Extent(one.id(), one.user().gid(), 1));
      next = one.id() + 1;
    }
    addRest(users, range, next, range.size());
    addRest(groups, range, next, range.size());
    return new BoundUsers(records, homes, new IdMap(users), new IdMap(groups));
  }

  private static void addRest(List<Extent> extents, UidRange range, long from, long end) {
    if (from < end) {
      extents.add(new Extent(from, range.base() + from, end - from));
    }
  }
}
