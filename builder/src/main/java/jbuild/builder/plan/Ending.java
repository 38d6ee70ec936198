package jbuild.builder.plan;

/** How a build shows what it has made although jbuild can be told to end at any time. */
@FunctionalInterface
public interface Ending {
  /** Does all of it, or fails and does nothing of it because the exit is under way. */
  void show(Runnable renames);
}
