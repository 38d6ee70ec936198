package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.tools.BuiltImages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of machines in the network of their host: nothing, however they end. */
@Tag("root")
class AftermathIT {
  private static final String RUNNING = "echo runs; read line";
  private static final String FORWARDING = "ipv4/conf/eth0/forwarding";
  private static final int PORT = 8080;
  private static final int MOMENTS = 10;
  private static final Duration WHOLE_START = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private SmallInternet internet;
  private NetworkState before;

  @BeforeEach
  void openInternet() {
    internet = SmallInternet.open(directory);
    before = state();
  }

  @AfterEach
  void closeInternet() {
    internet.close();
  }

  @Test
  void nothingIsLeftWhenAMachineEnds() throws Exception {
    Process machine =
        start("--machine=after-web", "--port=8080:80", "-n", "--", "/bin/sh", "-c", RUNNING);
    awaitRunning(machine);
    NetworkState meanwhile = state();

    machine.getOutputStream().close();

    assertEquals(1, machine.waitFor(), () -> errors(machine));
    assertEquals("1", meanwhile.settings().get(FORWARDING));
    assertTrue(meanwhile.tables().contains("jbuild-after-web"), meanwhile::toString);
    assertNotEquals(before.sockets(), meanwhile.sockets());
    assertLeft();
  }

  @Test
  void nothingIsLeftOfAMachineWithoutItsProgram() throws Exception {
    Process machine =
        start("--machine=after-bad", "-n", "--port=8080:80", "--", "/there-is-no-such-program");

    assertNotEquals(0, machine.waitFor());
    assertLeft();
  }

  @Test
  void nothingIsLeftOfAMachineWhosePortIsTaken() throws Exception {
    ServerSocketChannel taken =
        NetworkNamespaces.inside(
            internet.host(), () -> ServerSocketChannel.open().bind(new InetSocketAddress(PORT)));
    try (taken) {
      Process machine =
          start(
              "--machine=after-port",
              "--network-zone=after-left",
              "--port=8080:80",
              "--",
              "/bin/true");

      String errors = errors(machine);
      assertNotEquals(0, machine.waitFor());
      assertTrue(errors.contains("8080"), errors);
    }
    assertLeft();
  }

  @Test
  void theHostForwardsUntilTheLastMachineEnds() throws Exception {
    Process first = start("--machine=after-one", "-n", "--", "/bin/sh", "-c", RUNNING);
    Process second =
        start("--machine=after-two", "--network-zone=after-z", "--", "/bin/sh", "-c", RUNNING);
    awaitRunning(first);
    awaitRunning(second);

    first.getOutputStream().close();
    first.waitFor();
    NetworkState meanwhile = state();
    second.getOutputStream().close();
    second.waitFor();

    assertEquals("1", meanwhile.settings().get(FORWARDING));
    assertEquals(List.of("jbuild-after-two"), List.copyOf(meanwhile.tables()));
    assertLeft();
  }

  @Test
  void theNextOneCollectsWhatIsLeftOfAKilledOne() throws Exception {
    for (int moment = 0; moment < MOMENTS; moment++) {
      // A zone's bridge does not end with its machines.
      String link = moment % 2 == 0 ? "-n" : "--network-zone=after-k";
      Process machine =
          start("--machine=after", link, "--port=8080:80", "--", "/bin/sh", "-c", RUNNING);
      machine.waitFor(WHOLE_START.toMillis() * moment / MOMENTS, TimeUnit.MILLISECONDS);

      machine.destroyForcibly().waitFor();

      Process next = start("--machine=after-next", "-n", "--", "/bin/true");
      assertEquals(0, next.waitFor(), () -> errors(next));
      assertLeft();
    }
  }

  /** The kernel takes its time to remove the network of a machine that has ended. */
  private void assertLeft() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    NetworkState after = state();
    while (!before.differenceTo(after).isEmpty() && System.nanoTime() < end) {
      after = state();
    }
    assertEquals(List.of(), before.differenceTo(after));
  }

  private NetworkState state() {
    return NetworkState.of(internet.host(), internet.runtime());
  }

  private Process start(String... words) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("run", "--quiet", "--console=pipe", "--volatile=overlay"));
    all.add("--directory=" + BuiltImages.of("test-images/network.toml"));
    all.addAll(List.of(words));
    return internet.start(
        internet.program(BuiltImages.jbuild(all.toArray(String[]::new)).command()));
  }

  private static void awaitRunning(Process machine) throws IOException {
    BufferedReader output = machine.inputReader();
    assertEquals("runs", output.readLine(), () -> errors(machine));
  }

  private static String errors(Process machine) {
    try {
      return new String(machine.getErrorStream().readAllBytes());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
