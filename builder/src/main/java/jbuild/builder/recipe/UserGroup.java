package jbuild.builder.recipe;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A group of users.
 *
 * @param gid its number; a free one where there is none
 * @param system whether it is a service's: below 1000
 */
public record UserGroup(String name, OptionalInt gid, boolean system) {
  public UserGroup {
    if (!Grammar.USER.matches(name)) {
      throw new IllegalArgumentException("not a group: " + name);
    }
    Objects.requireNonNull(gid);
  }
}
