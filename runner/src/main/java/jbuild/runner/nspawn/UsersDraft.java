package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Numbers;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Bound;
import jbuild.runner.settings.Users.Mapping;
import jbuild.runner.settings.Users.Ownership;
import jbuild.runner.settings.Users.Shell;

/** Which users the machine has, as far as options have said it. */
final class UsersDraft {
  private static final long USUAL_SIZE = 65536;
  private static final long LARGEST = 0xFFFF_FFFFL;
  private static final long NOBODY_OF_16_BITS = 0xFFFF;

  private Mapping mapping = new Mapping.None();
  private Optional<Ownership> ownership = Optional.empty();
  private int delegated;
  private final List<String> bound = new ArrayList<>();
  private Optional<Shell> shell = Optional.empty();
  private final List<String> groups = new ArrayList<>();

  void set(String option, String value) {
    switch (option) {
      case "private-users" -> mapping = mapping(option, value);
      case "private-users-ownership" ->
          ownership =
              Optional.of(
                  Modes.orTruth(option, value, Ownership.values(), Ownership.AUTO, Ownership.OFF));
      case "private-users-chown" -> ownership = Optional.of(Ownership.CHOWN);
      case "private-users-delegate" -> delegated = delegated(option, value);
      case "-U" -> {
        mapping = new Mapping.Pick();
        ownership = Optional.of(Ownership.AUTO);
      }
      case "bind-user" -> bound.add(IdentityValue.userName(option, value));
      case "bind-user-shell" -> shell = shell(option, value);
      case "bind-user-group" -> groups.add(IdentityValue.userName(option, value));
      default -> throw new IllegalArgumentException("no option of users: " + option);
    }
  }

  private static Mapping mapping(String option, String value) {
    // Digits are a range, never a boolean.
    if (value.isEmpty() || Character.isDigit(value.charAt(0))) {
      return new Mapping.Range(range(option, value));
    }
    return switch (value) {
      case "pick" -> new Mapping.Pick();
      case "identity" -> new Mapping.Identity();
      case "managed" -> new Mapping.Managed();
      default ->
          Truth.find(value)
              .map(truth -> truth ? new Mapping.OfTree() : new Mapping.None())
              .orElseThrow(() -> wrong(option, value));
    };
  }

  private static UserNamespace range(String option, String value) {
    int colon = value.indexOf(':');
    long base = Numbers.id(colon < 0 ? value : value.substring(0, colon)).orElse(-1);
    long size = colon < 0 ? USUAL_SIZE : Numbers.anyBase(value.substring(colon + 1)).orElse(-1);
    if (base < 0 || size < 1 || size > LARGEST - base || base == NOBODY_OF_16_BITS) {
      throw wrong(option, value);
    }
    return new UserNamespace(base, size);
  }

  private static RuntimeException wrong(String option, String value) {
    return BadValue.of(
        option,
        value,
        "it is no range of users",
        "write no, yes, pick, identity, managed, or UIDBASE[:NUIDS] below 4294967295");
  }

  private static int delegated(String option, String value) {
    long number = Numbers.decimal(value).orElse(Long.MAX_VALUE);
    if (number > LARGEST / USUAL_SIZE) {
      throw BadValue.of(option, value, "it is no number of ranges", "write a small number");
    }
    return (int) number;
  }

  private static Optional<Shell> shell(String option, String value) {
    if (value.startsWith("/")) {
      return Optional.of(new Shell(Optional.of(value)));
    }
    return Truth.of(option, value) ? Optional.of(new Shell(Optional.empty())) : Optional.empty();
  }

  void forget(Group group) {
    switch (group) {
      case USERS -> {
        mapping = new Mapping.None();
        ownership = Optional.empty();
        delegated = 0;
      }
      case BOUND_USERS -> {
        bound.clear();
        groups.clear();
        shell = Optional.empty();
      }
      default -> {
        // Of another draft.
      }
    }
  }

  Users users() {
    return new Users(mapping, ownership(), new Bound(bound, shell, groups));
  }

  Mapping mapping() {
    return mapping;
  }

  Ownership ownership() {
    boolean chosen = mapping instanceof Mapping.Pick || mapping instanceof Mapping.Managed;
    return ownership.orElse(chosen ? Ownership.AUTO : Ownership.OFF);
  }

  boolean bindsUsers() {
    return !bound.isEmpty();
  }

  int delegated() {
    return delegated;
  }
}
