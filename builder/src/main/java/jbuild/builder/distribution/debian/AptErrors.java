package jbuild.builder.distribution.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import jbuild.builder.distribution.errors.ToolErrors;
import jbuild.builder.distribution.errors.ToolErrors.Meaning;
import jbuild.runner.Failure;

/** What apt and dpkg mean by what they write, in all of their generations. */
final class AptErrors {
  private static final String LEAVE_OUT = "leave the package out, or use a mirror that is complete";
  private static final String SCRIPT_FIX =
      "its maker has to mend it; leave the package out until then";
  private static final String ROOM =
      "make room in the output directory, or choose another with --output-dir";

  /** dpkg says in one line which package it is about, and in the next what is wrong with it. */
  private static final String HEAD = "dpkg: error processing archive ";

  private static final String ARCHIVE = HEAD + "\\S*/([^/_]+)_\\S+ .*";

  private static final ToolErrors FAILURES =
      new ToolErrors(
          List.of(
              Meaning.ofPackages(
                  "No space left on device",
                  "cannot install the packages",
                  "the disk is full: No space left on device",
                  ROOM),
              Meaning.ofPackages(
                  "You don't have enough free space in (\\S+?)\\.?$",
                  "cannot install the packages",
                  "the disk is full",
                  ROOM),
              Meaning.ofPackages(
                  "(?:new|installed|old) (\\S+) package (\\S+)-installation script subprocess returned"
                      + " error exit status (\\d+)",
                  "cannot install {1}",
                  "its {2}-installation script ended with exit status {3}",
                  SCRIPT_FIX),
              Meaning.ofPackages(
                  "(?:new|installed|old) (\\S+) package (\\S+)-installation script subprocess was"
                      + " killed by signal (.*)",
                  "cannot install {1}",
                  "its {2}-installation script was killed by signal {3}",
                  SCRIPT_FIX),
              Meaning.ofPackages(
                  ARCHIVE + "trying to overwrite '([^']+)', which is also in package (\\S+)",
                  "cannot install {1}",
                  "{2} is also in {3}",
                  "leave one of the two packages out"),
              Meaning.ofPackages(
                  ARCHIVE + "package architecture \\((\\S+)\\) does not match system \\((\\S+)\\)",
                  "cannot install {1}",
                  "it is for {2}, and the system is for {3}",
                  "correct the name in packages.install"),
              Meaning.ofPackages(
                  "^ *(\\S+) : (?:Pre)?Depends: (.+?) but it is not (?:installable|going to be"
                      + " installed)",
                  "cannot install {1}",
                  "it needs {2}, which no repository has",
                  LEAVE_OUT),
              Meaning.ofPackages(
                  "^ *(\\S+) : (?:Pre)?Depends: (.+?) but (\\S+) is (?:to be )?installed",
                  "cannot install {1}",
                  "it needs {2}, and the repositories have {3}",
                  LEAVE_OUT),
              Meaning.ofPackages(
                  "^ *(\\S+) : (?:Conflicts|Breaks): (\\S+)",
                  "cannot install {1}",
                  "it does not go with {2}",
                  "leave one of the two packages out"),
              Meaning.ofPackages(
                  "^E: (?:Unable to locate package|Package '?)([^ ']+)'?(?: has no installation"
                      + " candidate)?",
                  "cannot install {1}",
                  "no repository has it for this architecture",
                  "correct the name in packages.install")));

  private AptErrors() {}

  /** The failure in words, or the one that it was. */
  static Failure explained(List<String> output, Failure failure) {
    return FAILURES.find(joined(output), UnaryOperator.identity()).orElse(failure);
  }

  private static List<String> joined(List<String> output) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < output.size(); i++) {
      boolean begins = output.get(i).startsWith(HEAD) && i + 1 < output.size();
      lines.add(begins ? output.get(i) + output.get(++i) : output.get(i));
    }
    return lines;
  }
}
