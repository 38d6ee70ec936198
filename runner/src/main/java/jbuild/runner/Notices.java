package jbuild.runner;

/** Takes what a user should know although the work goes on. */
@FunctionalInterface
public interface Notices {
  /** For work that nobody watches. */
  Notices NONE = text -> {};

  void warn(String text);
}
