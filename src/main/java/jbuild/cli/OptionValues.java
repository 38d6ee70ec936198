package jbuild.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.console.Console;
import jbuild.runner.linux.Capability;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.MachineName;

/** What may be written after the options of systemd-nspawn; see systemd-nspawn(1). */
final class OptionValues {
  private static final Map<String, Console> CONSOLES =
      Map.of(
          "interactive", Console.INTERACTIVE,
          "read-only", Console.READ_ONLY,
          "pipe", Console.PIPE);
  private static final List<String> YES = List.of("1", "yes", "y", "true", "t", "on");
  private static final List<String> NO = List.of("0", "no", "n", "false", "f", "off");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{32}");
  // At colons, but not at those behind a backslash.
  private static final Pattern COLON = Pattern.compile("(?<!\\\\):");

  private OptionValues() {}

  /** An environment variable. */
  record Variable(String name, String value) {}

  static MachineName machineName(String text) {
    if (!MachineName.isValid(text)) {
      throw wrong("--machine", text, "it is no host name", "use letters, digits, dashes and dots");
    }
    return new MachineName(text);
  }

  static String hostname(String text) {
    if (!MachineName.isValid(text)) {
      throw wrong("--hostname", text, "it is no host name", "use letters, digits, dashes and dots");
    }
    return text;
  }

  static UUID uuid(String text) {
    String digits = text.toLowerCase(Locale.ROOT).replace("-", "");
    if (!HEXADECIMAL.matcher(digits).matches() || digits.equals("0".repeat(digits.length()))) {
      throw wrong("--uuid", text, "it is no machine ID", "write 32 hexadecimal digits");
    }
    return new UUID(
        Long.parseUnsignedLong(digits.substring(0, 16), 16),
        Long.parseUnsignedLong(digits.substring(16), 16));
  }

  static Console console(String text) {
    return Optional.ofNullable(CONSOLES.get(text))
        .orElseThrow(
            () -> wrong("--console", text, "no such mode", "write interactive, read-only or pipe"));
  }

  static boolean truth(String option, String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw wrong(option, text, "it is neither true nor false", "write yes or no");
    }
    return YES.contains(word);
  }

  static String insidePath(String text) {
    if (!text.startsWith("/")) {
      throw wrong("--chdir", text, "it does not begin at the machine's root", "begin it with /");
    }
    return text;
  }

  /** A name alone stands for the variable's value here. */
  static Variable variable(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (!VARIABLE.matcher(name).matches()) {
      throw wrong("--setenv", text, "'" + name + "' names no variable", "write NAME=VALUE");
    }
    String value =
        equals < 0
            ? Optional.ofNullable(System.getenv(name)).orElse("")
            : text.substring(equals + 1);
    return new Variable(name, value);
  }

  static CustomMount bind(String option, String text, boolean readOnly) {
    List<String> parts =
        Arrays.stream(COLON.split(text, -1)).map(part -> part.replace("\\:", ":")).toList();
    Path source = Path.of(parts.get(0)).toAbsolutePath().normalize();
    String target = parts.size() > 1 ? parts.get(1) : source.toString();
    if (parts.size() > 2 || parts.get(0).isEmpty() || !target.startsWith("/")) {
      throw wrong(
          option,
          text,
          "it is not a path of the host and, after a colon, an absolute path of the machine",
          "write PATH or PATH:PATH; a colon inside a path is \\:");
    }
    return CustomMount.Bind.of(source, target, readOnly);
  }

  /** Names as in capabilities(7), in any case. */
  static Set<Capability> capabilities(String option, String list) {
    if (list.equals("all")) {
      return EnumSet.allOf(Capability.class);
    }
    return Arrays.stream(list.split(",", -1))
        .map(name -> capability(option, list, name))
        .collect(Collectors.toSet());
  }

  private static Capability capability(String option, String list, String name) {
    return Arrays.stream(Capability.values())
        .filter(capability -> capability.manualName().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    option,
                    list,
                    "'" + name + "' names no capability",
                    "write names as in capabilities(7), CAP_NET_ADMIN for example, or all"));
  }

  private static Failure wrong(String option, String text, String why, String fix) {
    return new Failure(ExitStatus.WRONG_USAGE, "cannot use " + option + "=" + text, why, fix);
  }
}
