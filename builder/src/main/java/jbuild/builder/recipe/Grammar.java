package jbuild.builder.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.runner.nspawn.NetworkText;
import jbuild.runner.settings.MachineName;

/**
 * What texts of a recipe may look like.
 *
 * <p>They become file names, arguments of programs and lines of configuration files. None of these
 * grammars allows a control character or a dash in front, so none can become something else.
 */
enum Grammar {
  IMAGE_NAME(
      "a name of at most 64 lower-case letters, digits and dashes, other than 'latest'",
      matching(64, "[a-z0-9]([a-z0-9-]*[a-z0-9])?").and(name -> !name.equals("latest"))),
  VERSION(
      "a version of letters, digits and any of . _ ~ + -",
      matching(64, "[A-Za-z0-9][A-Za-z0-9._~+-]*")),
  WORD("a word of letters, digits and any of . _ -", matching(64, "[A-Za-z0-9][A-Za-z0-9._-]*")),
  REPOSITORY(
      "a name of lower-case letters, digits and any of . _ -",
      matching(64, "[a-z0-9][a-z0-9._-]*")),
  SUITE(
      "a suite, for example trixie",
      matching(128, "[A-Za-z0-9][A-Za-z0-9._+-]*(/[A-Za-z0-9][A-Za-z0-9._+-]*)*")),
  COMPONENT("a component, for example main", matching(64, "[a-z0-9][a-z0-9/-]*")),
  // A dash at the end asks apt to remove the package; a group of dnf begins with @.
  PACKAGE(
      "the name of a package: letters, digits and any of + . _ -",
      matching(128, "@?[A-Za-z0-9]([A-Za-z0-9+._-]*[A-Za-z0-9+])?")),
  HOSTNAME("a host name of at most 64 letters, digits, dashes and dots", MachineName::isValid),
  TIMEZONE(
      "a time zone, for example Europe/Paris",
      matching(64, "[A-Za-z0-9][A-Za-z0-9+_-]*(/[A-Za-z0-9][A-Za-z0-9+_-]*)*")),
  KEYMAP(
      "the name of a keymap, for example de-nodeadkeys",
      matching(64, "[A-Za-z0-9][A-Za-z0-9._+-]*")),
  LOCALE(
      "a UTF-8 locale, for example de_DE.UTF-8 or C.UTF-8",
      matching(64, "(C|[a-z]{2,3}_[A-Z]{2})\\.UTF-8(@[a-z]+)?")),
  UNIT(
      "the name of a unit, for example ssh.service",
      matching(255, "[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]*")),
  PRESET(
      "a line of systemd.preset(5), for example \"enable ssh.service\" or \"disable *\"",
      matching(
          512,
          "(enable|disable|ignore) [A-Za-z0-9_*?\\[][A-Za-z0-9:_.@*?!\\[\\]\\\\-]*( [A-Za-z0-9:_.\\\\-]+)*")),
  USER(
      "a name of at most 32 lower-case letters, digits, dashes and underscores",
      matching(32, "[a-z_][a-z0-9_-]*")),
  // Colons end fields of /etc/passwd.
  COMMENT("a text without colons, on one line", matching(255, "[^:\\p{Cntrl}]*")),
  HOME(
      "an absolute path without colons, blanks and '..'",
      matching(255, "/[^:\\s]*").and(Grammar::isImagePath)),
  PUBLIC_KEY(
      "a line of authorized_keys, for example \"ssh-ed25519 AAAA... ada@example\"",
      matching(16384, "[^\\p{Cntrl}#][^\\p{Cntrl}]*").and(Grammar::isPublicKey)),
  ACCOUNT("a user or group, for example www-data", matching(32, "[a-z_][a-z0-9_-]*|[0-9]{1,9}")),
  // The scheme's name and at least one part after it; $1$ and other weak ones are the user's
  // choice.
  HASH(
      "a hash of crypt(5), as openssl passwd -6 prints it",
      matching(512, "\\$[a-z0-9-]+\\$[!-9;-~]+")),
  NETWORK("one of host, none, veth", matching(16, "host|none|veth").and(option("network"))),
  PORT("a port of the host and one of the machine, for example 8080:80", option("port")),
  ZONE("a name of at most 12 letters, digits and dashes", option("network-zone")),
  ADDRESS("an address in figures, for example 192.0.2.1", option("network-dns")),
  MACHINE_ADDRESS("an IPv4 address, for example 10.10.0.2", option("network-address")),
  // Nothing that begins another line of a boot loader's file.
  KERNEL_OPTIONS(
      "at most 2048 characters of ASCII on one line, for example console=ttyS0",
      matching(2048, "[ -~]*")),
  VARIABLE("a variable as NAME=VALUE", matching(4096, "[A-Za-z_][A-Za-z0-9_]*=[^\\p{Cntrl}]*")),
  LABEL("a label as NAME=VALUE", matching(4096, "[A-Za-z0-9][A-Za-z0-9._/-]*=[^\\p{Cntrl}]*")),
  EXPOSED_PORT(
      "a port from 1 to 65535 and tcp, udp or sctp, for example 80/tcp, or several as 80-90/tcp",
      matching(16, "[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?/(tcp|udp|sctp)").and(Grammar::arePorts)),
  CONTAINER_USER(
      "a user, or a user and a group, for example www-data:www-data",
      matching(65, "([a-z_][a-z0-9_-]*|[0-9]{1,9})(:([a-z_][a-z0-9_-]*|[0-9]{1,9}))?")),
  JBUILD("a version of jbuild, for example 0.5", matching(32, "[0-9]{1,6}(\\.[0-9]{1,6}){0,3}")),
  VARIABLE_NAME(
      "a name of letters, digits, dashes and underscores", matching(64, "[A-Za-z_][A-Za-z0-9_-]*")),
  SIGNAL(
      "a signal of signal(7), for example SIGTERM or SIGRTMIN+3, or its number up to 64",
      matching(16, Grammar.SIGNALS + "|SIGRTM(IN[+]|AX-)([12]?[0-9]|30)|[1-9]|[1-5][0-9]|6[0-4]")),
  SHA256(
      "64 hexadecimal digits in lower case, as sha256sum prints them",
      matching(64, "[0-9a-f]{64}")),
  LINK_TARGET("a path, where a link leads", matching(4095, "[^\\p{Cntrl}]+")),
  IMAGE_DIRECTORY(
      "an absolute path in the image, without '..'",
      matching(Grammar.LONGEST_PATH, "/[^\\p{Cntrl}]*")
          .and(text -> text.equals("/") || Grammar.isImagePath(text))),
  IMAGE_PATTERN(
      "an absolute path in the image, in which * and ? stand for parts of a name",
      matching(Grammar.LONGEST_PATH, "/[^\\p{Cntrl}]*").and(Grammar::isImagePath)),
  IMAGE_PATH(
      "an absolute path in the image, without '..'",
      matching(Grammar.LONGEST_PATH, "/[^\\p{Cntrl}]*").and(Grammar::isImagePath)),
  BUILD_TARGET(
      "a path below $SRCDIR, without '..'",
      matching(Grammar.LONGEST_PATH, "[^/\\p{Cntrl}][^\\p{Cntrl}]*")
          .and(text -> Grammar.isImagePath("/" + text)));

  private static final int LONGEST_PATH = 4095;
  private static final int LAST_PORT = 65_535;

  /** Of signal(7), those of Linux. */
  private static final String SIGNALS =
      "SIG(HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD"
          + "|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|POLL|PWR|SYS|RTMIN|RTMAX)";

  private static final Predicate<String> FILE_NAME =
      matching(255, "[^/\\p{Cntrl}]+").and(name -> !name.equals(".") && !name.equals(".."));

  private final String expected;
  private final Predicate<String> predicate;

  Grammar(String expected, Predicate<String> predicate) {
    this.expected = expected;
    this.predicate = predicate;
  }

  String expected() {
    return expected;
  }

  boolean matches(String text) {
    return predicate.test(text);
  }

  Optional<String> parse(String text) {
    return Optional.of(text).filter(predicate);
  }

  private static Matching matching(int longest, String pattern) {
    return new Matching(longest, Pattern.compile(pattern), text -> true);
  }

  /** For programs that know nothing of recipes. */
  ValueForm form() {
    return predicate instanceof Matching matching ? matching.form() : new ValueForm.Text();
  }

  /** A pattern and what it cannot say. */
  private record Matching(int longest, Pattern pattern, Predicate<String> rest)
      implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return text.length() <= longest && pattern.matcher(text).matches() && rest.test(text);
    }

    @Override
    public Matching and(Predicate<? super String> other) {
      return new Matching(longest, pattern, rest.and(other));
    }

    private ValueForm form() {
      if (pattern.pattern().matches("[a-z-]+(\\|[a-z-]+)+")) {
        return ValueForm.words(pattern.pattern().split("\\|"));
      }
      // Java's name of control characters is not everybody's.
      String common = pattern.pattern().replace("\\p{Cntrl}", "\\u0000-\\u001f\\u007f");
      return new ValueForm.Text(List.of(), Optional.of(common), longest);
    }
  }

  /** No such value begins with a dash or has a character that ends a line. */
  private static Predicate<String> option(String name) {
    return text -> text.chars().noneMatch(Character::isISOControl) && NetworkText.fits(name, text);
  }

  /** Options may come first; see AUTHORIZED_KEYS FILE FORMAT in sshd(8). */
  private static boolean isPublicKey(String line) {
    return Pattern.compile("(^|\\s)(ssh|ecdsa|sk)-[a-z0-9@.-]+\\s+AAAA[A-Za-z0-9+/]+=*(\\s|$)")
        .matcher(line)
        .find();
  }

  private static boolean arePorts(String text) {
    String[] range = text.substring(0, text.indexOf('/')).split("-");
    int first = Integer.parseInt(range[0]);
    int last = Integer.parseInt(range[range.length - 1]);
    return first <= last && last <= LAST_PORT;
  }

  private static boolean isImagePath(String path) {
    String[] names = path.split("/", -1);
    return path.length() <= LONGEST_PATH
        && names.length > 1
        && names[0].isEmpty()
        && Stream.of(names).skip(1).allMatch(FILE_NAME);
  }
}
