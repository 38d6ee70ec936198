package jbuild.comparison.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Options about what runs, as whom, and what it is called. */
final class ExecutionRows {
  private static final String UUID = "0123456789abcdef0123456789abcdef";

  private ExecutionRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--as-pid2",
            Case.with("-a").asking("echo $$; exit 3").shows("2").ends(3),
            Case.with("-a").asking("kill -9 $$").ends(255),
            Case.with("-a", "-b").isRefused("--boot")),
        boot(),
        Row.of(
            "--chdir",
            Case.with("--chdir=/usr/bin").asking("echo $PWD").shows("/usr/bin"),
            Case.with().asking("echo $PWD").shows("/"),
            Case.with("--chdir=usr").isRefused("usr")),
        Row.of(
            "--setenv",
            Case.with("-E", "A=b c", "--setenv=HERE", "--setenv=GONE", "--setenv=container=x")
                .called("HERE", "of the caller")
                .asking("echo \"$A,$HERE,$GONE,$container\"; env | grep -c ^GONE=$")
                .shows("b c,of the caller,,x", "1"),
            Case.with("--setenv=1=2").isRefused("1=2")),
        Row.of(
            "--uid",
            Case.with("-u", "demo")
                .asking("id; echo $HOME $USER $LOGNAME; echo $PWD")
                .shows(
                    "uid=1000(demo) gid=1000(demo) groups=1000(demo),29(audio)",
                    "/home/demo demo demo",
                    "/"),
            Case.with("-u", "nobody-here").asking("echo started").ends(1)),
        killSignal(),
        Row.of(
            "--notify-ready",
            Case.with("--notify-ready=yes").asking("echo $NOTIFY_SOCKET").shows("/run/host/notify"),
            Case.with("--notify-ready=perhaps").isRefused("perhaps")),
        Row.of(
            "--suppress-sync",
            Case.with("--suppress-sync=yes")
                .asking("sync && echo nothing done; grep ^Seccomp: /proc/self/status | tr -d '\\t'")
                .shows("nothing done", "Seccomp:2")),
        Row.of(
            "--machine",
            Case.with("-M", "other-name").asking("uname -n").shows("other-name"),
            Case.with("-M", "no/name").isRefused("no/name"),
            Case.only("-M", "no-such-machine").isRefused("no-such-machine")),
        Row.of(
            "--hostname",
            Case.with("--hostname=shown.example").asking("uname -n").shows("shown.example"),
            Case.with("--hostname=_%").isRefused("_%")),
        Row.of(
            "--uuid",
            Case.with("--uuid=" + UUID)
                .after(place -> Files.delete(place.tree().resolve("etc/machine-id")))
                .asking("echo $container_uuid; cat /run/host/container-uuid")
                .shows(
                    "01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"),
            Case.with("--uuid=" + UUID)
                .asking("echo $container_uuid")
                .shows("149d5181-756c-4c54-90ce-97d1f18276ba"),
            Case.with("--uuid=00000000000000000000000000000000").isRefused("0000")),
        Row.of(
            "--slice",
            Case.with("--slice=jbuild-rows.slice").asking("echo here").shows("here"),
            Case.with("--slice=jbuild-rows.slice", Case.OWN_UNIT)
                .asking("echo here")
                .shows("here")
                .byReference()),
        Row.of(
            "--property",
            Case.with("--property=TasksMax=500").asking("echo here").shows("here"),
            Case.with("--property=TasksMax=5", Case.OWN_UNIT)
                .asking("(for i in 1 2 3 4 5 6 7 8; do sleep 9 & done) 2>&1 | grep -c Cannot.fork")
                .shows("1")
                .byReference(),
            Case.with("--property=Wants=x", Case.OWN_UNIT).isRefused("Wants").byReference()),
        Row.of(
            "--register",
            Case.with("--register=no").asking("echo here").shows("here"),
            Case.with("--register=auto").asking("echo here").shows("here").byReference()),
        Row.of("--keep-unit", Case.with("--keep-unit").asking("echo here").shows("here")));
  }

  private static Row boot() {
    return Row.of(
        "--boot",
        Case.with("-b", "--setenv=HERE=1")
            .after(ExecutionRows::makeInit)
            .running("one", "two words", "three")
            .shows("1 /sbin/init one,two words,three 1"),
        Case.with("-b")
            .after(ExecutionRows::makeInit)
            .running("KEY-A=value", "k.b=value")
            .shows("1 /sbin/init k.b=value value")
            .byReference(),
        Case.with("-b").isRefused("os-release"));
  }

  private static void makeInit(Place place) throws IOException {
    Files.writeString(place.tree().resolve("etc/os-release"), "ID=small\n");
    Files.createDirectories(place.tree().resolve("usr/sbin"));
    var init = place.tree().resolve("usr/sbin/init");
    Files.writeString(init, "#!/bin/sh\nIFS=,\necho \"$$ $0 $* $HERE$KEY_A\"\n");
    init.toFile().setExecutable(true);
  }

  private static Row killSignal() {
    return Row.of(
        "--kill-signal",
        Case.with("--kill-signal=SIGUSR1").asking("echo here").shows("here"),
        Case.with("--kill-signal=NOSUCH").isRefused("NOSUCH"));
  }
}
