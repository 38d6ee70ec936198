package jbuild.runner;

/** What jbuild itself exits with. Scripts rely on the numbers. */
public enum ExitStatus {
  DONE(0),
  FAILED(1), // a build step, a check or a test
  WRONG_USAGE(2), // or a wrong recipe
  HOST_CANNOT(3), // privilege, kernel feature or tool is missing
  NETWORK(4), // or a mirror, or a signature
  BUG(5), // in jbuild
  INTERRUPTED(130); // by Ctrl-C

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
