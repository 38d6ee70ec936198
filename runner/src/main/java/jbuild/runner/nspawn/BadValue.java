package jbuild.runner.nspawn;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Makes the failures that tell what is wrong with an option's value. */
final class BadValue {
  private BadValue() {}

  /**
   * @param option without dashes
   */
  static Failure of(String option, String value, String why, String fix) {
    String shown = option.startsWith("-") ? option + " " : "--" + option + "=";
    return new Failure(ExitStatus.WRONG_USAGE, "cannot use " + shown + value, why, fix);
  }

  /** Options that exclude each other. */
  static Failure together(String one, String other, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot use " + one + " together with " + other,
        why,
        "leave one of them out");
  }
}
