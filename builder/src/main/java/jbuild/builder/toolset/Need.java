package jbuild.builder.toolset;

import java.util.List;

/** A program that a build needs; some go by several names. */
record Need(List<String> names) {
  Need {
    names = List.copyOf(names);
  }

  static Need of(String... names) {
    return new Need(List.of(names));
  }

  boolean isIn(ProgramTree tree) {
    return names.stream().anyMatch(tree::has);
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return String.join(" or ", names);
  }
}
