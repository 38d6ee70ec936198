package jbuild.builder.distribution;

import java.util.Objects;

/**
 * A part of a release on a mirror of the Debian family.
 *
 * @param name of the suite, for example {@code trixie-updates}
 * @param archive which of the distribution's mirrors has it
 */
public record SuitePlace(String name, String archive) {
  public SuitePlace {
    Objects.requireNonNull(name);
    Objects.requireNonNull(archive);
  }
}
