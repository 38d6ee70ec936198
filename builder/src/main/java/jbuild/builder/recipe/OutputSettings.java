package jbuild.builder.recipe;

/** How the outputs are made that can be made in more than one way. */
public record OutputSettings() {
  /** As for a recipe that says nothing of it. */
  public static final OutputSettings STANDARD = new OutputSettings();
}
