package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a bundle, and what of it is ignored, each with its JSON pointer. */
public final class Problems {
  /** Who has so many will mend some and look again. */
  private static final int MOST = 100;

  private final List<String> wrong = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  public void wrong(String pointer, String what) {
    add(wrong, pointer, what);
  }

  public void ignored(String pointer, String why) {
    add(ignored, pointer, why);
  }

  private static void add(List<String> list, String pointer, String text) {
    if (list.size() < MOST) {
      list.add(Shown.text(pointer.isEmpty() ? "/" : pointer) + ": " + text);
    }
  }

  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  public List<String> ignored() {
    return List.copyOf(ignored);
  }
}
