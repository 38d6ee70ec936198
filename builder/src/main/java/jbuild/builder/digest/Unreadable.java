package jbuild.builder.digest;

import java.util.UUID;

/** What cannot be read: nobody knows what it is, so it is like nothing else. */
public final class Unreadable {
  private Unreadable() {}

  /** Stands for it in a digest, which then never comes again. */
  public static String mark() {
    return "unreadable " + UUID.randomUUID();
  }
}
