package jbuild.runner.machine;

import java.util.List;
import jbuild.runner.linux.Fd;

/** Where a payload's standard input, output and error lead. */
public sealed interface Stdio {
  /** Descriptors of ours that the payload has beside those, from 3 on. */
  List<Fd> passed();

  /** To a terminal of the machine's own; the other side of it is {@link Machine#terminal}. */
  record Terminal(List<Fd> passed) implements Stdio {
    public Terminal() {
      this(List.of());
    }
  }

  /** To these descriptors of ours. */
  record Descriptors(Fd input, Fd output, Fd error, List<Fd> passed) implements Stdio {
    public Descriptors(Fd input, Fd output, Fd error) {
      this(input, output, error, List.of());
    }

    List<Fd> all() {
      return List.of(input, output, error);
    }
  }

  /** To where our own lead. */
  static Stdio inherited(List<Fd> passed) {
    return new Descriptors(
        new Fd(0, "standard input"),
        new Fd(1, "standard output"),
        new Fd(2, "standard error"),
        passed);
  }
}
