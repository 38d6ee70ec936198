package jbuild.builder.processor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;

/** What is registered in the kernel's binfmt_misc. */
final class BinaryHandlers {
  private static final String TYPE = "binfmt_misc";
  private static final BytePath STATUS = BytePath.of("status");
  private static final BytePath REGISTER = BytePath.of("register");

  /** More than the longest text of one. */
  private static final int LIMIT = 4096;

  private BinaryHandlers() {}

  /** All that are switched on; none at all when we may not see them. */
  static Optional<List<BinaryHandler>> registered() {
    // As the kernel sees them, wherever the file system is mounted.
    try (Fd directory = Mounts.create(TYPE, Map.of(), Set.of())) {
      return Optional.of(in(directory));
    } catch (SyscallFailure failure) {
      // Without binfmt_misc in the kernel there is nothing; who is not root learns it of the build.
      return failure.errno() == Errno.ENODEV ? Optional.of(List.of()) : Optional.empty();
    }
  }

  private static List<BinaryHandler> in(Fd directory) {
    List<BinaryHandler> handlers = new ArrayList<>();
    if (text(directory, STATUS).strip().equals("enabled")) {
      for (BytePath name : Directories.names(directory)) {
        if (!name.equals(STATUS) && !name.equals(REGISTER)) {
          BinaryHandler.parse(name.toString(), text(directory, name)).ifPresent(handlers::add);
        }
      }
    }
    return handlers;
  }

  private static String text(Fd directory, BytePath name) {
    try (Fd file = Descriptors.child(directory, name, Descriptors.O_RDONLY)) {
      return new String(Contents.read(file, LIMIT), StandardCharsets.UTF_8);
    }
  }
}
