package jbuild.builder.distribution.rpm;

import java.util.List;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.Toolset;

/** A tool of the rpm family that makes one system; it never runs inside of the image. */
public interface RpmProgram {
  RpmSystem system();

  /** What it is made of; its name is that of the tool. */
  Toolset toolset();

  /** Whether packages come in a step of their own, before any is installed. */
  boolean fetchesFirst();

  /** In the image: where the tool looks for files that say where packages come from. */
  String repositories();

  /**
   * Fetches indexes, and packages with all that they need.
   *
   * @param what the packages are, for people
   */
  void fetch(Workspace workspace, String what, List<String> names);

  /** Installs packages, without a network. */
  void install(Workspace workspace, String what, List<String> names);

  /** Removes what the system is to have no more, and what only that needed. */
  void remove(Workspace workspace);

  /** Makes the image forget keys that were only for its build. */
  void forgetKeys(Workspace workspace);

  /** Makes sure that the mirror had the release that was asked for. */
  void checkRelease(Workspace workspace);
}
