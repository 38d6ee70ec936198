package jbuild.builder.recipe;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One key of a recipe. The table of all keys feeds the reader and the reference page.
 *
 * @param fallback the value of a key that was left out; empty when the key is required
 * @param shownFallback the same as the reference shows it
 * @param since the version of jbuild that had it first
 */
record Key<T>(
    Table table,
    String name,
    KeyType<T> type,
    Optional<T> fallback,
    String shownFallback,
    String doc,
    String since) {

  static final Key<String> NAME =
      required(
          Table.IMAGE,
          "name",
          KeyType.text(Grammar.IMAGE_NAME),
          "Names the image and its output files.");
  static final Key<Optional<String>> VERSION =
      maybe(
          Table.IMAGE,
          "version",
          KeyType.text(Grammar.VERSION),
          "none",
          "The version of the image, written as IMAGE_VERSION into its os-release.");
  static final Key<List<OutputFormat>> OUTPUTS =
      optional(
          Table.IMAGE,
          "outputs",
          KeyType.some(KeyType.FORMAT),
          List.of(OutputFormat.DIRECTORY),
          "[\"directory\"]",
          "The shapes of the finished image, all made by one build.");
  static final Key<Boolean> BOOTABLE =
      optional(
          Table.IMAGE,
          "bootable",
          KeyType.FLAG,
          true,
          "true",
          "Whether to add what a machine needs to boot to a login: init, D-Bus, PAM module.");

  static final Key<String> DISTRIBUTION =
      required(
          Table.DISTRIBUTION, "name", KeyType.TEXT, "What to install from, for example debian.");
  static final Key<String> RELEASE =
      required(
          Table.DISTRIBUTION,
          "release",
          KeyType.TEXT,
          "Which release of it: its name, its version or an alias such as stable.");
  static final Key<Optional<String>> ARCHITECTURE =
      maybe(
          Table.DISTRIBUTION,
          "architecture",
          KeyType.text(Grammar.WORD),
          "the host's",
          "Which machines it is for, as the distribution calls it.");
  static final Key<Optional<URI>> MIRROR =
      maybe(
          Table.DISTRIBUTION,
          "mirror",
          KeyType.URL,
          "the distribution's own",
          "Where to download packages from.");
  static final Key<Optional<URI>> SECURITY_MIRROR =
      maybe(
          Table.DISTRIBUTION,
          "security-mirror",
          KeyType.URL,
          "the distribution's own",
          "Where to download security updates from. Of the Debian family.");
  static final Key<Optional<List<String>>> COMPONENTS =
      maybe(
          Table.DISTRIBUTION,
          "components",
          KeyType.some(KeyType.text(Grammar.COMPONENT)),
          "the distribution's own",
          "Which parts of the archive to use.");
  static final Key<Optional<LocalDate>> SNAPSHOT =
      maybe(
          Table.DISTRIBUTION,
          "snapshot",
          KeyType.DAY,
          "none",
          "What the distribution was at the beginning of that day, in Greenwich, from the archive"
              + " that keeps it. Packages stay at that day, in the finished system too.");
  static final Key<Boolean> ACCEPT_EXPIRED =
      optional(
          Table.DISTRIBUTION,
          "accept-expired",
          KeyType.FLAG,
          false,
          "false",
          "Whether to take a release whose signed date of expiry has passed, and one that was signed"
              + " by a key that has expired since. That is what archived releases and snapshots are."
              + " The signature is checked in any case. Of the Debian family.");

  static final Key<List<String>> INSTALL =
      list(Table.PACKAGES, "install", Grammar.PACKAGE, "Installed on top of the base system.");
  static final Key<List<String>> REMOVE =
      list(Table.PACKAGES, "remove", Grammar.PACKAGE, "Removed again, after the installation.");

  static final Key<Boolean> WEAK_DEPENDENCIES =
      optional(
          Table.PACKAGES,
          "weak-dependencies",
          KeyType.FLAG,
          false,
          "false",
          "Whether packages that others only recommend are installed, too.");
  static final Key<Boolean> DOCUMENTATION =
      optional(
          Table.PACKAGES,
          "documentation",
          KeyType.FLAG,
          true,
          "true",
          "Whether manuals and other documentation stay in the image; licences always do.");

  static final Key<Optional<String>> HOSTNAME =
      maybe(
          Table.SYSTEM,
          "hostname",
          KeyType.text(Grammar.HOSTNAME),
          "the image's name",
          "What the system calls itself.");
  static final Key<String> TIMEZONE =
      optional(
          Table.SYSTEM,
          "timezone",
          KeyType.text(Grammar.TIMEZONE),
          "UTC",
          "\"UTC\"",
          "The time zone of the system.");
  static final Key<String> LOCALE =
      optional(
          Table.SYSTEM,
          "locale",
          KeyType.text(Grammar.LOCALE),
          "C.UTF-8",
          "\"C.UTF-8\"",
          "Language and formats; it is generated when the image does not have it.");
  static final Key<KeyType.PasswordText> ROOT_PASSWORD =
      optional(
          Table.SYSTEM,
          "root-password",
          KeyType.PASSWORD,
          new KeyType.PasswordText("locked", ""),
          "\"locked\"",
          "How root logs in. A file holds the password as its first line; its path begins at the"
              + " directory of the file it stands in.");

  static final Key<List<String>> ENABLE =
      list(Table.SERVICES, "enable", Grammar.UNIT, "Units that start with the system.");
  static final Key<List<String>> DISABLE =
      list(Table.SERVICES, "disable", Grammar.UNIT, "Units that do not start with the system.");
  static final Key<List<String>> MASK =
      list(Table.SERVICES, "mask", Grammar.UNIT, "Units that cannot be started at all.");

  static final Key<Optional<String>> BOOT_NETWORK =
      maybe(
          Table.BOOT,
          "network",
          KeyType.text(Grammar.NETWORK),
          "\"veth\"",
          "Its network: the host's, none, or a private one that reaches others through the host.");
  static final Key<List<String>> BOOT_PUBLISH =
      list(
          Table.BOOT,
          "publish",
          Grammar.PORT,
          "Ports of the host that lead into the machine; udp: in front means UDP.");
  static final Key<Optional<String>> BOOT_ZONE =
      maybe(
          Table.BOOT,
          "zone",
          KeyType.text(Grammar.ZONE),
          "none",
          "Machines of one zone reach each other by name.");
  static final Key<List<String>> BOOT_DNS =
      list(
          Table.BOOT,
          "dns",
          Grammar.ADDRESS,
          "Servers that look names up, in place of the host's.");
  static final Key<Optional<String>> BOOT_ADDRESS =
      maybe(
          Table.BOOT,
          "address",
          KeyType.text(Grammar.MACHINE_ADDRESS),
          "one that is free",
          "The machine's IPv4 address.");

  static final Key<Phase> SCRIPT_PHASE =
      required(Table.SCRIPTS, "phase", KeyType.PHASE, "When it runs.");
  static final Key<String> SCRIPT_RUN =
      required(
          Table.SCRIPTS,
          "run",
          KeyType.TEXT.as(
              "commands of the shell", text -> Optional.of(text).filter(some -> !some.isBlank())),
          "What /bin/sh runs in the image; it ends at the first command that fails.");
  static final Key<ScriptPlace> SCRIPT_PLACE =
      optional(
          Table.SCRIPTS,
          "where",
          KeyType.SCRIPT_PLACE,
          ScriptPlace.IMAGE,
          "\"image\"",
          "Whether it runs in the image, or in a throw-away view of the host: there the image is at"
              + " $JBUILD_ROOT.");
  static final Key<Boolean> SCRIPT_NETWORK =
      optional(
          Table.SCRIPTS,
          "network",
          KeyType.FLAG,
          false,
          "false",
          "Whether it shares the host's network; there is only a loopback device otherwise.");
  static final Key<Duration> SCRIPT_LIMIT =
      optional(
          Table.SCRIPTS,
          "time-limit",
          KeyType.TIME,
          Duration.ofMinutes(30),
          "\"30m\"",
          "The time after which it is killed.");

  private static final List<Key<?>> HERE =
      List.of(
          NAME,
          VERSION,
          OUTPUTS,
          BOOTABLE,
          DISTRIBUTION,
          RELEASE,
          ARCHITECTURE,
          MIRROR,
          SECURITY_MIRROR,
          COMPONENTS,
          SNAPSHOT,
          ACCEPT_EXPIRED,
          INSTALL,
          REMOVE,
          WEAK_DEPENDENCIES,
          DOCUMENTATION,
          HOSTNAME,
          TIMEZONE,
          LOCALE,
          ROOT_PASSWORD,
          ENABLE,
          DISABLE,
          MASK,
          BOOT_NETWORK,
          BOOT_PUBLISH,
          BOOT_ZONE,
          BOOT_DNS,
          BOOT_ADDRESS,
          SCRIPT_PHASE,
          SCRIPT_RUN,
          SCRIPT_PLACE,
          SCRIPT_NETWORK,
          SCRIPT_LIMIT);

  /** In the order of the reference. */
  static List<Key<?>> all() {
    return Stream.of(
            HERE,
            RepositoryKeys.ALL,
            ToolKeys.ALL,
            LanguageKeys.ALL,
            ServiceKeys.ALL,
            SystemKeys.ALL,
            UserKeys.ALL,
            ContentKeys.ALL,
            BuildKeys.ALL,
            OutputKeys.ALL,
            DiskKeys.ALL,
            OciKeys.ALL)
        .<Key<?>>flatMap(List::stream)
        .toList();
  }

  static List<Key<?>> of(Table table) {
    return all().stream().filter(key -> key.table() == table).toList();
  }

  static <T> Key<T> required(Table table, String name, KeyType<T> type, String doc) {
    return new Key<>(table, name, type, Optional.empty(), "required", doc, "0.1");
  }

  static <T> Key<T> optional(
      Table table, String name, KeyType<T> type, T fallback, String shown, String doc) {
    return new Key<>(table, name, type, Optional.of(fallback), shown, doc, "0.1");
  }

  static <T> Key<Optional<T>> maybe(
      Table table, String name, KeyType<T> type, String shown, String doc) {
    return optional(table, name, type.optional(), Optional.empty(), shown, doc);
  }

  private static Key<List<String>> list(Table table, String name, Grammar items, String doc) {
    return optional(table, name, KeyType.text(items).list(), List.of(), "[]", doc);
  }

  /** As messages name it. */
  String path() {
    return table.word() + "." + name;
  }

  /** The names that lead to it; those of one of several tables have its index before the last. */
  List<String> place() {
    return List.copyOf(Stream.concat(table.path().stream(), Stream.of(name)).toList());
  }

  boolean secret() {
    return type == (Object) KeyType.PASSWORD;
  }

  /** The value in a table without problems. */
  T value(Map<String, ?> in) {
    Object value = in.get(name);
    return (value == null ? fallback : type.reader().apply(value)).orElseThrow();
  }

  /** The value, when there is one and it is right. */
  Optional<T> valueIfRight(Map<String, ?> in) {
    return Optional.ofNullable(in.get(name)).flatMap(type.reader());
  }

  /** Those items of a list that are right, by their indexes: one that is wrong hides no other. */
  <I> Map<Integer, I> rightItems(Map<String, ?> in, Class<I> kind) {
    Map<Integer, I> right = new TreeMap<>();
    if (type.items().isPresent() && in.get(name) instanceof List<?> list) {
      int index = 0;
      for (Object item : list) {
        Optional<?> read = type.items().get().reader().apply(item);
        if (read.isPresent()) {
          right.put(index, kind.cast(read.get()));
        }
        index++;
      }
    }
    return right;
  }

  /** Where an item of it stands. */
  List<String> place(int index) {
    return Stream.concat(place().stream(), Stream.of(String.valueOf(index))).toList();
  }
}
