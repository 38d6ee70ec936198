package jbuild.builder;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Who typed sudo: what lies in the output directory belongs to them, not to root. */
record Invoker(int uid, int gid) {
  private static final String NUMBER = "[0-9]{1,9}";

  /** Nobody when the environment does not tell, as without sudo. */
  static Optional<Invoker> in(Map<String, String> environment) {
    String uid = environment.getOrDefault("SUDO_UID", "");
    String gid = environment.getOrDefault("SUDO_GID", "");
    return uid.matches(NUMBER) && gid.matches(NUMBER)
        ? Optional.of(new Invoker(Integer.parseInt(uid), Integer.parseInt(gid)))
        : Optional.empty();
  }

  /** Gives them a file, a directory without what is in it, or a link itself. */
  void own(Path path) {
    long flags = Descriptors.O_PATH | Descriptors.O_NOFOLLOW;
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()), flags)) {
      Attributes.setOwner(place, uid, gid);
    }
  }
}
