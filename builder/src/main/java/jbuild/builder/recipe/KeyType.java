package jbuild.builder.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
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
 * @param form the same as the reader takes, for programs that know nothing of recipes; it may allow
 *     more
 */
record KeyType<T>(
    String expected,
    Function<Object, Optional<T>> reader,
    Optional<KeyType<?>> items,
    ValueForm form) {
  static final KeyType<String> TEXT =
      of(
          "a text in quotes",
          new ValueForm.Text(),
          value -> value instanceof String text ? Optional.of(text) : Optional.empty());

  static final KeyType<String> ARGUMENT =
      TEXT.as(
          "a text without control characters",
          text -> Optional.of(text).filter(any -> any.chars().noneMatch(Character::isISOControl)));

  static final KeyType<LayerCompression> LAYER_COMPRESSION =
      choice(LayerCompression.values(), LayerCompression::named);

  static final KeyType<Boolean> FLAG =
      of(
          "true or false, without quotes",
          new ValueForm.Truth(),
          value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty());

  static final KeyType<Integer> COUNT =
      of(
          "a number from 1 to 99, without quotes",
          new ValueForm.Whole(1, 99),
          value ->
              value instanceof Integer count && count >= 1 && count <= 99
                  ? Optional.of(count)
                  : Optional.empty());

  /** The largest number is nobody's, see systemd's UIDS-GIDS.md; zero is root's. */
  static final KeyType<Integer> ID =
      of(
          "a number from 1 to 60000, without quotes",
          new ValueForm.Whole(1, 60_000),
          value ->
              value instanceof Integer id && id >= 1 && id <= 60_000
                  ? Optional.of(id)
                  : Optional.empty());

  static final KeyType<MachineId> MACHINE_ID =
      TEXT.as("transient, first-boot, or 32 hexadecimal digits in lower case", MachineId::named)
          .formed(ValueForm.matching("transient|first-boot|[0-9a-f]{32}"));

  static final KeyType<ScriptPlace> SCRIPT_PLACE = choice(ScriptPlace.values(), ScriptPlace::named);

  static final KeyType<Selinux> SELINUX = choice(Selinux.values(), Selinux::named);

  static final KeyType<Sudo> SUDO = choice(Sudo.values(), Sudo::named);

  static final KeyType<OutputFormat> FORMAT = choice(OutputFormat.values(), OutputFormat::named);

  static final KeyType<DiskFileSystem> FILE_SYSTEM =
      choice(DiskFileSystem.values(), DiskFileSystem::named);

  static final KeyType<PartitionUse> PARTITION_USE =
      choice(PartitionUse.values(), PartitionUse::named);

  static final KeyType<DiskSize> DISK_SIZE =
      TEXT.as(
          "a size in quotes: \"auto\", \"auto+20%\", \"content+1G\", or fixed as \"4G\"",
          DiskSize::parse);

  static final KeyType<Phase> PHASE = choice(Phase.values(), Phase::named);

  static final KeyType<BootLoader> LOADER = choice(BootLoader.values(), BootLoader::named);

  /** FAT with 32 bits has no smaller one. */
  static final KeyType<Long> ESP_SIZE =
      TEXT.as("a size from \"64M\" to \"32G\", for example \"512M\"", KeyType::partition)
          .formed(ValueForm.matching("[1-9][0-9]{0,5}[MG]"));

  static final KeyType<URI> URL =
      TEXT.as("the http://, https:// or file:/// address of a mirror", KeyType::url)
          .formed(ValueForm.matching("(https?://[^/?#]+|file:/)[^?#]*"));

  static final KeyType<Integer> MODE =
      TEXT.as(
              "permission bits as octal digits in quotes, for example \"0644\"",
              text ->
                  Optional.of(text)
                      .filter(digits -> digits.matches("[0-7]{3,4}"))
                      .map(digits -> Integer.parseInt(digits, 8)))
          .formed(ValueForm.matching("[0-7]{3,4}"));

  static final KeyType<Owner> OWNER =
      TEXT.as("a user and a group, for example \"www-data:www-data\"", KeyType::owner)
          .formed(ValueForm.matching("[a-z0-9_][a-z0-9_-]*:[a-z0-9_][a-z0-9_-]*"));

  static final KeyType<Duration> TIME =
      TEXT.as("a time of at most a day, for example \"90s\", \"10m\" or \"2h\"", KeyType::time)
          .formed(ValueForm.matching("[1-9][0-9]{0,5}[smh]"));

  static final KeyType<LocalDate> DAY =
      TEXT.as("a day in quotes, for example \"2026-03-31\"", KeyType::day)
          .formed(ValueForm.matching("[0-9]{4}-[0-9]{2}-[0-9]{2}"));

  static final KeyType<PasswordText> PASSWORD =
      of(
          "\"locked\", \"empty\", {hashed = \"...\"} as 'openssl passwd -6' prints it,"
              + " {file = \"...\"} or {env = \"VARIABLE\"}; never the password itself",
          new ValueForm.Either(
              List.of(ValueForm.words("locked", "empty"), ValueForm.one("hashed", "file", "env"))),
          PasswordText::read);

  /** What the matrix makes of it is the language's business. */
  static final KeyType<List<String>> RELEASES =
      of(
          "a list of releases, or a table as {debian = [\"trixie\"], ubuntu = [\"noble\"]}",
          new ValueForm.Either(
              List.of(
                  new ValueForm.Several(Grammar.WORD.form(), true, true),
                  new ValueForm.Named(new ValueForm.Several(Grammar.WORD.form(), true, true)))),
          KeyType::releases);

  /** Judged where it is applied. */
  static final KeyType<List<Object>> EXCLUSIONS =
      of(
          "a list as [{release = \"trixie\", profile = \"debug\"}]",
          new ValueForm.Several(new ValueForm.Named(new ValueForm.Text()), false, true),
          value -> Optional.of(List.of(value)));

  /** Judged where it is applied. */
  static final KeyType<Map<String, Object>> PROFILE =
      of("tables", new ValueForm.Tables(), value -> Optional.of(Map.of()));

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
    return TEXT.as(grammar.expected(), grammar::parse).formed(grammar.form());
  }

  static <T> KeyType<T> of(String expected, ValueForm form, Function<Object, Optional<T>> reader) {
    return new KeyType<>(expected, reader, Optional.empty(), form);
  }

  /** One of a few words: what its values are called. */
  static <T> KeyType<T> choice(T[] values, Function<String, Optional<T>> named) {
    List<String> words = Stream.of(values).map(Objects::toString).toList();
    return TEXT.as("one of " + String.join(", ", words), named)
        .formed(ValueForm.words(words.toArray(String[]::new)));
  }

  <R> KeyType<R> as(String other, Function<T, Optional<R>> parse) {
    return of(other, form, value -> reader.apply(value).flatMap(parse));
  }

  /** The same, of which more is known. */
  KeyType<T> formed(ValueForm narrower) {
    return new KeyType<>(expected, reader, items, narrower);
  }

  /** Whether it is a list whose items mean something only together, as those of a command do. */
  boolean isCommand() {
    return items.isPresent() && items.get() == (Object) ARGUMENT;
  }

  /** Any number of these. */
  KeyType<List<T>> list() {
    boolean isCommand = this == (Object) ARGUMENT;
    return new KeyType<>(
        "a list in brackets; each item: " + expected,
        this::readItems,
        Optional.of(this),
        new ValueForm.Several(form, false, !isCommand));
  }

  /** Not an empty list. */
  static <T> KeyType<List<T>> some(KeyType<T> item) {
    KeyType<List<T>> list = item.list();
    return new KeyType<>(
        list.expected(),
        value -> list.reader().apply(value).filter(all -> !all.isEmpty()),
        list.items(),
        new ValueForm.Several(item.form(), true, true));
  }

  /** A value that may be left out, and then is nothing. */
  KeyType<Optional<T>> optional() {
    return new KeyType<>(expected, value -> reader.apply(value).map(Optional::of), items, form);
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

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
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
