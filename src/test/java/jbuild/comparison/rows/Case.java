package jbuild.comparison.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to use an option, and what comes of it.
 *
 * @param options words before the command, with names of a {@link Place} in braces
 * @param command what runs in the machine
 */
record Case(
    List<String> options,
    List<String> command,
    Map<String, String> environment,
    Action before,
    Question after,
    Expected expected,
    Basis basis) {
  /** Means it: nothing else says that a machine is to have a place of its own. */
  static final String OWN_UNIT = "--register=auto";

  /** Where what is expected comes from. */
  enum Basis {
    ORIGINAL("systemd-nspawn 252"),
    REFERENCE("reference");

    private final String text;

    Basis(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Prepares the place of a machine. */
  @FunctionalInterface
  interface Action {
    void in(Place place) throws Exception;
  }

  /** What is to be seen on the host when the machine has ended. */
  @FunctionalInterface
  interface Question {
    String in(Place place) throws Exception;
  }

  /** In the system of the place. */
  static Case with(String... options) {
    List<String> words = new ArrayList<>(List.of("-D", "{tree}"));
    words.addAll(List.of(options));
    return only(words.toArray(String[]::new));
  }

  /** With no other options than these. */
  static Case only(String... options) {
    return new Case(
        List.of(options),
        List.of("/usr/bin/true"),
        Map.of(),
        place -> {},
        place -> "",
        Expected.NOTHING,
        Basis.ORIGINAL);
  }

  /** A shell script that shows what the option does. */
  Case asking(String... lines) {
    return running("/bin/sh", "-c", String.join("\n", lines));
  }

  Case running(String... words) {
    return new Case(options, List.of(words), environment, before, after, expected, basis);
  }

  /** The variable is in the environment of the program itself. */
  Case called(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Case(options, command, more, before, after, expected, basis);
  }

  Case after(Action preparation) {
    return new Case(options, command, environment, preparation, after, expected, basis);
  }

  /** What is asked on the host is expected behind what the machine prints. */
  Case leaving(Question question) {
    return new Case(options, command, environment, before, question, expected, basis);
  }

  Case shows(String... lines) {
    return expecting(expected.text(lines));
  }

  /** Only what matches is compared: the rest belongs to the program. */
  Case showingOnly(String pattern) {
    return expecting(expected.only(pattern));
  }

  Case ends(int status) {
    return expecting(expected.status(status));
  }

  /** The machine starts, and jbuild says something. */
  Case says(String message) {
    return expecting(expected.message(message));
  }

  /** Nothing starts. */
  Case isRefused(String message) {
    return expecting(Expected.refused(message));
  }

  private Case expecting(Expected other) {
    return new Case(options, command, environment, before, after, other, basis);
  }

  /** Whether the machine is part of what started it, which is all that 252 can do here. */
  boolean keepsUnit() {
    return basis == Basis.ORIGINAL || !options.contains(OWN_UNIT);
  }

  /** The old version has not the option, or cannot do it on hosts without systemd. */
  Case byReference() {
    return new Case(options, command, environment, before, after, expected, Basis.REFERENCE);
  }
}
