package jbuild.runner.image;

/** A tree of files that may be hostile: every path is resolved inside its root. */
public final class ImageTree {
  private ImageTree() {}
}
