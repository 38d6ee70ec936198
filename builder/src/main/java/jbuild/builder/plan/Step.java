package jbuild.builder.plan;

/** One thing the builder does to an image. A step is a value: creating it changes nothing. */
public interface Step {
  /** Shown to the user while the step runs, for example {@code install 12 packages}. */
  String name();

  void run(Workspace workspace);
}
