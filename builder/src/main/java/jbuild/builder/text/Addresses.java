package jbuild.builder.text;

import java.util.regex.Pattern;

/** Addresses of the network in texts for people. */
public final class Addresses {
  private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s\"']+(?=@)");

  private Addresses() {}

  /** The text, as long as before, without the users and passwords of its addresses. */
  public static String masked(String text) {
    return USER.matcher(text).replaceAll(found -> "*".repeat(found.group().length()));
  }
}
