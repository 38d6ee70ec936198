package jbuild.builder.steps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Sudo;
import jbuild.builder.recipe.User;
import jbuild.builder.recipe.UserGroup;
import jbuild.builder.recipe.UserSettings;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileType;

/**
 * Adds the recipe's users and groups, with what they log in with.
 *
 * @param environment where passwords may be
 */
public record AddUsers(UserSettings wanted, Map<String, String> environment) implements Step {
  private static final String SKELETON = "/etc/skel";
  private static final String NO_SHELL = "/usr/sbin/nologin";
  private static final int PRIVATE_DIRECTORY = 0700;
  private static final int PRIVATE_FILE = 0600;
  private static final int SUDOERS_MODE = 0440;
  private static final int LARGEST = 1024 * 1024;

  public AddUsers {
    environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    List<String> names =
        Stream.concat(
                wanted.groups().stream().map(UserGroup::name),
                wanted.users().stream().map(User::name))
            .distinct()
            .toList();
    return "add " + String.join(", ", names);
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      AccountFiles accounts = new AccountFiles(tree);
      // Who wants a number gets it before others take what is free.
      wanted.users().forEach(user -> user.uid().ifPresent(accounts::reserve));
      numbered(wanted.groups(), group -> group.gid().isPresent()).forEach(accounts::add);
      numbered(wanted.users(), user -> user.uid().isPresent())
          .forEach(user -> accounts.add(user, home(user), shell(tree, user)));
      wanted.users().forEach(accounts::join);
      accounts.save();
      for (User user : wanted.users()) {
        equip(tree, accounts, user);
        if (!(user.password() instanceof Password.Locked)) {
          new Passwords(environment).set(workspace, tree, user.name(), user.password());
        }
      }
    }
  }

  private static <T> List<T> numbered(List<T> accounts, Predicate<T> hasNumber) {
    return Stream.concat(
            accounts.stream().filter(hasNumber), accounts.stream().filter(hasNumber.negate()))
        .toList();
  }

  private static String home(User user) {
    return user.home().orElse(user.system() ? "/" : "/home/" + user.name());
  }

  private static String shell(ImageTree tree, User user) {
    String usual = tree.exists("/bin/bash") ? "/bin/bash" : "/bin/sh";
    return user.shell().orElse(user.system() ? NO_SHELL : usual);
  }

  private static void equip(ImageTree tree, AccountFiles accounts, User user) {
    String home = accounts.home(user.name());
    int uid = accounts.uid(user.name());
    int gid = accounts.gid(user.name());
    if (!home.equals("/") && !tree.exists(home)) {
      tree.directory(home, PRIVATE_DIRECTORY, uid, gid);
      copy(tree, SKELETON, home, uid, gid);
    }
    if (!user.authorizedKeys().isEmpty()) {
      tree.directory(home + "/.ssh", PRIVATE_DIRECTORY, uid, gid);
      String keys = Lines.of(user.authorizedKeys().stream());
      tree.write(home + "/.ssh/authorized_keys", bytes(keys), PRIVATE_FILE, uid, gid);
    }
    if (user.sudo() != Sudo.NO) {
      String what = user.sudo() == Sudo.WITHOUT_PASSWORD ? "NOPASSWD: ALL" : "ALL";
      String rule = user.name() + " ALL=(ALL:ALL) " + what + "\n";
      tree.write("/etc/sudoers.d/" + user.name(), bytes(rule), SUDOERS_MODE, 0, 0);
    }
  }

  /** What each new directory of a user begins with. */
  private static void copy(ImageTree tree, String from, String to, int uid, int gid) {
    for (String name : tree.list(from)) {
      String source = from + "/" + name;
      String target = to + "/" + name;
      FileType type = tree.type(source).orElseThrow();
      if (type == FileType.REGULAR) {
        byte[] content = tree.read(source, LARGEST).orElseThrow();
        tree.write(target, content, tree.status(source).mode(), uid, gid);
      } else if (type == FileType.DIRECTORY) {
        tree.directory(target, tree.status(source).mode(), uid, gid);
        copy(tree, source, target, uid, gid);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Values of variables can be secrets. */
  @Override
  public String toString() {
    return "AddUsers[" + wanted + "]";
  }
}
