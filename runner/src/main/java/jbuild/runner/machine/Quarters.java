package jbuild.runner.machine;

import jbuild.runner.linux.ControlGroup;

/** Where the processes of one machine are kept, and limited. */
interface Quarters extends AutoCloseable {
  /** Takes the machine's first process in; what that starts stays there too. */
  ControlGroup admit(int pid);

  /** The machine runs: whoever else has a say in its end can ask for it from now on. */
  void open(Machine machine);

  /** The machine has ended, or has not started. */
  @Override
  void close();

  /** A group of our own, below the one that we are in. */
  static Quarters own(ControlGroup group) {
    return new Quarters() {
      @Override
      public ControlGroup admit(int pid) {
        group.add(pid);
        return group;
      }

      @Override
      public void open(Machine machine) {
        // Nobody else knows the group.
      }

      @Override
      public void close() {
        // Whoever holds the claim removes it.
      }
    };
  }
}
