package jbuild.comparison.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Options about the program itself. */
final class GenericRows {
  private GenericRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--help",
            Case.only("--help")
                .showingOnly("^ *-D --directory=PATH|^ *-U --private-users=pick")
                .shows("  -D --directory=PATH")),
        Row.of("--version", Case.only("--version").showingOnly("^systemd 2").shows("systemd 2")),
        Row.of("--quiet", Case.with("--quiet").asking("echo only this").shows("only this")),
        Row.of("--no-pager", Case.with("--no-pager").asking("echo here").shows("here")),
        Row.of(
            "--no-ask-password",
            Case.with("--no-ask-password").asking("echo here").shows("here").byReference()),
        settings(),
        Row.of("--cleanup", Case.with("--cleanup").asking("echo started").shows().byReference()),
        Row.of("--system", Case.with("--system").asking("echo here").shows("here").byReference()),
        Row.of(
            "--user",
            Case.with("--user=demo").asking("id -un").shows("demo"),
            Case.with("--user", "demo").asking("id -un").shows("demo"),
            Case.with("--user").asking("id -un").shows("root").byReference()),
        Row.of(
            "--share-system",
            Case.with("--share-system").isRefused("--share-system").byReference()));
  }

  private static Row settings() {
    String[] ask = {"echo $SET; grep -c tmpfs.*/srv /proc/self/mounts; uname -n"};
    return Row.of(
        "--settings",
        file(Case.with("--hostname=typed"))
            .asking(ask)
            .shows("file", "0", "typed")
            .says("ignoring TemporaryFileSystem="),
        file(Case.with("--settings=no")).asking(ask).shows("", "0", "{name}"),
        file(Case.with("--settings=override"))
            .asking(ask)
            .shows("file", "0", "read")
            .says("ignoring TemporaryFileSystem="),
        file(Case.with("--settings=trusted", "--hostname=typed"))
            .asking(ask)
            .shows("file", "1", "typed"));
  }

  private static Case file(Case one) {
    return one.after(
        place -> {
          Path file = place.directory().resolve(place.name() + ".nspawn");
          Files.writeString(
              file,
              """
              [Exec]
              Environment=SET=file
              Hostname=read
              [Files]
              TemporaryFileSystem=/srv
              """);
        });
  }
}
