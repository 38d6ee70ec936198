package jbuild.builder.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Somebody who can own files and log in.
 *
 * @param uid its number; a free one where there is none
 * @param system whether it is a service's: below 1000, and without a directory of its own
 * @param comment the full name
 * @param groups beside its own
 * @param home its directory
 * @param shell what it logs in to
 * @param authorizedKeys public keys of OpenSSH that may log in
 */
public record User(
    String name,
    OptionalInt uid,
    boolean system,
    Optional<String> comment,
    List<String> groups,
    Optional<String> home,
    Optional<String> shell,
    Password password,
    List<String> authorizedKeys,
    Sudo sudo) {
  public User {
    if (!Grammar.USER.matches(name)) {
      throw new IllegalArgumentException("not a user: " + name);
    }
    Objects.requireNonNull(uid);
    comment.ifPresent(text -> require(Grammar.COMMENT, text));
    groups = List.copyOf(groups);
    groups.forEach(group -> require(Grammar.USER, group));
    home.ifPresent(path -> require(Grammar.HOME, path));
    shell.ifPresent(path -> require(Grammar.HOME, path));
    Objects.requireNonNull(password);
    authorizedKeys = List.copyOf(authorizedKeys);
    authorizedKeys.forEach(key -> require(Grammar.PUBLIC_KEY, key));
    Objects.requireNonNull(sudo);
  }

  private static void require(Grammar grammar, String text) {
    if (!grammar.matches(text)) {
      throw new IllegalArgumentException("not " + grammar.expected() + ": " + text);
    }
  }
}
