package jbuild.runner.nspawn;

import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.ResolvConf;

/** What options print that ask for a text: --help, --version, and those with the value help. */
final class HelpText {
  private static final String WORD = "help";
  private static final int COLUMN = 28;

  /**
   * Callers compare the second word, or the third, with the version that they need, and look for
   * features: those here need no option of the build.
   */
  private static final String VERSION = "systemd 262 (262-jbuild)\n+SECCOMP +BLKID\n";

  private HelpText() {}

  static Optional<String> find(Option option, String value) {
    if (option.section() == Section.GENERIC) {
      return switch (option.name()) {
        case WORD -> Optional.of(usage());
        case "version" -> Optional.of(VERSION);
        default -> Optional.empty();
      };
    }
    return value.endsWith(WORD) || value.startsWith(WORD)
        ? values(option, value)
        : Optional.empty();
  }

  private static Optional<String> values(Option option, String value) {
    List<String> words =
        switch (option.name()) {
          case "volatile" -> Modes.words(Volatility.values());
          case "kill-signal" -> SignalNumber.names();
          case "rlimit" -> Modes.names(Resource.values());
          case "resolv-conf" -> Modes.words(ResolvConf.values());
          case "timezone" -> Modes.words(Timezone.values());
          case "console" -> Modes.words(ConsoleMode.values());
          case "private-users-ownership" -> List.of("off", "chown", "map", "foreign", "auto");
          case "capability", "drop-capability", "ambient-capability" -> CapabilityList.names();
          default -> List.of();
        };
    boolean list = option.name().endsWith("capability");
    boolean asked = list ? Fields.of(value, ",").contains(WORD) : value.equals(WORD);
    return asked && !words.isEmpty()
        ? Optional.of(String.join("\n", words) + "\n")
        : Optional.empty();
  }

  private static String usage() {
    StringBuilder text =
        new StringBuilder(
            """
            jbuild nspawn [OPTIONS...] [PATH] [ARGUMENTS...]

            Run a command, or boot an operating system, in a container. The options are those of
            systemd-nspawn(1).

            """);
    Section section = Section.GENERIC;
    for (Option option : Options.known()) {
      if (option.isOldSpelling()) {
        continue;
      }
      if (option.section() != section) {
        section = option.section();
        text.append('\n').append(section.title()).append(":\n");
      }
      addLine(text, option);
    }
    return text.toString();
  }

  private static void addLine(StringBuilder text, Option option) {
    StringBuilder line = new StringBuilder("  ");
    line.append(option.hasLetter() ? "-" + option.letter() : "  ");
    if (!option.name().isEmpty()) {
      line.append(" --").append(option.name());
    }
    switch (option.argument()) {
      case NONE -> {
        // Nothing follows.
      }
      case REQUIRED -> line.append('=').append(option.placeholder());
      case OPTIONAL, NAME -> line.append("[=").append(option.placeholder()).append(']');
    }
    if (line.length() >= COLUMN) {
      text.append(line).append('\n');
      line.setLength(0);
    }
    line.append(" ".repeat(COLUMN - line.length()));
    text.append(line).append(option.help()).append('\n');
  }
}
