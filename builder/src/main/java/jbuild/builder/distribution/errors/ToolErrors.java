package jbuild.builder.distribution.errors;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What the lines of a package tool mean, the most telling ones first: a tool writes several about
 * one mistake, and the last of them is often the least helpful.
 */
public record ToolErrors(List<Meaning> meanings) {
  public ToolErrors {
    meanings = List.copyOf(meanings);
  }

  /**
   * What one kind of line means. {@code {1}} and so on stand for what the groups of the pattern
   * found.
   *
   * @param line is looked for anywhere in a line
   */
  public record Meaning(Pattern line, ExitStatus status, String what, String why, String fix) {
    /** Something is wrong with packages, or what the recipe asks of them. */
    public static Meaning ofPackages(String line, String what, String why, String fix) {
      return new Meaning(Pattern.compile(line), ExitStatus.FAILED, what, why, fix);
    }

    /** Something is wrong with a mirror, or the way to it, or a signature. */
    public static Meaning ofMirror(String line, String what, String why, String fix) {
      return new Meaning(Pattern.compile(line), ExitStatus.NETWORK, what, why, fix);
    }

    private Optional<Failure> in(List<String> output, UnaryOperator<String> translated) {
      for (String text : output) {
        Matcher found = line.matcher(text);
        if (found.find()) {
          return Optional.of(
              new Failure(
                  status,
                  translated.apply(filled(what, found)),
                  translated.apply(filled(why, found)),
                  translated.apply(filled(fix, found)),
                  output.subList(Math.max(0, output.size() - SHOWN), output.size()).stream()
                      .map(translated)
                      .toList(),
                  null));
        }
      }
      return Optional.empty();
    }

    private static String filled(String text, Matcher found) {
      String result = text;
      for (int i = 1; i <= found.groupCount(); i++) {
        String group = found.group(i);
        result = result.replace("{" + i + "}", group == null ? "" : group);
      }
      return result;
    }
  }

  private static final int SHOWN = 12;

  /**
   * What went wrong, when the lines tell.
   *
   * @param translated puts the names that the user knows in place of those that the tool sees
   */
  public Optional<Failure> find(List<String> output, UnaryOperator<String> translated) {
    return meanings.stream()
        .flatMap(meaning -> meaning.in(output, translated).stream())
        .findFirst();
  }
}
