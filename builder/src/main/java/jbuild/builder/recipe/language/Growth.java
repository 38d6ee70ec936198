package jbuild.builder.recipe.language;

/** How much text a composition has made: a small recipe must not fill the memory. */
final class Growth {
  private static final long MOST = 16L * Source.LARGEST;

  private final Problems problems;
  private long made;

  Growth(Problems problems) {
    this.problems = problems;
  }

  /** Counts a text, or ends everything. */
  void add(long length, Origin origin) {
    made += length;
    if (made > MOST) {
      Problems alone = problems.alone();
      alone.report(
          origin,
          "the texts of the recipe become longer than 16 MiB together",
          "use long variables less often, or split the matrix");
      alone.refuse();
    }
  }
}
