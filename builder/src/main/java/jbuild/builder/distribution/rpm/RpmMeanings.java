package jbuild.builder.distribution.rpm;

import java.util.List;
import jbuild.builder.distribution.errors.ToolErrors.Meaning;

/** What lines mean that librpm and libcurl write, whichever tool uses them. */
public final class RpmMeanings {
  private static final String SCRIPT_FIX =
      "its maker has to mend it; leave the package out until then";

  /** Scripts of packages that failed. A tool may call the installation a success nevertheless. */
  public static final List<Meaning> SCRIPTS =
      List.of(
          Meaning.ofPackages(
              "%(\\w+)\\((.+)\\) scriptlet failed, exit status (\\d+)",
              "cannot install {2}", "its {1} script ended with exit status {3}", SCRIPT_FIX),
          Meaning.ofPackages(
              "%(\\w+)\\((.+)\\) scriptlet failed, signal (\\d+)",
              "cannot install {2}", "its {1} script was killed by signal {3}", SCRIPT_FIX),
          Meaning.ofPackages(
              "lua script failed: \\[string \"%(\\w+)\\((.+)\\)\"\\]:(.*)",
              "cannot install {2}", "its {1} script failed in line {3}", SCRIPT_FIX),
          Meaning.ofPackages(
              "Error in (\\S+) scriptlet in rpm package (\\S+)",
              "cannot install {2}",
              "its {1} script failed",
              SCRIPT_FIX),
          Meaning.ofPackages(
              "Error in (\\S+) scriptlet: (\\S+)",
              "cannot install {2}",
              "its {1} script failed",
              SCRIPT_FIX));

  /** The disk, and files that two packages have. */
  public static final List<Meaning> FILES =
      List.of(
          Meaning.ofPackages(
              "file (/\\S*) from install of (\\S+) conflicts with file from package (\\S+)",
              "cannot install {2}",
              "{1} is also in {3}",
              "leave one of the two packages out"),
          Meaning.ofPackages(
              "file (/\\S*) conflicts between attempted installs of (\\S+) and (\\S+)",
              "cannot install {2}",
              "{1} is also in {3}",
              "leave one of the two packages out"),
          Meaning.ofPackages(
              "[Aa]t least (\\d+ ?[KMG]i?B) more space needed on the (\\S+) filesystem",
              "cannot install the packages",
              "the disk lacks {1}",
              "make room in the output directory, or choose another with --output-dir"),
          Meaning.ofPackages(
              "needs (\\d+ ?[KMG]i?B) (?:more space )?on the (\\S+) filesystem",
              "cannot install the packages",
              "the disk lacks {1}",
              "make room in the output directory, or choose another with --output-dir"),
          Meaning.ofPackages(
              "No space left on device",
              "cannot install the packages",
              "the disk is full",
              "make room in the output directory, or choose another with --output-dir"));

  private RpmMeanings() {}
}
