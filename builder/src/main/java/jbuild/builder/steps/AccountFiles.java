package jbuild.builder.steps;

import java.util.OptionalInt;
import jbuild.builder.recipe.User;
import jbuild.builder.recipe.UserGroup;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * The files of an image that say who there is: passwd(5), shadow(5), group(5) and gshadow(5). They
 * are edited here, so that this works in images without useradd, too.
 */
final class AccountFiles {
  static final int UID = 2;
  static final int GID = 3;
  private static final int COMMENT = 4;
  static final int HOME = 5;
  private static final int SHELL = 6;

  private static final String USERS = "/etc/passwd";
  private static final String PASSWORDS = "/etc/shadow";
  private static final String GROUPS = "/etc/group";
  private static final String GROUP_PASSWORDS = "/etc/gshadow";
  private static final int HIDDEN = 0600;

  private final ImageTree tree;
  private final AccountTable users;
  private final AccountTable passwords;
  private final AccountTable groups;
  private final AccountTable groupPasswords;

  AccountFiles(ImageTree tree) {
    this.tree = tree;
    this.users = table(USERS);
    this.passwords = table(PASSWORDS);
    this.groups = table(GROUPS);
    this.groupPasswords = table(GROUP_PASSWORDS);
  }

  private AccountTable table(String path) {
    return new AccountTable(TextFiles.read(tree, path).orElse(""));
  }

  /** Keeps what a user wants from others, also for the user's own group. */
  void reserve(int uid) {
    users.reserve(uid);
    groups.reserve(uid);
  }

  /** Makes sure of a group; returns its number. */
  int add(UserGroup group) {
    OptionalInt present = groups.number(group.name());
    if (present.isPresent()) {
      int gid = group.gid().orElse(present.getAsInt());
      requireSame("group", group.name(), gid, present.getAsInt());
      return gid;
    }
    int gid = number("group", group.name(), group.gid(), groups, group.system());
    groups.add(group.name(), "x", String.valueOf(gid), "");
    addIfThere(GROUP_PASSWORDS, groupPasswords, group.name(), "!", "", "");
    return gid;
  }

  /** Makes sure of a user and a group of the same name. */
  void add(User user, String home, String shell) {
    OptionalInt present = users.number(user.name());
    if (present.isPresent()) {
      int uid = user.uid().orElse(present.getAsInt());
      requireSame("user", user.name(), uid, present.getAsInt());
      user.comment().ifPresent(text -> users.set(user.name(), COMMENT, text));
      user.home().ifPresent(path -> users.set(user.name(), HOME, path));
      user.shell().ifPresent(path -> users.set(user.name(), SHELL, path));
    } else {
      int uid = number("user", user.name(), user.uid(), users, user.system());
      int gid = ownGroup(user, uid);
      users.add(
          user.name(),
          "x",
          String.valueOf(uid),
          String.valueOf(gid),
          user.comment().orElse(""),
          home,
          shell);
    }
    if (!passwords.has(user.name())) {
      // Without days: then nothing depends on when the image was built.
      passwords.add(user.name(), "*", "", "", "", "", "", "", "");
    }
  }

  /** Makes somebody a member of groups that are all there. */
  void join(User user) {
    user.groups().forEach(group -> join(user, group));
  }

  /** Its number is the user's, where that is free. */
  private int ownGroup(User user, int uid) {
    boolean free = groups.nameOf(uid).isEmpty();
    OptionalInt wanted = free ? OptionalInt.of(uid) : OptionalInt.empty();
    OptionalInt present = groups.number(user.name());
    return add(new UserGroup(user.name(), present.isPresent() ? present : wanted, user.system()));
  }

  private void join(User user, String group) {
    if (!groups.has(group)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot add " + user.name() + " to the group " + group,
          "the image has no such group",
          "install the package that brings it, or add it as [[groups]]");
    }
    groups.addMember(group, user.name());
    groupPasswords.addMember(group, user.name());
  }

  int uid(String user) {
    return users.number(user).orElseThrow();
  }

  int gid(String user) {
    return Integer.parseInt(users.field(user, GID));
  }

  String home(String user) {
    return users.field(user, HOME);
  }

  void save() {
    save(GROUPS, groups, 0644);
    save(PASSWORDS, passwords, HIDDEN);
    save(USERS, users, 0644);
    if (tree.exists(GROUP_PASSWORDS)) {
      save(GROUP_PASSWORDS, groupPasswords, HIDDEN);
    }
  }

  private void save(String path, AccountTable table, int mode) {
    if (!tree.exists(path)) {
      tree.write(path, new byte[0], mode, 0, 0);
    }
    TextFiles.edit(tree, path, table.text());
  }

  private void addIfThere(String path, AccountTable table, String... fields) {
    if (tree.exists(path)) {
      table.add(fields);
    }
  }

  private static int number(
      String kind, String name, OptionalInt wanted, AccountTable table, boolean system) {
    if (wanted.isPresent()) {
      table
          .nameOf(wanted.getAsInt())
          .ifPresent(
              other -> {
                throw taken(kind, name, wanted.getAsInt(), other);
              });
      return wanted.getAsInt();
    }
    return table
        .free(system)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot add the " + kind + " " + name,
                    "the image has no free number for it",
                    "give it a number of its own"));
  }

  private static void requireSame(String kind, String name, int wanted, int present) {
    if (wanted != present) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot give the number " + wanted + " to the " + kind + " " + name,
          "a package has made it with the number " + present,
          "leave the number out, or choose another name");
    }
  }

  private static Failure taken(String kind, String name, int number, String other) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot give the number " + number + " to the " + kind + " " + name,
        "the image has given it to " + other,
        "choose another number, or leave it out");
  }
}
