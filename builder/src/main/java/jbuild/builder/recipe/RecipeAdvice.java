package jbuild.builder.recipe;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.text.Spelling;

/**
 * What is strange about a recipe that has no mistakes. Only the image itself can tell for sure: so
 * these are warnings.
 */
final class RecipeAdvice {
  static final String WARNING = "warning: ";

  /** Of systemd.unit(5). */
  private static final List<String> SUFFIXES =
      List.of(
          "service",
          "socket",
          "device",
          "mount",
          "automount",
          "swap",
          "target",
          "path",
          "timer",
          "slice",
          "scope");

  /** Those of small systems: base-passwd of Debian, setup of Fedora, filesystem of Arch. */
  private static final Set<String> ACCOUNTS =
      Set.of(
          ("root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom"
                  + " floppy tape sudo audio dip www-data backup operator list irc src shadow utmp"
                  + " video sasl plugdev staff games users nogroup nobody wheel mem ftp log proc http"
                  + " rfkill optical storage power network input kvm render sgx clock"
                  + " systemd-journal systemd-network systemd-resolve systemd-timesync crontab ssh"
                  + " _ssh netdev messagebus")
              .split(" "));

  private final Problems warnings;
  private final Map<String, String> environment;

  RecipeAdvice(Problems warnings, Map<String, String> environment) {
    this.warnings = warnings;
    this.environment = environment;
  }

  void check(Tables recipe) {
    checkTime(recipe.one(Table.SYSTEM));
    checkLocale(recipe.one(Table.SYSTEM));
    checkUnits(recipe.one(Table.SERVICES));
    checkMirrors(recipe.one(Table.DISTRIBUTION));
    checkSecret(Key.ROOT_PASSWORD.place(), Key.ROOT_PASSWORD, recipe.one(Table.SYSTEM));
    each(recipe, Table.USERS, this::checkUser);
    checkOwners(recipe);
    new NumberAdvice(warnings).check(recipe);
  }

  private void warn(List<String> place, String what, String fix) {
    warnings.report(place, WARNING + what, fix);
  }

  private void checkTime(Map<String, ?> system) {
    Set<String> zones = ZoneId.getAvailableZoneIds();
    Key.TIMEZONE
        .valueIfRight(system)
        .filter(zone -> !zones.contains(zone))
        .ifPresent(
            zone ->
                warn(
                    Key.TIMEZONE.place(),
                    "no time zone is called " + Printable.value(zone),
                    meant(zone, zones).orElse("write one of tzdata, for example Europe/Paris")));
  }

  /** ISO names languages and countries; those with three letters are not looked up. */
  private void checkLocale(Map<String, ?> system) {
    Optional<String> locale = Key.LOCALE.valueIfRight(system);
    String[] parts = locale.orElse("C").split("[_.@]");
    if (parts.length < 2 || parts[0].length() != 2) {
      return;
    }
    if (!List.of(Locale.getISOLanguages()).contains(parts[0])) {
      warn(
          Key.LOCALE.place(),
          "no language is called " + Printable.value(parts[0]),
          "write one of ISO 639, for example de_DE.UTF-8");
    } else if (!List.of(Locale.getISOCountries()).contains(parts[1])) {
      warn(
          Key.LOCALE.place(),
          "no country is called " + Printable.value(parts[1]),
          "write one of ISO 3166, for example de_DE.UTF-8");
    }
  }

  private void checkUnits(Map<String, ?> services) {
    for (Key<List<String>> key : List.of(Key.ENABLE, Key.DISABLE, Key.MASK)) {
      List<String> units = key.valueIfRight(services).orElse(List.of());
      for (int i = 0; i < units.size(); i++) {
        String unit = units.get(i);
        String suffix = unit.substring(unit.lastIndexOf('.') + 1);
        if (!SUFFIXES.contains(suffix)) {
          String stem = unit.indexOf('.') < 0 ? unit : unit.substring(0, unit.lastIndexOf('.'));
          String word = Spelling.nearest(suffix, SUFFIXES).orElse("service");
          warn(
              below(key.place(), i),
              Printable.value(unit) + " does not end as units do",
              "did you mean '" + (word.equals(suffix) ? unit : stem + "." + word) + "'?");
        }
      }
    }
  }

  private void checkMirrors(Map<String, ?> distribution) {
    for (Key<Optional<URI>> key : List.of(Key.MIRROR, Key.SECURITY_MIRROR)) {
      key.valueIfRight(distribution)
          .flatMap(address -> address)
          .filter(address -> "file".equals(address.getScheme()))
          .filter(address -> !Files.isDirectory(Path.of(address)))
          .ifPresent(
              address ->
                  warn(
                      key.place(),
                      "there is no directory " + Printable.value(address.getPath()),
                      "name the directory that has dists or repodata in it"));
    }
  }

  private void checkUser(List<String> place, Map<String, ?> user) {
    checkSecret(below(place, UserKeys.PASSWORD), UserKeys.PASSWORD, user);
  }

  private void checkSecret(
      List<String> place, Key<KeyType.PasswordText> key, Map<String, ?> table) {
    key.valueIfRight(table)
        .filter(password -> password.kind().equals("env"))
        .map(KeyType.PasswordText::text)
        .filter(name -> environment.getOrDefault(name, "").isEmpty())
        .ifPresent(
            name ->
                warn(
                    place,
                    "the environment has no " + name,
                    "set it for the build, and export it: sudo drops what it is not told to keep"));
  }

  /** Packages bring accounts too: only what looks misspelt, or cannot be, is said. */
  private void checkOwners(Tables recipe) {
    Set<String> users = names(recipe, Table.USERS, UserKeys.NAME);
    Set<String> groups = names(recipe, Table.GROUPS, UserKeys.GROUP_NAME);
    groups.addAll(users); // Each user has a group of its own.
    boolean isClosed =
        Key.INSTALL.valueIfRight(recipe.one(Table.PACKAGES)).orElse(List.of()).isEmpty()
            && recipe.several(Table.SCRIPTS).isEmpty();
    each(
        recipe,
        Table.USERS,
        (place, user) -> {
          List<String> wanted = UserKeys.GROUPS.valueIfRight(user).orElse(List.of());
          for (int i = 0; i < wanted.size(); i++) {
            checkAccount(
                below(below(place, UserKeys.GROUPS), i), "group", wanted.get(i), groups, isClosed);
          }
        });
    for (Key<Owner> key :
        List.of(ContentKeys.FILE_OWNER, ContentKeys.TREE_OWNER, ContentKeys.DOWNLOAD_OWNER)) {
      each(
          recipe,
          key.table(),
          (place, table) -> {
            Optional<Owner> owner =
                key.valueIfRight(table).filter(any -> table.containsKey(key.name()));
            owner.ifPresent(
                each -> {
                  checkAccount(below(place, key), "user", each.user(), users, isClosed);
                  checkAccount(below(place, key), "group", each.group(), groups, isClosed);
                });
          });
    }
  }

  private void checkAccount(
      List<String> place, String kind, String name, Set<String> own, boolean isClosed) {
    Set<String> known = new LinkedHashSet<>(own);
    known.addAll(ACCOUNTS);
    boolean isNumber = name.chars().allMatch(Character::isDigit);
    Optional<String> meant = meant(name, known);
    if (!isNumber && !known.contains(name) && (isClosed || meant.isPresent())) {
      warn(
          place,
          "neither the recipe nor a small system has the " + kind + " " + Printable.value(name),
          meant.orElse("add it, for example below [[" + kind + "s]]"));
    }
  }

  private static Optional<String> meant(String word, Collection<String> known) {
    return Spelling.nearest(word, known).map(near -> "did you mean '" + near + "'?");
  }

  private static Set<String> names(Tables recipe, Table table, Key<String> key) {
    Set<String> names = new LinkedHashSet<>();
    recipe.several(table).forEach(each -> key.valueIfRight(each).ifPresent(names::add));
    return names;
  }

  /** What is done with a table that there can be several of. */
  private interface Look {
    void at(List<String> place, Map<String, ?> table);
  }

  private static void each(Tables recipe, Table table, Look look) {
    List<Map<String, ?>> tables = recipe.several(table);
    for (int i = 0; i < tables.size(); i++) {
      look.at(below(table.path(), i), tables.get(i));
    }
  }

  private static List<String> below(List<String> place, Key<?> key) {
    return Stream.concat(place.stream(), Stream.of(key.name())).toList();
  }

  private static List<String> below(List<String> place, int index) {
    return Stream.concat(place.stream(), Stream.of(String.valueOf(index))).toList();
  }
}
