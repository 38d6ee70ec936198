package jbuild.runner.doctor;

import java.util.Optional;
import jbuild.runner.Failure;

/**
 * What came out when one thing was tried on this host.
 *
 * @param name of what was tried, one or two words
 * @param text one line
 * @param fix what to do about it; empty when there is nothing to do
 */
public record Finding(String name, State state, String text, Optional<String> fix) {

  /** What it means for jbuild. */
  public enum State {
    GOOD,
    /** It works, except for what the text names. */
    LIMITED,
    /** No machine can run here. */
    BAD
  }

  public static Finding good(String name, String text) {
    return new Finding(name, State.GOOD, text, Optional.empty());
  }

  public static Finding limited(String name, String text, String fix) {
    return new Finding(name, State.LIMITED, text, Optional.of(fix));
  }

  public static Finding bad(String name, String text, String fix) {
    return new Finding(name, State.BAD, text, Optional.of(fix));
  }

  static Finding bad(String name, Failure failure) {
    return bad(name, failure.what() + ": " + failure.why(), failure.fix());
  }

  /** The same with another fix, if it needs one at all. */
  Finding fixedBy(String other) {
    return new Finding(name, state, text, fix.map(unwanted -> other));
  }
}
