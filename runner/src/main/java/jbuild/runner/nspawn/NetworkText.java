package jbuild.runner.nspawn;

import jbuild.runner.Failure;

/** Texts that stand elsewhere than behind an option, but mean the same. */
public final class NetworkText {
  private NetworkText() {}

  /** Whether the option of networks takes such a value. */
  public static boolean fits(String option, String text) {
    try {
      new NetworkDraft().set(option, text);
      return true;
    } catch (Failure failure) {
      return false;
    }
  }
}
