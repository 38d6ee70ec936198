package jbuild.runner.machine;

import java.util.List;
import jbuild.runner.linux.Fd;

/** Where a payload's standard input, output and error lead. */
public sealed interface Stdio {
  /** To a terminal of the machine's own; the other side of it is {@link Machine#terminal}. */
  record Terminal() implements Stdio {}

  /** To these descriptors of ours. */
  record Descriptors(Fd input, Fd output, Fd error) implements Stdio {
    List<Fd> all() {
      return List.of(input, output, error);
    }
  }

  /** To where our own lead. */
  static Stdio inherited() {
    return new Descriptors(
        new Fd(0, "standard input"), new Fd(1, "standard output"), new Fd(2, "standard error"));
  }
}
