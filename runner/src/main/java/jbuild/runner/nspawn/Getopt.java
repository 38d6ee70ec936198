package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads command lines exactly as getopt_long(3) does when it stops at the first word that is no
 * option: with abbreviations, letters written together, and its messages.
 */
public final class Getopt {
  private final String program;
  private final List<Option> options;
  private final Sink sink;
  private List<String> words = List.of();
  private int next;
  private boolean stopped;

  /** Gets the options in the order in which they were typed. */
  public interface Sink {
    /**
     * An option with its value.
     *
     * @return whether the rest is to be read
     */
    boolean option(Option option, String value);

    /** An option without a value. */
    boolean option(Option option);
  }

  public Getopt(String program, List<Option> options, Sink sink) {
    this.program = program;
    this.options = options;
    this.sink = sink;
  }

  /**
   * Returns the words behind the options, or behind the one at which the sink has stopped.
   *
   * @throws WrongOption at the first mistake; the sink has got what came before
   */
  public List<String> parse(List<String> all) {
    words = all;
    next = 0;
    while (next < words.size() && !stopped) {
      String word = words.get(next);
      if (word.equals("--")) {
        next++;
        break;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      next++;
      if (word.startsWith("--")) {
        name(word.substring(2));
      } else {
        letters(word);
      }
    }
    return words.subList(next, words.size());
  }

  private void name(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Option option = named(name);
    if (equals >= 0) {
      if (option.argument() == Argument.NONE) {
        throw wrong("option '--" + option.name() + "' doesn't allow an argument");
      }
      give(option, text.substring(equals + 1));
    } else if (option.argument() == Argument.NAME && nextIsName()) {
      give(option, words.get(next++));
    } else if (option.argument() != Argument.REQUIRED) {
      give(option);
    } else if (next == words.size()) {
      throw wrong("option '--" + option.name() + "' requires an argument");
    } else {
      give(option, words.get(next++));
    }
  }

  private boolean nextIsName() {
    return next < words.size() && IdentityValue.isUser(words.get(next));
  }

  private void give(Option option) {
    stopped |= !sink.option(option);
  }

  private void give(Option option, String value) {
    stopped |= !sink.option(option, value);
  }

  private Option named(String name) {
    List<Option> possible = new ArrayList<>();
    for (Option option : options) {
      if (option.name().equals(name) && !name.isEmpty()) {
        return option;
      }
      if (!option.name().isEmpty() && option.name().startsWith(name)) {
        possible.add(option);
      }
    }
    if (possible.isEmpty()) {
      throw wrong("unrecognized option '--" + name + "'");
    }
    if (possible.size() > 1) {
      StringBuilder text =
          new StringBuilder("option '--" + name + "' is ambiguous; possibilities:");
      for (Option option : possible) {
        text.append(" '--").append(option.name()).append('\'');
      }
      throw wrong(text.toString());
    }
    return possible.get(0);
  }

  private void letters(String word) {
    for (int i = 1; i < word.length() && !stopped; i++) {
      Option option = lettered(word.charAt(i));
      if (option.argument() == Argument.NONE) {
        give(option);
        continue;
      }
      if (i + 1 < word.length()) {
        give(option, word.substring(i + 1));
      } else if (next == words.size()) {
        throw wrong("option requires an argument -- '" + word.charAt(i) + "'");
      } else {
        give(option, words.get(next++));
      }
      return;
    }
  }

  private Option lettered(char letter) {
    for (Option option : options) {
      if (option.letter() == letter) {
        return option;
      }
    }
    throw wrong("invalid option -- '" + letter + "'");
  }

  private WrongOption wrong(String why) {
    return new WrongOption(program, why);
  }
}
