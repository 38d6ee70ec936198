package jbuild.comparison.rows;

import java.util.List;

/** Options about what the machine's processes may do. */
final class SecurityRows {
  /** The bits of CAP_SYS_TIME, CAP_MKNOD and CAP_CHOWN in the four sets and the ambient one. */
  private static final String BITS =
      """
      while read -r name mask; do
        case $name in Cap*)
          echo $name $((0x$mask >> 25 & 1)) $((0x$mask >> 27 & 1)) $((0x$mask & 1));;
        esac
      done </proc/self/status
      """;

  private SecurityRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--capability",
            Case.with("--capability=CAP_SYS_TIME").asking(BITS).shows(sets("1 1 1", "0 0 0")),
            Case.with("--capability=CAP_BOGUS").isRefused("CAP_BOGUS")),
        Row.of(
            "--drop-capability",
            Case.with("--drop-capability=CAP_MKNOD,CAP_CHOWN")
                .asking(BITS)
                .shows(sets("0 0 0", "0 0 0")),
            Case.with("--drop-capability=all").asking(BITS).shows(sets("0 0 0", "0 0 0"))),
        Row.of(
            "--ambient-capability",
            Case.with("--ambient-capability=CAP_CHOWN", "-u", "demo")
                .asking(BITS)
                .shows(
                    "CapInh: 0 0 1",
                    "CapPrm: 0 0 1",
                    "CapEff: 0 0 1",
                    "CapBnd: 0 1 1",
                    "CapAmb: 0 0 1"),
            Case.with("--ambient-capability=CAP_SYS_TIME").isRefused("CAP_SYS_TIME")),
        Row.of(
            "--no-new-privileges",
            Case.with("--no-new-privileges=yes")
                .asking("grep ^NoNew /proc/self/status | tr -d '\\t'")
                .shows("NoNewPrivs:1"),
            Case.with("--no-new-privileges=no")
                .asking("grep ^NoNew /proc/self/status | tr -d '\\t'")
                .shows("NoNewPrivs:0")),
        Row.of(
            "--system-call-filter",
            Case.with("--system-call-filter=~mkdir mkdirat")
                .asking("mkdir /tmp/x 2>&1")
                .shows("mkdir: cannot create directory '/tmp/x': Operation not permitted")
                .ends(1),
            Case.with("--system-call-filter=~mkdir mkdirat", "--system-call-filter=@file-system")
                .asking("mkdir /tmp/x 2>/dev/null || echo denied; touch /tmp/y && echo made")
                .shows("denied", "made"),
            Case.with("--system-call-filter=no-such-call").asking("echo here").shows("here")),
        Row.of(
            "--restrict-address-families",
            Case.with("--restrict-address-families=AF_UNIX")
                .running("/bin/bash", "-c", "echo >/dev/tcp/127.0.0.1/1")
                .shows(
                    "/bin/bash: socket: Address family not supported by protocol",
                    "/bin/bash: line 1: /dev/tcp/127.0.0.1/1: Address family not supported by"
                        + " protocol")
                .ends(1)
                .byReference()),
        Row.of("--selinux-context", Case.with("-Z", "a:b:c").isRefused("SELinux")),
        Row.of("--selinux-apifs-context", Case.with("-L", "a:b:c").isRefused("SELinux")));
  }

  private static String[] sets(String all, String ambient) {
    return new String[] {
      "CapInh: " + all, "CapPrm: " + all, "CapEff: " + all, "CapBnd: " + all, "CapAmb: " + ambient
    };
  }
}
