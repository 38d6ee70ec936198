package jbuild.comparison.rows;

import java.util.List;

/** Options about terminals, and about secrets. */
final class ConsoleRows {
  private static final String TERMINAL =
      "test -t 1 && echo terminal || echo none; ls /dev/console 2>/dev/null";

  private ConsoleRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--console",
            Case.with("--console=read-only").asking(TERMINAL).shows("terminal", "/dev/console"),
            Case.with("--console=passive").asking(TERMINAL).shows("terminal", "/dev/console"),
            Case.with("--console=pipe").asking(TERMINAL).shows("none").ends(2),
            Case.with("--console=autopipe").asking(TERMINAL).shows("none").ends(2),
            Case.with("--console=bogus").isRefused("bogus")),
        Row.of(
            "--pipe",
            Case.with("-P")
                .asking(TERMINAL, "read word || echo at its end")
                .shows("none", "at its end")),
        Row.of(
            "--background",
            Case.with("--background=41").asking("echo here").shows("here").byReference()),
        Row.of(
            "--set-credential",
            Case.with("--set-credential=one:a\\nb\\x21")
                .asking(
                    "echo $CREDENTIALS_DIRECTORY; cd $CREDENTIALS_DIRECTORY; stat -c '%a %u %n' . one",
                    "cat one")
                .shows("/run/host/credentials", "500 0 .", "400 0 one", "a", "b!"),
            Case.with("--set-credential=one:a", "--set-credential=one:b").isRefused("one"),
            Case.with("--set-credential=a/b:c").isRefused("a/b")),
        Row.of(
            "--load-credential",
            Case.with("--load-credential=two:{files}/greeting")
                .asking("cat /run/host/credentials/two")
                .shows("hello"),
            Case.with("--load-credential=three:name")
                .called("CREDENTIALS_DIRECTORY", "/usr/share/zoneinfo/Etc")
                .isRefused("name"),
            Case.with("--load-credential=three:name").isRefused("three")));
  }
}
