package jbuild.builder.archive;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jbuild.runner.linux.BytePath;

/**
 * A path below the root of a tree, as its components: none is empty, . or .., and all can be names
 * of files.
 */
record MemberPath(List<BytePath> components) {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 4095;
  static final BytePath HERE = BytePath.of(".");
  static final BytePath UP = BytePath.of("..");

  MemberPath {
    components = List.copyOf(components);
  }

  /** Of a path in an archive: also absolute ones begin at the root of the tree. */
  static MemberPath of(byte[] path) {
    if (path.length > LONGEST_PATH) {
      throw new BadArchive("a path in it is longer than Linux can use");
    }
    List<BytePath> components = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        add(Arrays.copyOfRange(path, start, at), components);
        start = at + 1;
      }
    }
    return new MemberPath(components);
  }

  private static void add(byte[] bytes, List<BytePath> components) {
    BytePath name = name(bytes);
    if (name.equals(UP)) {
      throw new BadArchive("a path in it leads up and out, with '..'");
    }
    if (bytes.length > LONGEST_NAME) {
      throw new BadArchive("a name in it is longer than Linux can use");
    }
    if (!name.isEmpty() && !name.equals(HERE)) {
      components.add(name);
    }
  }

  /** Bytes that can be a path at all. */
  static BytePath name(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new BadArchive("a path in it contains a NUL");
      }
    }
    return BytePath.of(bytes);
  }

  boolean isRoot() {
    return components.isEmpty();
  }

  /** Of a path that is not the root. */
  MemberPath parent() {
    return new MemberPath(components.subList(0, components.size() - 1));
  }

  MemberPath child(BytePath name) {
    List<BytePath> more = new ArrayList<>(components);
    more.add(name);
    return new MemberPath(more);
  }

  BytePath name() {
    return components.get(components.size() - 1);
  }

  /** For calls that resolve from the root, where . is the root itself. */
  BytePath path() {
    return components.isEmpty() ? HERE : relative();
  }

  /** As members have it, where the root is empty. */
  BytePath relative() {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    for (BytePath name : components) {
      if (path.size() > 0) {
        path.write('/');
      }
      path.writeBytes(name.bytes());
    }
    return BytePath.of(path.toByteArray());
  }
}
