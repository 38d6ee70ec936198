package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Section.USERS;

import java.util.List;

/** Options that say which users of the host the machine's users are. */
final class UsersOptions {
  private UsersOptions() {}

  static void addTo(List<Option> all) {
    all.add(
        Option.optional(
            USERS,
            "private-users",
            "no|yes|pick|identity|managed|UIDBASE[:NUIDS]",
            Group.USERS,
            Key.exec("PrivateUsers").trusted(),
            "Run in a user namespace, and with which range of users"));
    all.add(
        Option.value(
            USERS,
            "private-users-ownership",
            "MODE",
            Group.USERS,
            Key.files("PrivateUsersOwnership").trusted(),
            "How files come to belong to these users: off, chown, map, foreign or auto"));
    all.add(
        Option.optional(
            USERS,
            "private-users-chown",
            "",
            Group.USERS,
            Key.files("PrivateUsersChown").trusted(),
            ""));
    all.add(
        Option.value(
            USERS,
            "private-users-delegate",
            "NUMBER",
            Group.USERS,
            Key.exec("PrivateUsersDelegate").trusted(),
            "Further ranges of a managed machine, for machines inside it"));
    all.add(
        new Option(
            USERS,
            "",
            'U',
            Argument.NONE,
            "",
            Group.USERS,
            Key.NONE,
            "As --private-users=pick --private-users-ownership=auto"));
  }
}
