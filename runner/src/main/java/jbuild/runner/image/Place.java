package jbuild.runner.image;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.BytePath;

/**
 * A path below the root of a tree, in two parts.
 *
 * @param parents from the root to the directory that has the name
 * @param name the last component, never . or ..
 */
record Place(List<String> parents, String name) {
  /** Of a path that names something other than the root itself. */
  static Place of(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    int last = parts.size() - 1;
    if (last < 0 || parts.get(last).equals(".") || parts.get(last).equals("..")) {
      throw new IllegalArgumentException("no name at the end of the path: " + path);
    }
    return new Place(parts.subList(0, last), parts.get(last));
  }

  BytePath parent() {
    return BytePath.of(parents.isEmpty() ? "." : String.join("/", parents));
  }

  BytePath bytes() {
    return BytePath.of(name);
  }
}
