package jbuild.runner.resources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * The files of one group by which a property is applied.
 *
 * @param property for messages
 * @param unified whether the group is one of version 2
 */
record GroupFiles(String property, Path group, boolean unified) {
  boolean has(String file) {
    return Files.exists(group.resolve(file));
  }

  void set(String file, long value) {
    set(file, Long.toString(value));
  }

  void set(String file, String value) {
    try {
      Files.writeString(group.resolve(file), value, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot apply the property " + property,
          "'%s' cannot be written to %s: %s".formatted(value, group.resolve(file), Reasons.of(e)),
          "leave it out, or give a value that this host has",
          List.of(),
          e);
    }
  }

  Failure lacks(String file) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot apply the property " + property,
        "this kernel has no " + file + " in " + group,
        "leave it out, or use a kernel that has it");
  }
}
