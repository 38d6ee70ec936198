package jbuild.cli.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads a command line as getopt_long(3) does, with options also behind words. */
final class CommandWords {
  private final Program program;
  private final List<String> words;
  private final List<String> plain = new ArrayList<>();
  private final Map<Setting, List<String>> settings = new EnumMap<>(Setting.class);
  private int next;

  private CommandWords(Program program, List<String> words) {
    this.program = program;
    this.words = words;
  }

  /** Fails in the words of the program. */
  static CommandWords read(Program program, List<String> words) {
    CommandWords read = new CommandWords(program, words);
    read.all();
    return read;
  }

  /** What is no option, the verb first. */
  List<String> plain() {
    return plain;
  }

  Map<Setting, List<String>> settings() {
    return settings;
  }

  private void all() {
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.equals("--")) {
        plain.addAll(words.subList(next, words.size()));
        return;
      }
      if (word.startsWith("--")) {
        name(word.substring(2));
      } else if (word.startsWith("-") && word.length() > 1) {
        letters(word);
      } else {
        plain.add(word);
      }
    }
  }

  private void name(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Option option = named(name, text);
    if (!option.hasValue()) {
      if (equals >= 0) {
        throw wrong("option '--" + option.name() + "' doesn't allow an argument");
      }
      give(option, option.fixed());
    } else if (equals >= 0) {
      give(option, text.substring(equals + 1));
    } else if (next < words.size()) {
      give(option, words.get(next++));
    } else {
      throw wrong("option '--" + option.name() + "' requires an argument");
    }
  }

  private Option named(String name, String typed) {
    List<Option> possible = new ArrayList<>();
    for (Option option : program.options()) {
      if (option.name().equals(name) && !name.isEmpty()) {
        return option;
      }
      if (!option.name().isEmpty() && option.name().startsWith(name)) {
        possible.add(option);
      }
    }
    if (possible.isEmpty()) {
      throw wrong("unrecognized option '--" + typed + "'");
    }
    if (possible.size() > 1) {
      StringBuilder all = new StringBuilder();
      possible.forEach(option -> all.append(" '--").append(option.name()).append('\''));
      throw wrong("option '--" + typed + "' is ambiguous; possibilities:" + all);
    }
    return possible.get(0);
  }

  private void letters(String word) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      Option option =
          program.option(letter).orElseThrow(() -> wrong("invalid option -- '" + letter + "'"));
      if (!option.hasValue()) {
        give(option, option.fixed());
      } else if (i + 1 < word.length()) {
        give(option, word.substring(i + 1));
        return;
      } else if (next < words.size()) {
        give(option, words.get(next++));
      } else {
        throw wrong("option requires an argument -- '" + letter + "'");
      }
    }
  }

  private void give(Option option, String value) {
    if (option.hasValue() && !option.setting().accepts(value)) {
      throw new Wrong(option.setting().complaint(value));
    }
    settings.computeIfAbsent(option.setting(), setting -> new ArrayList<>()).add(value);
  }

  private Wrong wrong(String why) {
    return new Wrong(program.name() + ": " + why);
  }
}
