package jbuild.builder.distribution.dnf;

import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.distribution.errors.ToolErrors;
import jbuild.builder.distribution.errors.ToolErrors.Meaning;
import jbuild.builder.distribution.rpm.RpmMeanings;

/** What dnf means by what it writes, in both generations. */
final class DnfErrors {
  private static final String OTHER_MIRROR =
      "name another mirror with distribution.mirror, or try again later";
  private static final String NOT_TRUSTED =
      "use a mirror of this distribution; a newer jbuild may know newer keys";

  /** Failures, though dnf calls them a success. */
  static final ToolErrors DESPITE_SUCCESS = new ToolErrors(RpmMeanings.SCRIPTS);

  private static final List<Meaning> PACKAGES =
      List.of(
          Meaning.ofPackages(
              "Unable to find a match: (.+)",
              "cannot install {1}",
              "the repositories have no package of this name",
              "correct the name in packages.install"),
          Meaning.ofPackages(
              "(?:Module or Group|Group) '?([^' ]+)'? is not available",
              "cannot install @{1}",
              "the repositories have no group of this name",
              "correct the name in packages.install"),
          Meaning.ofPackages(
              "No match for (?:argument|group from environment): (.+)",
              "cannot install {1}",
              "the repositories have no package of this name",
              "correct the name in packages.install"),
          Meaning.ofPackages(
              "nothing provides (.+) needed by (\\S+)",
              "cannot install {2}",
              "it needs {1}, which no repository has",
              "leave the package out, or use a mirror that is complete"),
          Meaning.ofPackages(
              "(?<!installed )package (\\S+) .*conflicts with (\\S+) provided by (\\S+)",
              "cannot install {1}",
              "it does not go with {3}",
              "leave one of the two packages out"),
          Meaning.ofPackages(
              "package (\\S+) (?:from \\S+ )?does not have a compatible architecture",
              "cannot install {1}",
              "it is for machines of another kind",
              "correct the name in packages.install"),
          Meaning.ofPackages(
              "package (\\S+) .*requires (.+), but none of the providers can be installed",
              "cannot install {1}",
              "it needs {2}, which cannot be installed with the rest",
              "leave the package out, or what it does not go with"));

  private static final List<Meaning> SIGNATURES =
      List.of(
          Meaning.ofMirror(
              "Package (\\S+) is not signed",
              "cannot trust {1}",
              "it is not signed",
              "use a mirror of this distribution"),
          Meaning.ofMirror(
              "OpenPGP check for package \"(\\S+)\".* has failed: .*not signed",
              "cannot trust {1}",
              "it is not signed",
              "use a mirror of this distribution"),
          Meaning.ofMirror(
              "Failing package is: (\\S+)",
              "cannot trust {1}",
              "it is signed, but not by a key of this distribution that is valid",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "OpenPGP check for package \"(\\S+)\".* has failed: .*(?:wrong key|[Nn]o corresponding"
                  + " key|not installed)",
              "cannot trust {1}",
              "it is signed, but not by a key of this distribution that is valid",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "OpenPGP check for package \"(\\S+)\".* has failed: (.*)",
              "cannot trust {1}",
              "its signature was refused: {2}",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "Public key for (\\S+) is not installed",
              "cannot trust {1}",
              "it is signed, but not by a key of this distribution that is valid",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "repo(?:sitory)? ['\"]([^'\"]+)['\"]: GPG verification is enabled, but GPG signature is"
                  + " not available",
              "cannot trust the index of the repository {1}",
              "it is not signed",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "repo(?:sitory)? ['\"]([^'\"]+)['\"]: repomd.xml (?:GPG|OpenPGP) signature verification"
                  + " error: (.*)",
              "cannot trust the index of the repository {1}",
              "none of the distribution's keys has signed it as it is: {2}",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "repomd.xml (?:GPG|OpenPGP) signature verification error: (.*)",
              "cannot trust the index of a repository",
              "none of the distribution's keys has signed it as it is: {1}",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "Failed to retrieve GPG key for repo '([^']+)': (.*)",
              "cannot read a key of the repository {1}",
              "{2}",
              "put the key there, or take it out of the profile"));

  private static final List<Meaning> MIRRORS =
      List.of(
          Meaning.ofMirror(
              "Error opening (\\S+): No such file or directory",
              "cannot fetch {1}",
              "it is in the index, but the file is not there",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Package \"(\\S+)\" from local repository \"(\\S+)\" has incorrect checksum",
              "cannot use {1}",
              "the file in {2} is not what the index says",
              "mend the repository, or name another with distribution.mirror"),
          Meaning.ofMirror(
              "(?:\\[MIRROR\\] )?(\\S+\\.rpm): Downloading successful, but checksum doesn't match",
              "cannot use {1}",
              "the file on the mirror is not what the index says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Downloading successful, but checksum doesn't match.* - (\\S+)",
              "cannot use {1}",
              "it is not what the index says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Downloading successful, but checksum doesn't match",
              "cannot use the index of a repository",
              "a file of it on the mirror is not what its head says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\(6\\): (?:.*\\[Could not resolve host: ([^\\]]+)\\]|.*)",
              "cannot reach the mirror {1}",
              "its name is not known to the name servers of this host",
              "correct distribution.mirror, or mend /etc/resolv.conf"),
          Meaning.ofMirror(
              "Curl error \\(7\\): .* for (\\S+)",
              "cannot fetch {1}",
              "the mirror does not accept connections",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\(28\\): .* for (\\S+)",
              "cannot fetch {1}",
              "the mirror is too slow, or silent",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\((?:35|51|58|60|77)\\): (.*)",
              "cannot fetch from the mirror",
              "its certificate or its encryption is refused: {1}",
              "correct distribution.mirror, or name the file of authorities in SSL_CERT_FILE"),
          Meaning.ofMirror(
              "Curl error \\((?:18|52)\\): .* for (\\S+)",
              "cannot fetch {1}",
              "the mirror ends the connection before all of it is there",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\(47\\): .* for (\\S+)",
              "cannot fetch {1}",
              "the mirror says that it is elsewhere, and there again, without an end",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Inconsistent server data, reported .*Content-Length: (\\d+).* length: (\\d+).* - (\\S+)",
              "cannot use {3}",
              "the file on the mirror has {1} bytes, and the index says {2}",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\(37\\): .* for (\\S+)",
              "cannot read {1}",
              "there is no such file",
              "correct distribution.mirror"),
          Meaning.ofMirror(
              "Status code: 407 for (\\S+)",
              "cannot fetch {1}",
              "the proxy asks for a name and a password",
              "write them into the proxy's address: http://USER:PASSWORD@HOST:PORT"),
          Meaning.ofMirror(
              "Status code: (?:404|410) for (\\S+)",
              "cannot fetch {1}",
              "the mirror does not have it",
              "correct distribution.mirror or distribution.release"),
          Meaning.ofMirror(
              "Status code: (\\d+) for (\\S+)",
              "cannot fetch {2}",
              "the mirror answers {1}",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Curl error \\((\\d+)\\): (.*) for (\\S+)", "cannot fetch {3}", "{2}", OTHER_MIRROR),
          Meaning.ofMirror(
              "Cannot download (\\S+\\.rpm): All mirrors were tried",
              "cannot fetch {1}",
              "the mirror does not have it as it should be",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "(\\S+\\.rpm): Cannot download, all mirrors were already tried",
              "cannot fetch {1}",
              "the mirror does not have it as it should be",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Failed to download metadata for repo '([^']+)': (.*)",
              "cannot use the repository {1}",
              "{2}",
              "correct distribution.mirror, or name another"),
          Meaning.ofMirror(
              "Failed to download metadata \\(.*\\) for repository \"([^\"]+)\": (.*)",
              "cannot use the repository {1}",
              "{2}",
              "correct distribution.mirror, or name another"));

  private static final List<Meaning> REST =
      List.of(
          Meaning.ofPackages(
              "Config error: (.*)", "dnf refuses to start", "{1}", "the end of its log says more"));

  /** Why dnf failed. */
  static final ToolErrors FAILURES =
      new ToolErrors(
          Stream.of(SIGNATURES, MIRRORS, RpmMeanings.SCRIPTS, RpmMeanings.FILES, PACKAGES, REST)
              .flatMap(List::stream)
              .toList());

  private DnfErrors() {}
}
