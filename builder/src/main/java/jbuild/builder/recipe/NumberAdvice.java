package jbuild.builder.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.language.Problems;

/** Numbers of users and groups that programs take for those of another kind. */
record NumberAdvice(Problems warnings) {
  /** The first one that is for people: UID_MIN of login.defs(5), and see systemd's UIDS-GIDS.md. */
  private static final int PEOPLE = 1000;

  void check(Tables recipe) {
    List<Map<String, ?>> users = recipe.several(Table.USERS);
    for (int i = 0; i < users.size(); i++) {
      checkKind(Table.USERS, i, users.get(i), UserKeys.UID, UserKeys.SYSTEM);
    }
    List<Map<String, ?>> groups = recipe.several(Table.GROUPS);
    for (int i = 0; i < groups.size(); i++) {
      checkKind(Table.GROUPS, i, groups.get(i), UserKeys.GID, UserKeys.GROUP_SYSTEM);
    }
    checkNames(users, groups);
  }

  private void checkKind(
      Table kind, int index, Map<String, ?> table, Key<Optional<Integer>> key, Key<Boolean> type) {
    Optional<Integer> number = key.valueIfRight(table).flatMap(any -> any);
    boolean isSystem = type.valueIfRight(table).orElse(false);
    if (number.isPresent() && isSystem != number.get() < PEOPLE) {
      warn(
          place(kind, index, key),
          isSystem
              ? "programs take the number " + number.get() + " for that of a person"
              : "programs take the number " + number.get() + " for that of a service",
          isSystem
              ? "write a number below 1000, or leave 'system' out"
              : "write a number from 1000 on, or add system = true");
    }
  }

  /** The group of a user's own is the one of the same name. */
  private void checkNames(List<Map<String, ?>> users, List<Map<String, ?>> groups) {
    Map<String, Integer> named = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      int index = i;
      UserKeys.GROUP_NAME.valueIfRight(groups.get(i)).ifPresent(name -> named.put(name, index));
    }
    for (int i = 0; i < users.size(); i++) {
      Optional<String> name = UserKeys.NAME.valueIfRight(users.get(i)).filter(named::containsKey);
      Optional<Integer> uid = UserKeys.UID.valueIfRight(users.get(i)).flatMap(any -> any);
      if (name.isPresent() && uid.isPresent()) {
        int group = named.get(name.get());
        Optional<Integer> gid = UserKeys.GID.valueIfRight(groups.get(group)).flatMap(any -> any);
        if (gid.isPresent() && !gid.equals(uid)) {
          warn(
              place(Table.USERS, i, UserKeys.UID),
              "the user '%s' is number %d, and the group of the same name %d"
                  .formatted(name.get(), uid.get(), gid.get()),
              "it becomes the user's own group; its number is at "
                  + warnings.place(place(Table.GROUPS, group, UserKeys.GID)));
        }
      }
    }
  }

  private void warn(List<String> place, String what, String fix) {
    warnings.report(place, RecipeAdvice.WARNING + what, fix);
  }

  private static List<String> place(Table table, int index, Key<?> key) {
    return List.of(table.word(), String.valueOf(index), key.name());
  }
}
