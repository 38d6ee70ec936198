package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jbuild.tools.BuiltImages;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines have the links that systemd-nspawn 252 gives them, on both sides, and leave none. */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class NetworkModesIT {
  private static final String LONG_NAME = "abcdefghijklmnopqrstuvwxyz";
  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * A way to give a machine a network.
   *
   * @param machine its name; when empty, it is a short one
   * @param original the same in options of the old version
   * @param renamed what of the old version's view has another name here, and that name
   */
  record Mode(
      String machine, List<String> options, List<String> original, Map<String, String> renamed) {
    static Mode of(String... options) {
      return new Mode("", List.of(options), List.of(options), Map.of());
    }

    Mode called(String name) {
      return new Mode(name, options, original, renamed);
    }

    /** 252 cannot give names to links: it calls this one otherwise. */
    Mode like(String option, String name, String chosen) {
      return new Mode(machine, options, List.of(option), Map.of(name, chosen));
    }

    List<String> optionsAnd(String more) {
      return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    @Override
    public String toString() {
      return options + " " + machine;
    }
  }

  static List<Mode> modes() {
    return List.of(
        Mode.of("--private-network"),
        Mode.of("-n"),
        Mode.of("-n").called(LONG_NAME),
        Mode.of("--network-veth-extra=one", "--network-veth-extra=two:inside"),
        Mode.of("--network-bridge=bridge"),
        Mode.of("--network-bridge=bridge").called("zyxwvutsrqponmlkjihgfedcba"),
        Mode.of("--network-zone=lab"),
        Mode.of("--network-interface=spare"),
        Mode.of("--network-interface=spare:wan").like("--network-interface=spare", "spare", "wan"),
        Mode.of("--network-macvlan=spare"),
        Mode.of("--network-macvlan=spare:wan").like("--network-macvlan=spare", "mv-spare", "wan"),
        Mode.of("-n", "--port=tcp:8080:80", "--port=udp:5353"),
        Mode.of(
            "-n",
            "--network-veth-extra=one",
            "--network-macvlan=other",
            "--network-interface=spare"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modes")
  void givesTheLinksOfTheOriginal(Mode mode) throws Exception {
    String name = mode.machine().isEmpty() ? freshName() : mode.machine();
    SeenLinks theirs = original(name, mode.original()).renamed(mode.renamed());

    check(theirs, jbuild(name, mode.options()));
    check(theirs, jbuild(name, mode.optionsAnd("-U")));
  }

  private static String freshName() {
    return "m" + COUNT.incrementAndGet();
  }

  private static void check(SeenLinks theirs, SeenLinks ours) {
    assertAll(
        () -> assertEquals(theirs.inside(), ours.inside(), ours.errors()),
        () -> assertEquals(theirs.outside(), ours.outside()),
        () -> assertEquals(theirs.afterwards(), ours.afterwards()),
        () -> assertEquals(TestNetwork.LINKS, ours.afterwards()),
        () -> assertEquals("0 0", theirs.status() + " " + ours.status(), theirs.errors()),
        () -> assertEquals("", ours.errors()));
  }

  @Test
  void showsTheLinksOfAnExistingNamespaceAsTheOriginalDoes() throws Exception {
    try (TestNetwork given = TestNetwork.open()) {
      Mode mode = Mode.of("--network-namespace-path=" + given.path(), "--resolv-conf=off");
      SeenLinks theirs = original(freshName(), mode.original());

      check(theirs, jbuild(freshName(), mode.options()));
      check(theirs, jbuild(freshName(), mode.optionsAnd("-U")));
      assertEquals(TestNetwork.LINKS, given.links());
      assertEquals(4, theirs.inside().lines().filter(line -> line.contains(" mtu ")).count());
    }
  }

  @Test
  void givesChildrenOfTheOtherKindWhereTheKernelHasThem() throws Exception {
    String name = freshName();
    SeenLinks theirs = original(name, List.of("--network-ipvlan=spare"));
    SeenLinks ours = jbuild(name, List.of("--network-ipvlan=spare:wan"));

    assertAll(
        () -> assertEquals(theirs.status(), ours.status()),
        () -> assertEquals(theirs.errors().contains("ipvlan"), ours.errors().contains("ipvlan")),
        () -> assertEquals(theirs.renamed(Map.of("iv-spare", "wan")).inside(), ours.inside()),
        () -> assertEquals(TestNetwork.LINKS, ours.afterwards()));
  }

  private static SeenLinks original(String name, List<String> options) throws Exception {
    String tree = BuiltImages.of(SeenLinks.IMAGE).toString();
    ToolsImage tools = ToolsImage.get().showing(BuiltImages.of(SeenLinks.IMAGE).getParent());
    try (SystemdNspawn original = new SystemdNspawn(tools, Map.of());
        TestNetwork network = TestNetwork.open()) {
      return SeenLinks.of(network, original.network(words(tree, name, options)));
    }
  }

  private static SeenLinks jbuild(String name, List<String> options) throws Exception {
    String tree = BuiltImages.of(SeenLinks.IMAGE).toString();
    List<String> all = new ArrayList<>();
    all.addAll(List.of("nspawn", "--quiet", "--register=no", "--keep-unit"));
    all.addAll(words(tree, name, options));
    try (TestNetwork network = TestNetwork.open()) {
      return SeenLinks.of(network, BuiltImages.jbuild(all.toArray(String[]::new)));
    }
  }

  private static List<String> words(String tree, String name, List<String> options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--directory=" + tree, "--machine=" + name, "--read-only", "--pipe"));
    words.addAll(options);
    words.addAll(SeenLinks.COMMAND);
    return words;
  }
}
