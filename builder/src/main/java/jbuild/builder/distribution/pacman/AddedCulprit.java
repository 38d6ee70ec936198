package jbuild.builder.distribution.pacman;

import java.util.List;
import jbuild.builder.distribution.AddedRepository;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Says what to do where a repository of the recipe may be at fault: rules about what pacman says
 * know only the distribution's.
 */
record AddedCulprit(List<AddedRepository> repositories) {
  AddedCulprit {
    repositories = List.copyOf(repositories);
  }

  /** The failure with what helps. */
  Failure blamed(Failure failure) {
    if (repositories.isEmpty() || failure.status() != ExitStatus.NETWORK) {
      return failure;
    }
    String fix =
        repositories.stream()
            .map(AddedRepository::name)
            .filter(name -> isAbout(failure.what(), name))
            .findFirst()
            .map(name -> "correct address, key and fingerprint of the repository " + name)
            .orElse(failure.fix() + "; or see whether a repository of the recipe has it so");
    return new Failure(
        failure.status(),
        failure.what(),
        failure.why(),
        fix,
        failure.details(),
        failure.getCause());
  }

  private static boolean isAbout(String what, String name) {
    return what.endsWith(" " + name)
        || what.endsWith(" " + name + ".db")
        || what.endsWith(" " + name + ".db.sig");
  }
}
