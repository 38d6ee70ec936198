package jbuild.cli.progress;

/** Colours, where they are wanted. */
public enum Colours {
  ON("\u001b[32m", "\u001b[0m"),
  OFF("", "");

  private final String green;
  private final String end;

  Colours(String green, String end) {
    this.green = green;
    this.end = end;
  }

  String done(String text) {
    return green + text + end;
  }
}
