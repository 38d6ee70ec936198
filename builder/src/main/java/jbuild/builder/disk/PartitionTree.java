package jbuild.builder.disk;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jbuild.builder.plan.Command;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.linux.BytePath;

/**
 * The part of an image's tree that one partition has.
 *
 * @param directory of the host
 * @param hidden what other partitions have: paths in the directory, and what is there instead, an
 *     empty directory or another file
 */
record PartitionTree(Path directory, Map<String, Path> hidden) {
  /** Where programs see it, and cannot change it. */
  static final String PLACE = ProgramTree.PLACE + "tree";

  PartitionTree {
    Objects.requireNonNull(directory);
    hidden = Map.copyOf(hidden);
  }

  Command bound(Command command) {
    Command bound = command.bindReadOnly(directory, PLACE);
    for (Map.Entry<String, Path> other : hidden.entrySet()) {
      bound = bound.bindReadOnly(other.getValue(), PLACE + "/" + other.getKey());
    }
    return bound;
  }

  /** Whether a path leads to something that is not there in this partition. */
  boolean isElsewhere(BytePath path) {
    return !hidden.isEmpty() && hiddenAbove(path).isPresent();
  }

  private Optional<String> hiddenAbove(BytePath path) {
    String text = path.toString();
    return hidden.keySet().stream().filter(other -> text.startsWith(other + "/")).findFirst();
  }
}
