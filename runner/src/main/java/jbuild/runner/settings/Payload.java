package jbuild.runner.settings;

import java.util.List;

/** What runs in a machine as its first process. */
public sealed interface Payload {
  /** The init of the image, found there, with arguments. */
  record Boot(List<String> arguments) implements Payload {
    public Boot {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A program found by the machine's PATH, and its arguments; without any, a login shell.
   *
   * @param underStub whether a small program of ours is the first process, and this the second
   */
  record Program(List<String> argv, boolean underStub) implements Payload {
    public Program {
      argv = List.copyOf(argv);
    }

    public Program(List<String> argv) {
      this(argv, false);
    }
  }
}
