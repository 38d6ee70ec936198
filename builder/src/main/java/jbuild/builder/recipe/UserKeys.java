package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of users and groups. */
final class UserKeys {
  static final Key<String> NAME =
      Key.required(Table.USERS, "name", KeyType.text(Grammar.USER), "What it is called.");
  static final Key<Optional<Integer>> UID =
      Key.maybe(Table.USERS, "uid", KeyType.ID, "one that is free", "Its number.");
  static final Key<Boolean> SYSTEM =
      Key.optional(
          Table.USERS,
          "system",
          KeyType.FLAG,
          false,
          "false",
          "Whether it is a service's: with a number below 1000, no directory and no shell.");
  static final Key<Optional<String>> COMMENT =
      Key.maybe(Table.USERS, "comment", KeyType.text(Grammar.COMMENT), "none", "The full name.");
  static final Key<List<String>> GROUPS =
      Key.optional(
          Table.USERS,
          "groups",
          KeyType.text(Grammar.USER).list(),
          List.of(),
          "[]",
          "Groups beside its own; of the image or of [[groups]].");
  static final Key<Optional<String>> HOME =
      Key.maybe(
          Table.USERS, "home", KeyType.text(Grammar.HOME), "\"/home/NAME\"", "Its directory.");
  static final Key<Optional<String>> SHELL =
      Key.maybe(
          Table.USERS,
          "shell",
          KeyType.text(Grammar.HOME),
          "/bin/bash, where the image has it",
          "What it logs in to.");
  static final Key<KeyType.PasswordText> PASSWORD =
      Key.optional(
          Table.USERS,
          "password",
          KeyType.PASSWORD,
          new KeyType.PasswordText("locked", ""),
          "\"locked\"",
          "How it logs in at the console; as system.root-password.");
  static final Key<List<String>> AUTHORIZED_KEYS =
      Key.optional(
          Table.USERS,
          "authorized-keys",
          KeyType.text(Grammar.PUBLIC_KEY).list(),
          List.of(),
          "[]",
          "Public keys of OpenSSH that log in as this user.");
  static final Key<Sudo> SUDO =
      Key.optional(
          Table.USERS,
          "sudo",
          KeyType.SUDO,
          Sudo.NO,
          "\"no\"",
          "Whether it may do what root may; then sudo is installed.");

  static final Key<String> GROUP_NAME =
      Key.required(Table.GROUPS, "name", KeyType.text(Grammar.USER), "What it is called.");
  static final Key<Optional<Integer>> GID =
      Key.maybe(Table.GROUPS, "gid", KeyType.ID, "one that is free", "Its number.");
  static final Key<Boolean> GROUP_SYSTEM =
      Key.optional(
          Table.GROUPS,
          "system",
          KeyType.FLAG,
          false,
          "false",
          "Whether it is a service's: with a number below 1000.");

  static final List<Key<?>> ALL =
      List.of(
          NAME,
          UID,
          SYSTEM,
          COMMENT,
          GROUPS,
          HOME,
          SHELL,
          PASSWORD,
          AUTHORIZED_KEYS,
          SUDO,
          GROUP_NAME,
          GID,
          GROUP_SYSTEM);

  private UserKeys() {}

  /** What tables without problems say. */
  static UserSettings settings(RecipePaths paths, Tables tables) {
    List<User> users = new ArrayList<>();
    for (Map<String, ?> table : tables.several(Table.USERS)) {
      String index = String.valueOf(users.size());
      List<String> place = List.of(Table.USERS.word(), index, PASSWORD.name());
      users.add(user(paths.directory(place), table));
    }
    return new UserSettings(
        users, tables.several(Table.GROUPS).stream().map(UserKeys::group).toList());
  }

  private static User user(Path directory, Map<String, ?> table) {
    return new User(
        NAME.value(table),
        number(UID.value(table)),
        SYSTEM.value(table),
        COMMENT.value(table),
        GROUPS.value(table),
        HOME.value(table),
        SHELL.value(table),
        password(directory, PASSWORD.value(table)),
        AUTHORIZED_KEYS.value(table),
        SUDO.value(table));
  }

  /**
   * What a text says.
   *
   * @param directory where paths begin
   */
  static Password password(Path directory, KeyType.PasswordText text) {
    return switch (text.kind()) {
      case "empty" -> new Password.Empty();
      case "hashed" -> new Password.Hashed(text.text());
      case "file" -> new Password.FromFile(directory.resolve(text.text()));
      case "env" -> new Password.FromEnvironment(text.text());
      default -> new Password.Locked();
    };
  }

  private static UserGroup group(Map<String, ?> table) {
    return new UserGroup(
        GROUP_NAME.value(table), number(GID.value(table)), GROUP_SYSTEM.value(table));
  }

  private static OptionalInt number(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
