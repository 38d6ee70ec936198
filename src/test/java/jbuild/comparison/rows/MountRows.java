package jbuild.comparison.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Options about what else is shown in the machine. */
final class MountRows {
  private static final int BASE = 1_450_065_920;
  private static final String OWNER = "stat -c '%u %g' /mnt/greeting";

  private MountRows() {}

  static List<Row> all() {
    return List.of(
        bind(),
        Row.of(
            "--bind-ro",
            Case.with("--bind-ro={files}:/mnt")
                .asking("cat /mnt/greeting; touch /mnt/made 2>/dev/null || echo locked")
                .shows("hello", "locked")),
        Row.of(
            "--inaccessible",
            Case.with("--inaccessible=/etc/passwd", "--inaccessible=/srv")
                .asking("stat -c '%F %a' /etc/passwd /srv; cat /etc/passwd")
                .shows("regular empty file 0", "directory 0")
                .byReference(),
            Case.with("--inaccessible=/missing").ends(1)),
        Row.of(
            "--tmpfs",
            Case.with(
                    "--tmpfs=/mnt/a",
                    "--tmpfs=/mnt/b:mode=700,uid=5,noexec",
                    "--tmpfs=/srv:size=1m")
                .asking(
                    "stat -c '%a %u' /mnt/a /mnt/b /srv",
                    "grep -e /mnt/ -e /srv /proc/self/mounts | cut -d' ' -f2-4 | cut -d, -f1-2")
                .shows(
                    "755 0",
                    "700 5",
                    "1777 0",
                    "/mnt/a tmpfs rw,nodev",
                    "/mnt/b tmpfs rw,nodev",
                    "/srv tmpfs rw,nodev"),
            Case.with("--tmpfs=mnt").isRefused("mnt")),
        overlay(),
        Row.of(
            "--overlay-ro",
            Case.with("--overlay-ro=+/etc:{files}:/mnt")
                .asking(
                    "cat /mnt/greeting /mnt/machine-id; touch /mnt/made 2>/dev/null || echo locked")
                .shows("hello", "149d5181756c4c5490ce97d1f18276ba", "locked")),
        bindUser(),
        Row.of(
            "--bind-user-shell",
            Case.with("-U", "--bind-user=daemon", "--bind-user-shell=/bin/x")
                .asking("grep -c '\"shell\":\"/bin/x\"' /run/host/userdb/daemon.user")
                .shows("1")
                .byReference()),
        Row.of(
            "--bind-user-group",
            Case.with("-U", "--bind-user=daemon", "--bind-user-group=audio")
                .asking(
                    "ls /run/host/userdb/*.membership; grep -o member.* /run/host/userdb/daemon.user")
                .shows("/run/host/userdb/daemon:audio.membership", "memberOf\":[\"audio\"]}")
                .byReference()));
  }

  /** Debian has it everywhere, with the same number and home. */
  private static Row bindUser() {
    return Row.of(
        "--bind-user",
        Case.with("-U", "--bind-user=daemon")
            .asking(
                "cd /run/host/userdb; stat -c '%N %a %u' *; cat daemon.user daemon.group",
                "ls -d /run/host/home/*; tr -s ' ' </proc/self/uid_map | cut -d' ' -f2,4",
                "grep '60514 *1 ' /proc/self/uid_map | tr -s ' '")
            .shows(
                "'60514.group' -> 'daemon.group' 777 0",
                "'60514.user' -> 'daemon.user' 777 0",
                "'daemon.group' 644 0",
                "'daemon.user' 644 0",
                "{\"userName\":\"daemon\",\"uid\":60514,\"gid\":60514,"
                    + "\"homeDirectory\":\"/run/host/home/daemon\",\"service\":\"io.systemd.NSpawn\"}",
                "{\"groupName\":\"daemon\",\"gid\":60514,\"service\":\"io.systemd.NSpawn\"}",
                "/run/host/home/daemon",
                "0 60514",
                "60514 1",
                "60515 5021",
                " 60514 1 1"),
        Case.with("--bind-user=daemon").isRefused("--bind-user"));
  }

  private static Row bind() {
    String users = "--private-users=" + BASE;
    return Row.of(
        "--bind",
        Case.with("--bind={files}:/mnt")
            .asking("cat /mnt/greeting; echo back >/mnt/answer")
            .shows("hello", "back")
            .leaving(place -> Files.readString(place.files().resolve("answer"))),
        Case.with("--bind={files}").asking("cat {files}/greeting").shows("hello"),
        Case.with("--bind={files}/greeting:/srv/a/b").asking("cat /srv/a/b").shows("hello"),
        Case.with("--bind={files}/with\\:colon:/mnt/one")
            .after(place -> Files.writeString(place.files().resolve("with:colon"), "colon\n"))
            .asking("cat /mnt/one")
            .shows("colon"),
        Case.with("--bind=+/etc:/mnt")
            .asking("cat /mnt/machine-id")
            .shows("149d5181756c4c5490ce97d1f18276ba"),
        Case.with("--bind=:/mnt")
            .asking("stat -c '%a %u' /mnt; touch /mnt/made && ls /mnt")
            .shows("755 0", "made"),
        Case.with("--bind={files}/missing:/mnt").ends(1),
        Case.with("--bind={files}:mnt").isRefused("mnt"),
        owned(Case.with("--bind={files}:/mnt")).asking(OWNER).shows("1000 1000"),
        owned(Case.with(users, "--bind={files}:/mnt")).asking(OWNER).shows("65534 65534"),
        owned(Case.with(users, "--bind={files}:/mnt:idmap")).asking(OWNER).shows("1000 1000"),
        owned(Case.with(users, "--bind={files}:/mnt:rootidmap")).asking(OWNER).shows("0 0"),
        owned(Case.with("--bind={files}:/mnt:rootidmap")).asking(OWNER).shows("0 0"),
        owned(
                Case.with(
                    users, "--private-users-ownership=map", "--bind={files}:/home/demo:owneridmap"))
            .asking("stat -c '%u %g' /home/demo/greeting")
            .shows("1000 1000")
            .byReference(),
        Case.with("--bind={files}:/mnt:idmap").ends(1));
  }

  private static Case owned(Case one) {
    return one.after(
        place -> {
          for (Path path : List.of(place.files(), place.files().resolve("greeting"))) {
            own(path);
          }
        });
  }

  private static void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", 1000);
    Files.setAttribute(path, "unix:gid", 1000);
  }

  private static Row overlay() {
    return Row.of(
        "--overlay",
        Case.with("--overlay=+/etc:{files}:/mnt")
            .asking("cat /mnt/greeting /mnt/machine-id; echo new >/mnt/made")
            .shows("hello", "149d5181756c4c5490ce97d1f18276ba", "new")
            .leaving(place -> Files.readString(place.files().resolve("made"))),
        Case.with("--overlay=+/etc::/etc")
            .asking("touch /etc/made && ls /etc/made")
            .shows("/etc/made")
            .leaving(place -> Files.exists(place.tree().resolve("etc/made")) ? "left\n" : ""),
        Case.with("--overlay={files}").isRefused("files"));
  }
}
