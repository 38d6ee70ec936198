package jbuild.builder.distribution.pacman;

import static jbuild.runner.ExitStatus.FAILED;
import static jbuild.runner.ExitStatus.NETWORK;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A line of pacman's and what it means; the texts are those of pacman 6.0 and 7.0 in the C locale.
 * In what follows, $1 is the first part of the line in parentheses.
 */
record PacmanRule(Pattern line, ExitStatus status, String what, String why, String fix) {
  private static final String OTHER_MIRROR = "use another mirror of the distribution";
  private static final String OTHER_KEY =
      "use a mirror of this distribution; a newer jbuild, or a profile of yours, may know the key";
  private static final String ADDRESS = "correct distribution.mirror, or try again later";

  /** Of a package, behind its name, which may have parts like that too, but for the numbers. */
  private static final String VERSION = "(?:-[^-\\s]*[0-9][^-\\s]*-[0-9.]+)";

  /** The first that fits counts: causes stand in front of what follows from them. */
  private static final List<PacmanRule> ALL =
      List.of(
          rule(
              "error: failed retrieving file '([^' ]+\\.db)\\.sig' from .*",
              NETWORK,
              "cannot trust the list of packages $1",
              "it is not signed",
              OTHER_MIRROR),
          rule(
              "error: failed retrieving file '([^' ]+\\.pkg\\.tar[^' ]*)\\.sig' from .*"
                  + "(?:Couldn't open file|error: 404|file size exceeded|not found).*",
              NETWORK,
              "cannot trust $1",
              "it is not signed",
              "sign the package, or leave it out"),
          rule(
              "error: (\\S+): key \"([0-9A-F]+)\" is unknown",
              NETWORK,
              "cannot trust $1",
              "it is signed by a key that is not known: $2",
              OTHER_KEY),
          rule(
              "error: key \"([0-9A-F]+)\" could not be looked up remotely",
              NETWORK,
              "cannot trust a package",
              "it is signed by a key that is not known: $1",
              OTHER_KEY),
          rule(
              "error: (\\S+): key \"([0-9A-F]+)\" is disabled",
              NETWORK,
              "cannot trust $1",
              "it is signed by a key that the distribution has revoked: $2",
              OTHER_MIRROR),
          rule(
              "error: (\\S+): signature from \"(.+)\" is invalid",
              NETWORK,
              "cannot trust $1",
              "it was changed after $2 signed it",
              OTHER_MIRROR),
          rule(
              "error: (\\S+): signature from \"(.+)\" is expired",
              NETWORK,
              "cannot trust $1",
              "the signature of $2 has expired",
              OTHER_MIRROR),
          rule(
              "error: (\\S+): (?:missing required signature|signature format error).*",
              NETWORK,
              "cannot trust $1",
              "it is not signed, or not in a way that is known",
              OTHER_MIRROR),
          rule(
              ".*File (?:\\S*/)?([^/ ]+) is corrupted \\(invalid or corrupted package.*\\).*",
              NETWORK,
              "cannot trust $1",
              "it is not what the list of packages or its signature says",
              OTHER_MIRROR),
          rule(
              "error: failed retrieving file '([^']+)' from \\S+ : .*Could not resolve host: (.+)",
              NETWORK,
              "cannot fetch $1",
              "there is no host $2",
              ADDRESS),
          rule(
              "error: failed retrieving file '([^']+)' from (\\S+) :"
                  + " (?:Failed to connect|Could ?n.t connect|Connection refused).*",
              NETWORK,
              "cannot fetch $1",
              "nothing answers at $2",
              ADDRESS),
          rule(
              "error: failed retrieving file '([^']+)' from (\\S+) :"
                  + " The requested URL returned error: (\\d+).*",
              NETWORK,
              "cannot fetch $1",
              "$2 answers with status $3",
              ADDRESS),
          rule(
              "error: failed retrieving file '([^']+)' from disk : Couldn't open file.*",
              NETWORK,
              "cannot fetch $1",
              "the directory of the mirror does not have it",
              "correct distribution.mirror, or complete the directory"),
          rule(
              "error: failed retrieving file '([^']+)' from (\\S+) : Maximum file size exceeded.*",
              NETWORK,
              "cannot fetch $1",
              "$2 answers with something else, which is longer",
              "see whether the mirror still has it; else name another"),
          rule(
              "error: failed retrieving file '([^']+)' from (\\S+) : (.+)",
              NETWORK,
              "cannot fetch $1",
              "$2: $3",
              ADDRESS),
          rule(
              "error: failed to synchronize all databases \\(invalid or corrupted database.*\\)",
              NETWORK,
              "cannot trust a list of packages",
              "its signature is not right",
              OTHER_MIRROR),
          rule(
              ":: unable to satisfy dependency '(.+)' required by (\\S+)",
              FAILED,
              "cannot install $2",
              "it needs $1, which no repository has",
              "add the repository that has it to components, or leave $2 out"),
          rule(
              "(\\S+): (?:\\S*/target)?(/\\S+) exists in filesystem(?: \\(owned by (\\S+)\\))?",
              FAILED,
              "cannot install $1",
              "$2 is there already, and belongs to another package or to none: $3",
              "leave one of the packages out, or write the file later"),
          rule(
              "(?:\\S*/target)?(/\\S+) exists in both '(\\S+)' and '(\\S+)'",
              FAILED,
              "cannot install $2 and $3",
              "both have $1",
              "leave one of the packages out"),
          rule(
              // Some versions of pacman name the packages' versions, too.
              ":: (\\S+?)" + VERSION + "? and (\\S+?)" + VERSION + "? are in conflict.*",
              FAILED,
              "cannot install $1",
              "it does not go with $2",
              "leave one of them out"),
          rule(
              "error: Partition (\\S+) too full: (\\d+) blocks needed, (\\d+) blocks free",
              FAILED,
              "there is no room for the packages",
              "they need $2 blocks of the disk, and $3 are free",
              "make room there, or choose another directory with --output-dir"),
          rule(
              "error: could not extract (\\S+) \\(Write failed\\)",
              FAILED,
              "there is no room for the packages",
              "$1 could not be written",
              "make room there, or choose another directory with --output-dir"),
          rule(
              "error: failed to (?:synchronize all databases|init transaction)"
                  + " \\(unable to lock database\\)",
              FAILED,
              "cannot install packages",
              "a script of the recipe left /var/lib/pacman/db.lck in the image",
              "let the script end what it began with pacman"),
          rule(
              "error: failed to synchronize all databases \\(no servers configured.*\\)",
              FAILED,
              "cannot install packages",
              "a repository of the profile has no mirror",
              "correct the profile"),
          rule(
              "error: could not determine (cachedir|filesystem) mount point.*",
              FAILED,
              "cannot install packages",
              "pacman does not see how much room there is",
              "report this with the lines above"));

  private static PacmanRule rule(
      String line, ExitStatus status, String what, String why, String fix) {
    return new PacmanRule(Pattern.compile(line), status, what, why, fix);
  }

  /** What the first rule that fits one of the lines says. */
  static Optional<Failure> first(List<String> lines, List<String> details) {
    for (PacmanRule rule : ALL) {
      for (String line : lines) {
        Matcher matcher = rule.line().matcher(line);
        if (matcher.matches()) {
          return Optional.of(
              new Failure(
                  rule.status(),
                  filled(rule.what(), matcher),
                  filled(rule.why(), matcher),
                  filled(rule.fix(), matcher),
                  details,
                  null));
        }
      }
    }
    return Optional.empty();
  }

  private static String filled(String text, Matcher matcher) {
    String filled = text;
    for (int i = matcher.groupCount(); i > 0; i--) {
      String group = Optional.ofNullable(matcher.group(i)).orElse("nobody knows");
      filled = filled.replace("$" + i, group);
    }
    return filled;
  }
}
