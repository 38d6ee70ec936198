package jbuild.builder.oci;

import java.util.regex.Pattern;

/** Shows what a bundle says to people: nothing in it may reach their terminal as a command. */
public final class Shown {
  private static final int LONGEST = 80;
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cc}\\p{Cf}\\p{Cs}]");

  private Shown() {}

  /** The text, cut when long, with a question mark for each character that is not to be seen. */
  public static String text(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return UNSEEN.matcher(start).replaceAll("?");
  }
}
