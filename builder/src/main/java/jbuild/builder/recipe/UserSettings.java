package jbuild.builder.recipe;

import java.util.List;

/** The users and groups that a recipe adds. */
public record UserSettings(List<User> users, List<UserGroup> groups) {
  /** As for a recipe that says nothing of them. */
  public static final UserSettings NONE = new UserSettings(List.of(), List.of());

  public UserSettings {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
  }

  public boolean areNone() {
    return users.isEmpty() && groups.isEmpty();
  }

  /** Whether somebody needs the program sudo. */
  public boolean needSudo() {
    return users.stream().anyMatch(user -> user.sudo() != Sudo.NO);
  }
}
