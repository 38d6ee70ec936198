package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.CgroupHierarchy;

/**
 * Chooses what a machine sees of the host's control groups, and says before the start when the
 * image's init cannot live with any of it.
 *
 * @param host the hierarchies of the host
 * @param unified what the user wants: only version 2, or only version 1
 */
public record CgroupChoice(List<CgroupHierarchy> host, Optional<Boolean> unified) {
  /** As systemd-nspawn knew it up to version 256. */
  private static final String VARIABLE = "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY";

  private static final Path DIRECTORY = Path.of("/sys/fs/cgroup");

  /** Older ones do not boot with version 2 alone, says systemd-nspawn. */
  private static final int KNOWS_UNIFIED = 230;

  /** From here on version 1 is obsolete, and systemd-nspawn itself soon showed it no more. */
  private static final int PREFERS_UNIFIED = 256;

  /** From here on it refuses to run where version 1 is, also beside version 2. */
  private static final int NEEDS_UNIFIED = 258;

  public CgroupChoice {
    host = List.copyOf(host);
    if (unified.isPresent() && !(unified.get() ? has(host, true) : has(host, false))) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot do what " + VARIABLE + " asks for",
          "this host has no version " + (unified.get() ? 2 : 1) + " of control groups",
          "unset it: the image's init then gets what it can live with");
    }
  }

  /** What the user wants stands in the environment, as systemd-nspawn has it. */
  public static CgroupChoice of(List<CgroupHierarchy> host, Map<String, String> environment) {
    String word = environment.getOrDefault(VARIABLE, "");
    return new CgroupChoice(host, word.isEmpty() ? Optional.empty() : Optional.of(flag(word)));
  }

  private static boolean flag(String word) {
    return Booleans.find(word)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.WRONG_USAGE,
                    "cannot use " + VARIABLE + "=" + word,
                    "it is neither yes nor no",
                    "unset it, or set it to yes (only version 2 of control groups) or no (only 1)"));
  }

  /** What a program sees: it may be any, so nothing is asked of the host. */
  public CgroupView view(ImageFacts image) {
    if (unified.isPresent()) {
      return unified.get() ? CgroupView.UNIFIED : CgroupView.LEGACY;
    }
    if (isUnified()) {
      return CgroupView.UNIFIED;
    }
    if (!has(host, false)) {
      return has(host, true) ? CgroupView.UNIFIED : CgroupView.NONE;
    }
    int enough = isManaged() ? PREFERS_UNIFIED : KNOWS_UNIFIED;
    return has(host, true) && image.systemd().orElse(0) >= enough
        ? CgroupView.UNIFIED
        : CgroupView.AS_ON_HOST;
  }

  /**
   * What the image's init sees.
   *
   * @param name of the image, for the failure when its init would not come far
   */
  public CgroupView viewForInit(String name, ImageFacts image) {
    CgroupView view = view(image);
    OptionalInt systemd = image.systemd();
    if (systemd.isPresent()) {
      require(name, systemd.getAsInt(), view);
    }
    return view;
  }

  private void require(String name, int systemd, CgroupView view) {
    if (view == CgroupView.NONE) {
      throw refusal(
          name,
          systemd,
          "needs control groups, and this host shows none",
          "mount them: 'mount -t cgroup2 cgroup2 /sys/fs/cgroup'");
    }
    if (view == CgroupView.UNIFIED) {
      if (systemd < KNOWS_UNIFIED) {
        throw refusal(
            name,
            systemd,
            "knows only version 1 of control groups, and would see only version 2",
            unified.isPresent()
                ? "unset " + VARIABLE
                : "boot a newer image, or this one on a host that has version 1");
      }
    } else if (systemd >= NEEDS_UNIFIED) {
      throw refusal(
          name,
          systemd,
          "refuses version 1 of control groups, and would see nothing else",
          has(host, true)
              ? "unset " + VARIABLE
              : "mount version 2: 'mkdir /sys/fs/cgroup/unified' and"
                  + " 'mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified'");
    } else if (!isManaged()) {
      throw refusal(
          name,
          systemd,
          "keeps its services apart in a hierarchy of control groups that this host does not have",
          "mount it: 'mkdir /sys/fs/cgroup/systemd' and"
              + " 'mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd'");
    }
  }

  private static Failure refusal(String name, int systemd, String why, String fix) {
    return new Failure(
        ExitStatus.HOST_CANNOT, "cannot boot " + name, "its systemd " + systemd + " " + why, fix);
  }

  /** A host of version 2 that somebody has added a part of version 1 to is still one. */
  private boolean isUnified() {
    for (CgroupHierarchy hierarchy : host) {
      if (hierarchy.isUnified() && hierarchy.mountPoint().equals(DIRECTORY)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is what systemd keeps its services in on version 1. */
  private boolean isManaged() {
    for (CgroupHierarchy hierarchy : host) {
      if (!hierarchy.isUnified() && hierarchy.isManaged()) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<CgroupHierarchy> host, boolean unified) {
    for (CgroupHierarchy hierarchy : host) {
      if (hierarchy.isUnified() == unified) {
        return true;
      }
    }
    return false;
  }
}
