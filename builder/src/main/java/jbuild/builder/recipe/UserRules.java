package jbuild.builder.recipe;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** Users and groups that cannot be: two of one name, or passwords from nowhere. */
final class UserRules {
  private final RecipePaths paths;
  private final Problems problems;

  UserRules(RecipePaths paths, Problems problems) {
    this.paths = paths;
    this.problems = problems;
  }

  void check(Tables recipe) {
    List<Map<String, ?>> users = recipe.several(Table.USERS);
    checkTwice(Table.USERS, UserKeys.NAME, users);
    checkTwice(Table.USERS, UserKeys.UID, users);
    List<Map<String, ?>> groups = recipe.several(Table.GROUPS);
    checkTwice(Table.GROUPS, UserKeys.GROUP_NAME, groups);
    checkTwice(Table.GROUPS, UserKeys.GID, groups);
    for (int i = 0; i < users.size(); i++) {
      checkUser(place(Table.USERS, i), users.get(i));
    }
  }

  private void checkTwice(Table table, Key<?> key, List<Map<String, ?>> items) {
    Map<Object, Integer> first = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Object value = items.get(i).get(key.name());
      Integer other = value == null ? null : first.putIfAbsent(value, i);
      if (other != null) {
        problems.report(
            below(place(table, i), key),
            "'" + key.path() + "' is " + Printable.value(value) + " in two tables",
            "the other is at " + problems.place(below(place(table, other), key)));
      }
    }
  }

  private void checkUser(List<String> place, Map<String, ?> user) {
    checkPassword(below(place, UserKeys.PASSWORD), user);
    if (UserKeys.NAME.valueIfRight(user).filter("root"::equals).isPresent()) {
      problems.report(
          below(place, UserKeys.NAME),
          "every image has root",
          "write system.root-password; [[files]] brings what root has");
    }
    boolean withPassword =
        UserKeys.SUDO.valueIfRight(user).filter(Sudo.WITH_PASSWORD::equals).isPresent();
    boolean locked =
        UserKeys.PASSWORD
            .valueIfRight(user)
            .map(password -> password.kind().equals("locked"))
            .orElse(!user.containsKey(UserKeys.PASSWORD.name()));
    if (withPassword && locked) {
      problems.report(
          below(place, UserKeys.SUDO),
          "sudo would ask for a password, and this user has none",
          "add password, or write sudo = \"without-password\"");
    }
  }

  private void checkPassword(List<String> place, Map<String, ?> user) {
    UserKeys.PASSWORD
        .valueIfRight(user)
        .filter(password -> password.kind().equals("file"))
        .map(KeyType.PasswordText::text)
        .filter(file -> paths.find(place, file).filter(Files::isRegularFile).isEmpty())
        .ifPresent(
            file ->
                problems.report(
                    place,
                    "there is no file " + Printable.value(file),
                    "write a path that begins at the directory of the file it stands in"));
  }

  private static List<String> place(Table table, int index) {
    return List.of(table.word(), String.valueOf(index));
  }

  private static List<String> below(List<String> place, Key<?> key) {
    return List.of(place.get(0), place.get(1), key.name());
  }
}
