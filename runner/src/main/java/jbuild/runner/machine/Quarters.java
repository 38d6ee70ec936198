package jbuild.runner.machine;

import jbuild.runner.linux.CgroupEntrance;
import jbuild.runner.linux.ControlGroup;

/** Where the processes of one machine are kept, and limited. */
interface Quarters extends AutoCloseable {
  /** By which the machine's first process comes in by itself, as far as it can. */
  CgroupEntrance entrance();

  /**
   * Takes the machine's first process in; what that starts stays there too.
   *
   * @param entered what it has come in by
   */
  ControlGroup admit(int pid, CgroupEntrance entered);

  /** The machine runs: whoever else has a say in its end can ask for it from now on. */
  void open(Machine machine);

  /** The machine has ended, or has not started. */
  @Override
  void close();

  /** A group of our own, below the one that we are in. */
  static Quarters own(ControlGroup group) {
    return new Quarters() {
      @Override
      public CgroupEntrance entrance() {
        return group.entrance();
      }

      @Override
      public ControlGroup admit(int pid, CgroupEntrance entered) {
        entered.rest().add(pid);
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
