package jbuild.builder.distribution.zypper;

import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.distribution.errors.ToolErrors;
import jbuild.builder.distribution.errors.ToolErrors.Meaning;
import jbuild.builder.distribution.rpm.RpmMeanings;

/** What zypper means by what it writes; see also the exit codes in zypper(8). */
final class ZypperErrors {
  private static final String OTHER_MIRROR =
      "name another mirror with distribution.mirror, or try again later";
  private static final String NOT_TRUSTED =
      "use a mirror of this distribution; a newer jbuild may know newer keys";
  private static final String LEAVE_OUT = "leave the package out, or use a mirror that is complete";

  /** Failures, though zypper calls them a success. */
  static final ToolErrors DESPITE_SUCCESS = new ToolErrors(RpmMeanings.SCRIPTS);

  private static final List<Meaning> SIGNATURES =
      List.of(
          Meaning.ofMirror(
              "File 'repomd.xml' from repository '([^']+)' is unsigned",
              "cannot trust the index of the repository {1}",
              "it is not signed",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "repomd.xml' from (?:repository )?'([^']+)' is signed with an unknown key '([^']+)'",
              "cannot trust the index of the repository {1}",
              "it is signed by the key {2}, which is none of this distribution",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "Signature verification failed for file 'repomd.xml' from repository '([^']+)'",
              "cannot trust the index of the repository {1}",
              "it was changed after it was signed",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "Signature verification failed for repomd.xml",
              "cannot trust the index of a repository",
              "none of the distribution's keys has signed it as it is",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "^ *(\\S+?)(?:\\.rpm)? .*: Signature verification failed \\[6-",
              "cannot trust {1}",
              "it is not signed",
              "use a mirror of this distribution"),
          Meaning.ofMirror(
              "^ *(\\S+?)(?:\\.rpm)? .*: Signature verification failed \\[4-",
              "cannot trust {1}",
              "it is signed, but not by a key of this distribution that is valid",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "^ *(\\S+?)(?:\\.rpm)? .*: Signature verification failed \\[(\\d)-(.*)\\]",
              "cannot trust {1}",
              "its signature was refused: {3}",
              NOT_TRUSTED),
          Meaning.ofMirror(
              "Signature verification failed \\[(\\d)-(.*)\\]",
              "cannot trust a package",
              "its signature was refused: {2}",
              NOT_TRUSTED));

  private static final List<Meaning> MIRRORS =
      List.of(
          Meaning.ofMirror(
              "Digest verification failed for file '([^']+)'",
              "cannot use {1}",
              "the file on the mirror is not what the index says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "(\\S+) .*Digest verification failed",
              "cannot use {1}",
              "the file on the mirror is not what the index says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Wrong digest for '?([^'\\s]+)",
              "cannot use {1}",
              "the file on the mirror is not what the index says",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "File '([^']+)' not found on medium '([^'?]+)[^']*'",
              "cannot fetch {1}",
              "{2} does not have it",
              "correct distribution.mirror or distribution.release"),
          Meaning.ofMirror(
              "Could(?:n't| not) resolve host:? '?([^'\\s\\]]+)",
              "cannot reach the mirror {1}",
              "its name is not known to the name servers of this host",
              "correct distribution.mirror, or mend /etc/resolv.conf"),
          Meaning.ofMirror(
              "Failed to connect to (\\S+) port (\\d+)",
              "cannot fetch from {1}:{2}",
              "the mirror does not accept connections",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Download \\(curl\\) error for '([^'?]+)[^']*'",
              "cannot fetch {1}",
              "the mirror does not give it",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Timeout exceeded when accessing '([^'?]+)[^']*'",
              "cannot fetch {1}",
              "the mirror is too slow, or silent",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Permission to access '([^'?]+?)(?:/content)?(?:\\?[^']*)?' denied",
              "cannot fetch from {1}",
              "the mirror does not permit it",
              "correct distribution.mirror, or name another"),
          Meaning.ofMirror(
              "Location '([^'?]+?)(?:/content)?(?:\\?[^']*)?' is temporarily unaccessible",
              "cannot fetch from {1}",
              "the mirror has a fault of its own",
              OTHER_MIRROR),
          Meaning.ofMirror(
              "Can't create metalink|Repository type can't be determined",
              "cannot use a repository",
              "its index is not there, or not as it should be",
              "correct distribution.mirror, or name another"),
          Meaning.ofMirror(
              "Error retrieving metadata for '([^']+)'",
              "cannot use the repository {1}",
              "its index is not there, or not as it should be",
              "correct distribution.mirror, or name another"),
          Meaning.ofMirror(
              "Repository '([^']+)' is invalid",
              "cannot use the repository {1}",
              "its index is not there, or not as it should be",
              "correct distribution.mirror, or name another"));

  private static final List<Meaning> PACKAGES =
      List.of(
          Meaning.ofPackages(
              "nothing provides '?(.+?)'? needed by the to be installed (\\S+)",
              "cannot install {2}",
              "it needs {1}, which no repository has",
              LEAVE_OUT),
          Meaning.ofPackages(
              "nothing provides '?([^']+?)'? needed by (\\S+)",
              "cannot install {2}",
              "it needs {1}, which no repository has",
              LEAVE_OUT),
          Meaning.ofPackages(
              "(?:installed|to be installed) (\\S+) conflicts with '?([^']+)'? provided by (?:the )?(?:to be )?(?:installed )?(\\S+)",
              "cannot install {1}",
              "it does not go with {3}",
              "leave one of the two packages out"),
          Meaning.ofPackages(
              "No provider of '([^']+)' found",
              "cannot install {1}",
              "the repositories have no package of this name",
              "correct the name in packages.install"),
          Meaning.ofPackages(
              "File (/\\S+)$",
              "cannot install the packages",
              "two of them have the file {1}",
              "leave one of the two packages out"),
          Meaning.ofPackages(
              "Subprocess failed. Error: (?:RPM failed: )?(.*)",
              "cannot install the packages",
              "rpm failed: {1}",
              "the lines above say more"));

  /** Why zypper failed. */
  static final ToolErrors FAILURES =
      new ToolErrors(
          Stream.of(SIGNATURES, MIRRORS, RpmMeanings.SCRIPTS, RpmMeanings.FILES, PACKAGES)
              .flatMap(List::stream)
              .toList());

  private ZypperErrors() {}
}
