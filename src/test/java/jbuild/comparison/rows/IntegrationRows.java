package jbuild.comparison.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options about what the machine has in common with the host. */
final class IntegrationRows {
  private static final String LINK =
      "'/etc/localtime' -> '../usr/share/zoneinfo/" + SmallSystem.zone() + "'";

  private IntegrationRows() {}

  static List<Row> all() {
    List<Row> rows =
        new ArrayList<>(
            List.of(
                resolvConf(),
                timezone(),
                linkJournal(),
                Row.of("-j", Case.with("-j").asking("echo here").shows("here"))));
    for (String more :
        List.of(
            "=x.journal", "-max-use=1M", "-keep-free=1M", "-max-file-size=1M", "-max-files=3")) {
      String word = "--forward-journal" + more;
      String option = word.substring(0, word.indexOf('='));
      rows.add(
          Row.of(
              option,
              Case.with("--forward-journal={files}", word)
                  .isRefused("--forward-journal=")
                  .byReference()));
    }
    return rows;
  }

  private static Row resolvConf() {
    String shown = "grep -c ^own /etc/resolv.conf; grep -c resolv.conf /proc/self/mountinfo";
    String type = "stat -c %F /etc/resolv.conf; [ /etc/resolv.conf -ef /etc/other ] && echo linked";
    List<Case> cases = new ArrayList<>();
    cases.add(own("off").asking(shown).shows("1", "0").ends(1));
    cases.add(own("delete").asking("ls /etc/resolv.conf 2>/dev/null || echo gone").shows("gone"));
    for (String mode : List.of("auto", "copy-host", "replace-host")) {
      cases.add(own(mode).asking(shown).shows("0", "0").ends(1));
    }
    cases.add(own("bind-host").asking(shown).shows("0", "1"));
    cases.add(
        linked("copy-host").asking(type, shown).shows("symbolic link", "linked", "1", "0").ends(1));
    cases.add(linked("replace-host").asking(type, shown).shows("regular file", "0", "0").ends(1));
    for (String mode : List.of("static", "uplink", "stub")) {
      cases.add(resolved("copy-" + mode, mode));
    }
    cases.add(Case.with("--resolv-conf=bogus").isRefused("bogus"));
    return new Row("--resolv-conf", cases);
  }

  private static Case own(String mode) {
    return Case.with("--resolv-conf=" + mode)
        .after(place -> Files.writeString(place.tree().resolve("etc/resolv.conf"), "own\n"));
  }

  private static Case linked(String mode) {
    return Case.with("--resolv-conf=" + mode)
        .after(
            place -> {
              Path etc = place.tree().resolve("etc");
              Files.writeString(etc.resolve("other"), "own\n");
              Files.delete(etc.resolve("resolv.conf"));
              Files.createSymbolicLink(etc.resolve("resolv.conf"), Path.of("other"));
            });
  }

  /** What systemd-resolved has, if the host has that; see systemd-resolved.service(8). */
  private static Case resolved(String mode, String name) {
    String file =
        switch (name) {
          case "static" -> "/usr/lib/systemd/resolv.conf";
          case "uplink" -> "/run/systemd/resolve/resolv.conf";
          default -> "/run/systemd/resolve/stub-resolv.conf";
        };
    boolean there = Files.exists(Path.of(file));
    Case one = own(mode).asking("grep -c ^own /etc/resolv.conf").byReference();
    return there ? one.shows("0").ends(1) : one.shows("1").says("cannot read the host's " + file);
  }

  private static Row timezone() {
    String ask =
        "stat -c %N /etc/localtime 2>/dev/null; grep -c -e zoneinfo -e /etc/localtime /proc/self/mountinfo";
    return Row.of(
        "--timezone",
        zone("off").asking(ask).shows("'/etc/localtime'", "0").ends(1),
        zone("copy")
            .asking(ask, "grep -c ^own /etc/localtime")
            .shows("'/etc/localtime'", "0", "0")
            .ends(1),
        zone("bind")
            .asking(ask, "grep -c ^own /etc/localtime")
            .shows("'/etc/localtime'", "1", "0")
            .ends(1),
        zone("delete").asking(ask).shows("0").ends(1),
        zone("symlink").asking(ask).shows(LINK, "0").ends(1),
        zone("auto").asking(ask).shows(LINK, "0").ends(1),
        Case.with("--timezone=bogus").isRefused("bogus"));
  }

  private static Case zone(String mode) {
    return Case.with("--timezone=" + mode)
        .after(
            place -> {
              Path etc = place.tree().resolve("etc/localtime");
              Files.delete(etc);
              Files.writeString(etc, "own\n");
            });
  }

  private static Row linkJournal() {
    String ask = "ls -A /var/log/journal 2>/dev/null; echo end";
    List<Case> cases = new ArrayList<>();
    for (String mode : List.of("no", "auto")) {
      cases.add(Case.with("--link-journal=" + mode).asking(ask).shows("end"));
    }
    // They try it on hosts with a journal.
    for (String mode : List.of("try-guest", "try-host")) {
      cases.add(Case.with("--link-journal=" + mode).asking("echo here").shows("here"));
    }
    for (String mode : List.of("host", "guest")) {
      cases.add(
          Case.with("--link-journal=" + mode).isRefused("--link-journal=" + mode).byReference());
    }
    cases.add(Case.with("-x", "--link-journal=host").isRefused("link-journal"));
    cases.add(Case.with("--link-journal=bogus").isRefused("bogus"));
    return new Row("--link-journal", cases);
  }
}
