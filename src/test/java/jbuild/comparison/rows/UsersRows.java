package jbuild.comparison.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Options about users of the machine's own. */
final class UsersRows {
  /** Away from what machines of other tests pick. */
  private static final int BASE = 1_449_984_000;

  private static final String MAP = "tr -s ' ' </proc/self/uid_map; tr -s ' ' </proc/self/gid_map";
  private static final String OWNERS = "stat -c '%u:%g' /etc/machine-id /home/demo";

  private UsersRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--private-users",
            Case.with("--private-users=no").asking(MAP).shows(" 0 0 4294967295", " 0 0 4294967295"),
            Case.with("--private-users=identity").asking(MAP).shows(" 0 0 65536", " 0 0 65536"),
            Case.with("--private-users=" + BASE + ":65536")
                .asking(MAP, OWNERS)
                .shows(" 0 1449984000 65536", " 0 1449984000 65536", "65534:65534", "65534:65534"),
            Case.with("--private-users").asking(MAP).shows(" 0 0 65536", " 0 0 65536"),
            Case.with("--private-users=pick")
                .asking(
                    "cut -c11- /proc/self/uid_map | tr -s ' ' | grep -c ' [1-9][0-9]* 65536'",
                    OWNERS)
                .shows("1", "0:0", "1000:1000"),
            Case.with("--private-users=managed").isRefused("managed").byReference(),
            Case.with("--private-users=1:0").isRefused("1:0")),
        ownership(),
        Row.of(
            "--private-users-chown",
            Case.with("--private-users=" + BASE, "--private-users-chown")
                .asking(OWNERS)
                .shows("0:0", "1000:1000", "1449985000")
                .leaving(UsersRows::ownerOnHost)),
        Row.of(
            "--private-users-delegate",
            Case.with("--private-users=managed", "--private-users-delegate=1")
                .isRefused("managed")
                .byReference()),
        Row.of(
            "-U",
            Case.with("-U")
                .asking(OWNERS)
                .shows("0:0", "1000:1000", "1000")
                .leaving(UsersRows::ownerOnHost)));
  }

  private static Row ownership() {
    String base = "--private-users=" + BASE;
    return Row.of(
        "--private-users-ownership",
        Case.with(base, "--private-users-ownership=off")
            .asking(OWNERS)
            .shows("65534:65534", "65534:65534", "1000")
            .leaving(UsersRows::ownerOnHost),
        Case.with(base, "--private-users-ownership=chown")
            .asking(OWNERS)
            .shows("0:0", "1000:1000", "1449985000")
            .leaving(UsersRows::ownerOnHost),
        Case.with(base, "--private-users-ownership=map")
            .asking(OWNERS)
            .shows("0:0", "1000:1000", "1000")
            .leaving(UsersRows::ownerOnHost),
        Case.with(base, "--private-users-ownership=auto")
            .asking(OWNERS)
            .shows("0:0", "1000:1000", "1000")
            .leaving(UsersRows::ownerOnHost),
        Case.with(base, "--private-users-ownership=chown", "--read-only").isRefused("chown"));
  }

  private static String ownerOnHost(Place place) throws IOException {
    Path home = place.tree().resolve("home/demo");
    return Files.getAttribute(home, "unix:uid") + "\n";
  }
}
