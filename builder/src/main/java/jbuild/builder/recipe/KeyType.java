package jbuild.builder.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of value: what to ask the user for, and how to take it from what TOML has.
 *
 * @param expected completes the sentence "write ..."
 * @param reader gives nothing when the value is not of this kind
 * @param items the kind of the items, when the value is a list
 */
record KeyType<T>(
    String expected, Function<Object, Optional<T>> reader, Optional<KeyType<?>> items) {
  static final KeyType<String> TEXT =
      of(
          "a text in quotes",
          value -> value instanceof String text ? Optional.of(text) : Optional.empty());

  static final KeyType<String> ARGUMENT =
      TEXT.as(
          "a text without control characters",
          text -> Optional.of(text).filter(any -> any.chars().noneMatch(Character::isISOControl)));

  static final KeyType<LayerCompression> LAYER_COMPRESSION =
      TEXT.as(oneOf((Object[]) LayerCompression.values()), LayerCompression::named);

  static final KeyType<Boolean> FLAG =
      of(
          "true or false, without quotes",
          value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty());

  static final KeyType<Integer> COUNT =
      of(
          "a number from 1 to 99, without quotes",
          value ->
              value instanceof Integer count && count >= 1 && count <= 99
                  ? Optional.of(count)
                  : Optional.empty());

  /** The largest number is nobody's, see systemd's UIDS-GIDS.md; zero is root's. */
  static final KeyType<Integer> ID =
      of(
          "a number from 1 to 60000, without quotes",
          value ->
              value instanceof Integer id && id >= 1 && id <= 60_000
                  ? Optional.of(id)
                  : Optional.empty());

  static final KeyType<MachineId> MACHINE_ID =
      TEXT.as("transient, first-boot, or 32 hexadecimal digits in lower case", MachineId::named);

  static final KeyType<ScriptPlace> SCRIPT_PLACE =
      TEXT.as(oneOf((Object[]) ScriptPlace.values()), ScriptPlace::named);

  static final KeyType<Sudo> SUDO = TEXT.as(oneOf((Object[]) Sudo.values()), Sudo::named);

  static final KeyType<OutputFormat> FORMAT =
      TEXT.as(oneOf((Object[]) OutputFormat.values()), OutputFormat::named);

  static final KeyType<DiskFileSystem> FILE_SYSTEM =
      TEXT.as(oneOf((Object[]) DiskFileSystem.values()), DiskFileSystem::named);

  static final KeyType<PartitionUse> PARTITION_USE =
      TEXT.as(oneOf((Object[]) PartitionUse.values()), PartitionUse::named);

  static final KeyType<DiskSize> DISK_SIZE =
      TEXT.as(
          "a size in quotes: \"auto\", \"auto+20%\", \"content+1G\", or fixed as \"4G\"",
          DiskSize::parse);

  static final KeyType<Phase> PHASE = TEXT.as(oneOf((Object[]) Phase.values()), Phase::named);

  static final KeyType<BootLoader> LOADER =
      TEXT.as(oneOf((Object[]) BootLoader.values()), BootLoader::named);

  /** FAT with 32 bits has no smaller one. */
  static final KeyType<Long> ESP_SIZE =
      TEXT.as("a size from \"64M\" to \"32G\", for example \"512M\"", KeyType::partition);

  static final KeyType<URI> URL =
      TEXT.as("the http://, https:// or file:/// address of a mirror", KeyType::url);

  static final KeyType<Integer> MODE =
      TEXT.as(
          "permission bits as octal digits in quotes, for example \"0644\"",
          text ->
              Optional.of(text)
                  .filter(digits -> digits.matches("[0-7]{3,4}"))
                  .map(digits -> Integer.parseInt(digits, 8)));

  static final KeyType<Owner> OWNER =
      TEXT.as("a user and a group, for example \"www-data:www-data\"", KeyType::owner);

  static final KeyType<Duration> TIME =
      TEXT.as("a time of at most a day, for example \"90s\", \"10m\" or \"2h\"", KeyType::time);

  static final KeyType<PasswordText> PASSWORD =
      of(
          "\"locked\", \"empty\", {hashed = \"...\"} as 'openssl passwd -6' prints it,"
              + " {file = \"...\"} or {env = \"VARIABLE\"}; never the password itself",
          PasswordText::read);

  /** What the matrix makes of it is the language's business. */
  static final KeyType<List<String>> RELEASES =
      of(
          "a list of releases, or a table as {debian = [\"trixie\"], ubuntu = [\"noble\"]}",
          KeyType::releases);

  /** Judged where it is applied. */
  static final KeyType<List<Object>> EXCLUSIONS =
      of(
          "a list as [{release = \"trixie\", profile = \"debug\"}]",
          value -> Optional.of(List.of(value)));

  /** Judged where it is applied. */
  static final KeyType<Map<String, Object>> PROFILE = of("tables", value -> Optional.of(Map.of()));

  private static final Pattern SIZE_FORM = Pattern.compile("([1-9][0-9]{0,5})([MG])");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern TIME_FORM = Pattern.compile("([1-9][0-9]{0,5})([smh])");

  /** What a recipe says about root's password, before paths in it are resolved. */
  record PasswordText(String kind, String text) {
    static Optional<PasswordText> read(Object value) {
      if (value instanceof String word) {
        return Optional.of(new PasswordText(word, ""))
            .filter(password -> word.equals("locked") || word.equals("empty"));
      }
      if (value instanceof Map<?, ?> table && table.size() == 1) {
        return Stream.of("hashed", "file", "env")
            .filter(kind -> table.get(kind) instanceof String)
            .map(kind -> new PasswordText(kind, (String) table.get(kind)))
            .filter(password -> !password.text().isBlank())
            .filter(
                password ->
                    !password.kind().equals("hashed") || Grammar.HASH.matches(password.text()))
            .filter(
                password ->
                    !password.kind().equals("env") || VARIABLE.matcher(password.text()).matches())
            .findFirst();
      }
      return Optional.empty();
    }
  }

  static KeyType<String> text(Grammar grammar) {
    return TEXT.as(grammar.expected(), grammar::parse);
  }

  private static <T> KeyType<T> of(String expected, Function<Object, Optional<T>> reader) {
    return new KeyType<>(expected, reader, Optional.empty());
  }

  <R> KeyType<R> as(String other, Function<T, Optional<R>> parse) {
    return of(other, value -> reader.apply(value).flatMap(parse));
  }

  /** Whether it is a list whose items mean something only together, as those of a command do. */
  boolean isCommand() {
    return items.isPresent() && items.get() == (Object) ARGUMENT;
  }

  /** Any number of these. */
  KeyType<List<T>> list() {
    return new KeyType<>(
        "a list in brackets; each item: " + expected, this::readItems, Optional.of(this));
  }

  /** Not an empty list. */
  static <T> KeyType<List<T>> some(KeyType<T> item) {
    KeyType<List<T>> list = item.list();
    return new KeyType<>(
        list.expected(),
        value -> list.reader().apply(value).filter(all -> !all.isEmpty()),
        list.items());
  }

  /** A value that may be left out, and then is nothing. */
  KeyType<Optional<T>> optional() {
    return new KeyType<>(expected, value -> reader.apply(value).map(Optional::of), items);
  }

  private Optional<List<T>> readItems(Object value) {
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    List<T> read = list.stream().map(reader).flatMap(Optional::stream).toList();
    return Optional.of(read).filter(all -> all.size() == list.size());
  }

  private static Optional<List<String>> releases(Object value) {
    KeyType<List<String>> words = some(text(Grammar.WORD));
    if (!(value instanceof Map<?, ?> table)) {
      return words.reader().apply(value);
    }
    boolean isRight =
        !table.isEmpty()
            && table.values().stream().allMatch(list -> words.reader().apply(list).isPresent());
    return Optional.of(List.<String>of()).filter(any -> isRight);
  }

  private static String oneOf(Object... words) {
    return "one of " + String.join(", ", Stream.of(words).map(Objects::toString).toList());
  }

  private static Optional<Long> partition(String text) {
    Matcher form = SIZE_FORM.matcher(text);
    return form.matches()
        ? Optional.of(Long.parseLong(form.group(1)) << (form.group(2).equals("M") ? 20 : 30))
            .filter(size -> size >= 64L << 20 && size <= 32L << 30)
        : Optional.empty();
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      boolean remote = scheme.equals("http") || scheme.equals("https");
      boolean usable =
          remote
              ? url.getHost() != null
              : scheme.equals("file") && url.getAuthority() == null && url.getPath() != null;
      // What follows the path would end up in the middle of the addresses made from it.
      boolean plain = url.getQuery() == null && url.getFragment() == null;
      return Optional.of(url).filter(any -> usable && plain);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Owner> owner(String text) {
    String[] names = text.split(":", -1);
    return Optional.of(names)
        .filter(two -> two.length == 2 && Stream.of(two).allMatch(Grammar.ACCOUNT::matches))
        .map(two -> new Owner(two[0], two[1]));
  }

  private static Optional<Duration> time(String text) {
    Matcher form = TIME_FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    Duration time =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return Optional.of(time).filter(any -> any.compareTo(Duration.ofDays(1)) <= 0);
  }
}
