package jbuild.builder.distribution.pacman;

import java.nio.file.Path;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;

/** Where pacman sees what it works on, in the machine that it runs in. */
final class Places {
  /** The root of the image. */
  static final String TARGET = ProgramTree.PLACE + "target";

  /** Settings, keys and lists of packages of this build. */
  static final String WORK = ProgramTree.PLACE + "pacman";

  /** Downloaded packages. */
  static final String PACKAGES = ProgramTree.PLACE + "packages";

  /** A mirror that is a directory of the host. */
  static final String MIRROR = ProgramTree.PLACE + "mirror";

  /** Repositories of the recipe that are directories of the host. */
  static final String REPOSITORIES = ProgramTree.PLACE + "repositories/";

  /** Packages that are files of the host, with their list. */
  static final String FILES = ProgramTree.PLACE + "files";

  static final String KEYS = "keys";
  static final String LOG = "pacman.log";

  private Places() {}

  /** On the host: what is {@link #WORK} inside. */
  static Path work(Workspace workspace) {
    return workspace.directory().resolve("pacman");
  }

  /** On the host: what is {@link #FILES} inside. */
  static Path files(Workspace workspace) {
    return workspace.directory().resolve("pacman-files");
  }
}
