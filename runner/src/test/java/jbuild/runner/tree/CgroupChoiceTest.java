package jbuild.runner.tree;

import static jbuild.runner.tree.CgroupView.AS_ON_HOST;
import static jbuild.runner.tree.CgroupView.NONE;
import static jbuild.runner.tree.CgroupView.UNIFIED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.CgroupHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CgroupChoiceTest {
  private static final String VARIABLE = "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY";

  /** Kinds of hosts, by what they have mounted. */
  private enum Host {
    VERSION_2(hierarchy("", "")),
    HYBRID(
        hierarchy("cpu,cpuacct", "/cpu,cpuacct"),
        hierarchy("name=systemd", "/systemd"),
        hierarchy("", "/unified")),
    VERSION_1(hierarchy("cpu,cpuacct", "/cpu,cpuacct"), hierarchy("name=systemd", "/systemd")),
    VERSION_1_WITHOUT_SYSTEMD(hierarchy("cpu", "/cpu"), hierarchy("pids", "/pids")),
    HYBRID_WITHOUT_SYSTEMD(hierarchy("cpu", "/cpu"), hierarchy("", "/unified")),
    VERSION_2_AND_AN_EXTRA(hierarchy("", ""), hierarchy("net_cls", "/net_cls")),
    NO_GROUPS;

    private final List<CgroupHierarchy> hierarchies;

    Host(CgroupHierarchy... hierarchies) {
      this.hierarchies = List.of(hierarchies);
    }

    private static CgroupHierarchy hierarchy(String options, String place) {
      Path point = Path.of("/sys/fs/cgroup" + place);
      return new CgroupHierarchy(options, point, point);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // What an old, an elder, a current and a new systemd see, and another init.
    "VERSION_2,                         , UNIFIED,    UNIFIED,    UNIFIED, UNIFIED",
    "HYBRID,                  AS_ON_HOST, AS_ON_HOST, AS_ON_HOST, UNIFIED, AS_ON_HOST",
    "VERSION_1,               AS_ON_HOST, AS_ON_HOST, AS_ON_HOST,        , AS_ON_HOST",
    "VERSION_1_WITHOUT_SYSTEMD,         ,           ,           ,        , AS_ON_HOST",
    "HYBRID_WITHOUT_SYSTEMD,            , UNIFIED,    UNIFIED,    UNIFIED, AS_ON_HOST",
    "VERSION_2_AND_AN_EXTRA,            , UNIFIED,    UNIFIED,    UNIFIED, UNIFIED",
    "NO_GROUPS,                         ,           ,           ,        , NONE",
  })
  void givesEachInitWhatItCanLiveWithOrRefuses(
      Host host,
      CgroupView systemd229,
      CgroupView systemd230,
      CgroupView systemd252,
      CgroupView systemd258,
      CgroupView other) {
    assertEquals(Optional.ofNullable(systemd229), viewForInit(host, OptionalInt.of(229)));
    assertEquals(Optional.ofNullable(systemd230), viewForInit(host, OptionalInt.of(230)));
    assertEquals(Optional.ofNullable(systemd252), viewForInit(host, OptionalInt.of(252)));
    assertEquals(Optional.ofNullable(systemd258), viewForInit(host, OptionalInt.of(258)));
    assertEquals(Optional.of(other), viewForInit(host, OptionalInt.empty()));
  }

  @Test
  void showsOnlyVersion2ToASystemdThatCallsVersion1ObsoleteWhenThereIsBoth() {
    assertEquals(Optional.of(AS_ON_HOST), viewForInit(Host.HYBRID, OptionalInt.of(255)));
    assertEquals(Optional.of(UNIFIED), viewForInit(Host.HYBRID, OptionalInt.of(256)));
    assertEquals(Optional.of(AS_ON_HOST), viewForInit(Host.VERSION_1, OptionalInt.of(257)));
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void neverRefusesAProgram(Host host) {
    CgroupChoice choice = CgroupChoice.of(host.hierarchies, Map.of());

    CgroupView view = choice.view(image(OptionalInt.of(300)));

    assertEquals(host == Host.NO_GROUPS, view == NONE);
  }

  @Test
  void saysWhatIsInTheWayOfAnInitAndWhatToDo() {
    assertEquals(
        List.of(
            "cannot boot /images/web",
            "its systemd 262 refuses version 1 of control groups, and would see nothing else",
            "mount version 2: 'mkdir /sys/fs/cgroup/unified' and"
                + " 'mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified'"),
        refusal(Host.VERSION_1, Map.of(), 262));
    assertEquals(
        List.of(
            "cannot boot /images/web",
            "its systemd 219 knows only version 1 of control groups, and would see only version 2",
            "boot a newer image, or this one on a host that has version 1"),
        refusal(Host.VERSION_2, Map.of(), 219));
    assertEquals(
        List.of(
            "cannot boot /images/web",
            "its systemd 252 keeps its services apart in a hierarchy of control groups that this"
                + " host does not have",
            "mount it: 'mkdir /sys/fs/cgroup/systemd' and"
                + " 'mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd'"),
        refusal(Host.VERSION_1_WITHOUT_SYSTEMD, Map.of(), 252));
    assertEquals(
        List.of(
            "cannot boot /images/web",
            "its systemd 252 needs control groups, and this host shows none",
            "mount them: 'mount -t cgroup2 cgroup2 /sys/fs/cgroup'"),
        refusal(Host.NO_GROUPS, Map.of(), 252));
  }

  @ParameterizedTest
  @CsvSource({
    "yes, HYBRID, UNIFIED",
    "1, HYBRID, UNIFIED",
    "On, VERSION_2, UNIFIED",
    "no, HYBRID, LEGACY",
    "0, VERSION_1, LEGACY",
    "F, VERSION_1, LEGACY",
  })
  void doesWhatTheEnvironmentAsksFor(String word, Host host, CgroupView view) {
    CgroupChoice choice = CgroupChoice.of(host.hierarchies, Map.of(VARIABLE, word));

    assertEquals(view, choice.viewForInit("/images/web", image(OptionalInt.of(252))));
  }

  @Test
  void takesNothingForAnAnswer() {
    CgroupChoice choice = CgroupChoice.of(Host.HYBRID.hierarchies, Map.of(VARIABLE, ""));

    assertEquals(AS_ON_HOST, choice.view(image(OptionalInt.of(252))));
  }

  @Test
  void refusesWhatTheEnvironmentAsksForWhenTheHostOrTheInitCannotDoIt() {
    assertEquals(
        "it is neither yes nor no", assertThrows(Failure.class, () -> asking("maybe")).why());
    assertEquals(
        "this host has no version 2 of control groups",
        assertThrows(Failure.class, () -> asking("yes")).why());
    assertEquals(
        "unset SYSTEMD_NSPAWN_UNIFIED_HIERARCHY",
        refusal(Host.HYBRID, Map.of(VARIABLE, "no"), 262).get(2));
    assertEquals(
        "unset SYSTEMD_NSPAWN_UNIFIED_HIERARCHY",
        refusal(Host.HYBRID, Map.of(VARIABLE, "yes"), 219).get(2));
  }

  private static CgroupChoice asking(String word) {
    return CgroupChoice.of(Host.VERSION_1.hierarchies, Map.of(VARIABLE, word));
  }

  /** Nothing when that init is refused. */
  private static Optional<CgroupView> viewForInit(Host host, OptionalInt systemd) {
    CgroupChoice choice = CgroupChoice.of(host.hierarchies, Map.of());
    try {
      return Optional.of(choice.viewForInit("/images/web", image(systemd)));
    } catch (Failure refusal) {
      assertEquals(ExitStatus.HOST_CANNOT, refusal.status());
      return Optional.empty();
    }
  }

  private static List<String> refusal(Host host, Map<String, String> environment, int systemd) {
    CgroupChoice choice = CgroupChoice.of(host.hierarchies, environment);
    Failure failure =
        assertThrows(
            Failure.class, () -> choice.viewForInit("/images/web", image(OptionalInt.of(systemd))));
    return List.of(failure.what(), failure.why(), failure.fix());
  }

  private static ImageFacts image(OptionalInt systemd) {
    return new ImageFacts(Optional.of("/usr/lib/systemd/systemd"), systemd, Optional.empty(), true);
  }
}
