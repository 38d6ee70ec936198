package jbuild.comparison.rows;

import java.util.List;

/** Options about limits. */
final class ResourceRows {
  private ResourceRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--rlimit",
            Case.with("--rlimit=NOFILE=77:99", "--rlimit=RLIMIT_CORE=0", "--rlimit=FSIZE=1M:2M")
                .running("/bin/bash", "-c", "ulimit -Sn; ulimit -Hn; ulimit -Hc; ulimit -Sf")
                .shows("77", "99", "0", "1024"),
            Case.with("--rlimit=NOFILE=9:5").isRefused("9:5"),
            Case.with("--rlimit=nofile=9").isRefused("nofile")),
        Row.of(
            "--oom-score-adjust",
            Case.with("--oom-score-adjust=321").asking("cat /proc/self/oom_score_adj").shows("321"),
            Case.with("--oom-score-adjust=1001").isRefused("1001")),
        Row.of(
            "--cpu-affinity",
            Case.with("--cpu-affinity=0")
                .asking("grep ^Cpus_allowed_list /proc/self/status | tr -d '\\t'")
                .shows("Cpus_allowed_list:0"),
            Case.with("--cpu-affinity=4000").asking("echo started").ends(1)),
        Row.of(
            "--personality",
            Case.with("--personality=x86")
                .asking("uname -m; cat /proc/self/personality")
                .shows("i686", "00000008"),
            Case.with("--personality=vax").isRefused("vax")));
  }
}
