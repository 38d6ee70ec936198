package jbuild.runner.linux;

/** What of the host's a machine can have instead of its own; see namespaces(7). */
public enum SharedNamespace {
  PROCESSES(Namespaces.CLONE_NEWPID),
  /** Its name. */
  HOSTNAME(Namespaces.CLONE_NEWUTS),
  /** Queues, semaphores and shared memory of System V and POSIX. */
  MESSAGES(Namespaces.CLONE_NEWIPC);

  private final long flag;

  SharedNamespace(long flag) {
    this.flag = flag;
  }

  long flag() {
    return flag;
  }
}
