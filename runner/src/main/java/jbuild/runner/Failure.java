package jbuild.runner;

import java.util.List;

/** A failure the user can act on: what we tried, why it failed, and what to try next. */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitStatus status;
  private final String what;
  private final String why;
  private final String fix;
  private final List<String> details;

  public Failure(ExitStatus status, String what, String why, String fix) {
    this(status, what, why, fix, List.of(), null);
  }

  /** Details are lines shown above the other three: places in a recipe, the end of a tool's log. */
  public Failure(
      ExitStatus status,
      String what,
      String why,
      String fix,
      List<String> details,
      Throwable cause) {
    super(what + ": " + why, cause);
    this.status = status;
    this.what = what;
    this.why = why;
    this.fix = fix;
    this.details = List.copyOf(details);
  }

  public ExitStatus status() {
    return status;
  }

  public String what() {
    return what;
  }

  public String why() {
    return why;
  }

  public String fix() {
    return fix;
  }

  public List<String> details() {
    return details;
  }
}
