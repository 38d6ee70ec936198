package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Says of a key or a table of recipes what the reference page says, and where it may stand. */
public final class Explanations {
  private static final Pattern INDEX = Pattern.compile("\\.[0-9]+(?=\\.|$)");
  private static final Pattern PROFILE = Pattern.compile("profile\\.[^.]+\\.(?=.)");

  /** What may stand in many tables, so that no table has it as a key of its own. */
  private static final Map<String, List<String>> EVERYWHERE = everywhere();

  private final RecipeShape shape = new RecipeShape();

  private static Map<String, List<String>> everywhere() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    words.put(
        "when",
        List.of(
            "when",
            "  A condition of the table that it stands in: the table counts only when all of it is"
                + " true.",
            "  Of several words one is enough; ! in front of a word means: not.",
            "",
            "  where     in every table but [distribution] and [matrix]; a table may be written",
            "            several times, as [[packages]], for several conditions",
            "  since     0.1",
            "",
            "  [[packages]]",
            "  when = {distribution = \"debian\", release = [\"trixie\", \"!sid\"], architecture ="
                + " \"amd64\"}",
            "  install = [\"intel-microcode\"]"));
    words.put(
        "append",
        List.of(
            "append, remove, replace",
            "  What edits an inherited list, in the place of a list.",
            "",
            "  where     where a list or tables as [[files]] may stand; tables are removed by name",
            "  since     0.1",
            "",
            "  [packages]",
            "  install = {append = [\"nano\"], remove = [\"vim\"]}",
            "",
            "  [services]",
            "  enable = {replace = [\"ssh.service\"]}"));
    return words;
  }

  /** All words that have an explanation of their own. */
  public List<String> words() {
    List<String> words = new ArrayList<>(EVERYWHERE.keySet());
    Stream.of(Table.values()).map(Table::word).forEach(words::add);
    Key.all().stream().map(Key::path).forEach(words::add);
    return words;
  }

  /** The tables, when nothing is asked for. */
  public List<String> tables() {
    List<String> lines = new ArrayList<>();
    for (Table table : Table.values()) {
      lines.add(row(table.header(), table.doc()));
    }
    return lines;
  }

  /**
   * What there is to say of a word: a key as system.timezone, a table, or a part of their names.
   *
   * @throws Failure when nothing is called like that
   */
  public List<String> of(String asked) {
    String word = PROFILE.matcher(plain(asked)).replaceFirst("");
    Optional<List<String>> exact = exact(word);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<Key<?>> named = Key.all().stream().filter(key -> key.name().equals(word)).toList();
    if (named.size() == 1) {
      return lines(named.get(0));
    }
    List<Key<?>> matching =
        named.isEmpty()
            ? Key.all().stream().filter(key -> key.path().contains(word)).toList()
            : named;
    if (matching.isEmpty() || word.isEmpty()) {
      throw unknown(asked, word);
    }
    return matching.size() == 1
        ? lines(matching.get(0))
        : matching.stream().map(key -> row(key.path(), key.doc())).toList();
  }

  /** As people write it: with brackets, in capitals, with the index of an item. */
  private static String plain(String word) {
    String bare = word.replaceAll("[\\[\\]\\s]", "").toLowerCase(Locale.ROOT);
    return INDEX.matcher(bare).replaceAll("");
  }

  private Optional<List<String>> exact(String word) {
    if (EVERYWHERE.containsKey(word)) {
      return Optional.of(EVERYWHERE.get(word));
    }
    if (word.equals("replace")) {
      return Optional.of(EVERYWHERE.get("append"));
    }
    Optional<Table> table =
        Stream.of(Table.values()).filter(each -> each.word().equals(word)).findFirst();
    return table
        .map(this::lines)
        .or(
            () ->
                Key.all().stream().filter(key -> isCalled(key, word)).findFirst().map(this::lines));
  }

  /** Of a table in which names are free, every name is that of its only key. */
  private static boolean isCalled(Key<?> key, String word) {
    return key.path().toLowerCase(Locale.ROOT).equals(word)
        || key.table().isFree()
            && word.startsWith(key.table().word() + ".")
            && word.indexOf('.') == word.lastIndexOf('.');
  }

  private List<String> lines(Table table) {
    List<String> lines = new ArrayList<>();
    lines.add(table.header());
    lines.add("  " + table.doc());
    table
        .identity()
        .ifPresent(
            key ->
                lines.add(
                    "  One is merged over that of an earlier file with the same " + key + "."));
    lines.add("");
    Key.of(table).forEach(key -> lines.add("  " + row(key.path(), key.doc())));
    return lines;
  }

  private List<String> lines(Key<?> key) {
    List<String> lines = new ArrayList<>();
    lines.add(key.path());
    lines.add("  " + key.doc());
    lines.add("");
    lines.add("  value     " + key.type().expected());
    lines.add(
        "  default   " + (key.fallback().isEmpty() ? "none: it is required" : key.shownFallback()));
    lines.add("  since     " + key.since());
    places(key).forEach(place -> lines.add("  " + place));
    KeyExample.of(key)
        .ifPresent(
            example -> {
              lines.add("");
              lines.add("  " + key.table().header());
              lines.add("  " + key.name() + " = " + example);
            });
    return lines;
  }

  private List<String> places(Key<?> key) {
    Table table = key.table();
    List<String> places = new ArrayList<>();
    places.add("where     below " + table.header() + ": " + table.doc());
    if (table != Table.MATRIX && table != Table.PROFILE && key != LanguageKeys.PROFILES) {
      places.add("          in a profile: below " + inProfile(table));
    }
    if (!table.repeated() && !table.isFree()) {
      places.add("          on the command line: --set " + key.path() + "=VALUE");
    }
    List<String> others =
        shape.alternatives(table.path()).stream().filter(name -> !name.equals(key.name())).toList();
    if (!others.isEmpty() && others.size() < shape.alternatives(table.path()).size()) {
      places.add("          in the place of: " + String.join(", ", others));
    }
    if (key.type().items().isPresent() && key != LanguageKeys.INCLUDE) {
      String merged =
          key.type().isCommand()
              ? "takes the place of an inherited one"
              : "is added to an inherited one";
      places.add("list      it " + merged + "; 'jbuild explain append' edits it");
    }
    return places;
  }

  private static String inProfile(Table table) {
    String inner = "profile.NAME." + table.word();
    return table.repeated() ? "[[" + inner + "]]" : "[" + inner + "]";
  }

  private static String row(String name, String doc) {
    return "%-32s %s".formatted(name, firstSentence(doc)).stripTrailing();
  }

  private static String firstSentence(String doc) {
    int end = doc.indexOf(". ");
    return end < 0 ? doc : doc.substring(0, end + 1);
  }

  private Failure unknown(String asked, String word) {
    String last = word.substring(word.lastIndexOf('.') + 1);
    List<String> names = Key.all().stream().map(Key::name).distinct().toList();
    String fix =
        Spelling.nearest(word, words())
            .or(
                () ->
                    Spelling.nearest(last, names)
                        .map(
                            name ->
                                Key.all().stream()
                                    .filter(key -> key.name().equals(name))
                                    .findFirst()
                                    .orElseThrow()
                                    .path()))
            .map(meant -> "did you mean '" + meant + "'? 'jbuild explain' lists the tables")
            .orElse("'jbuild explain' lists the tables, 'jbuild explain TABLE' its keys");
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot explain " + Printable.value(asked),
        "no key and no table of a recipe is called so",
        fix);
  }
}
