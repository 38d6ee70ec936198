package jbuild.runner.network.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IptablesTest {
  @TempDir Path directory;

  @Test
  void saysWhatTheTablesSay() throws IOException {
    IptablesRules rules = IptablesRules.of("web", rules("10.9.8.1", 28, "10.9.8.2", "up0"));

    assertEquals(
        """
        iptables -w -t nat -A POSTROUTING -m comment --comment jbuild-web \
        -s 10.9.8.1/28 ! -o ve-web -j MASQUERADE
        iptables -w -t nat -A POSTROUTING -m comment --comment jbuild-web \
        -s 10.9.8.1/28 -o ve-web -m conntrack --ctstate DNAT -j MASQUERADE
        iptables -w -t nat -A PREROUTING -m comment --comment jbuild-web \
        -i ve-web -d 10.9.8.1 -p tcp --dport 53 -j DNAT --to-destination 10.9.8.1:5300
        iptables -w -t nat -A PREROUTING -m comment --comment jbuild-web \
        -i ve-web -d 10.9.8.1 -p udp --dport 53 -j DNAT --to-destination 10.9.8.1:5300
        iptables -w -t nat -A PREROUTING -m comment --comment jbuild-web \
        -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 10.9.8.2:80
        iptables -w -t filter -N jbuild-1cb54
        iptables -w -t filter -A jbuild-1cb54 -m comment --comment jbuild-web -o ve-+ -j RETURN
        iptables -w -t filter -A jbuild-1cb54 -m comment --comment jbuild-web -o vz-+ -j RETURN
        iptables -w -t filter -A jbuild-1cb54 -m comment --comment jbuild-web -j DROP
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web -i up0 -j jbuild-1cb54
        iptables -w -t filter -A FORWARD -m comment --comment jbuild-web \
        -i ve-web ! -o ve-web -j ACCEPT
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web \
        ! -i ve-web -o ve-web -j REJECT
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web \
        -o ve-web -m conntrack --ctstate DNAT -j ACCEPT
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web \
        -o ve-web -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web \
        -i ve-web -o ve-web -j ACCEPT
        iptables -w -t filter -I FORWARD -m comment --comment jbuild-web \
        -i ve-web ! -o ve-web ! -s 10.9.8.1/28 -j DROP
        iptables -w -t filter -I INPUT -m comment --comment jbuild-web \
        -i ve-web -p udp --dport 67 -j DROP""",
        lines(rules.commands().stream().map(IptablesRules.Command::addition).toList()));
  }

  @Test
  void writesAddressesAndPortsOfIpv6() throws IOException {
    IptablesRules rules = IptablesRules.of("web", rules("fd00:9::1", 64, "fd00:9::2"));

    assertEquals(
        "ip6tables -w -t nat -A PREROUTING -m comment --comment jbuild-web -m addrtype"
            + " --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination"
            + " [fd00:9:0:0:0:0:0:2]:80",
        String.join(" ", rules.commands().get(4).addition()));
  }

  @Test
  void takesItsCommandsBackTheLastFirst() throws IOException {
    String removals =
        lines(IptablesRules.of("web", rules("10.9.8.1", 28, "10.9.8.2", "up0")).removals());

    assertEquals(
        "iptables -w -t filter -D INPUT -m comment --comment jbuild-web"
            + " -i ve-web -p udp --dport 67 -j DROP",
        removals.lines().findFirst().orElseThrow());
    assertEquals(
        "iptables -w -t filter -X jbuild-1cb54",
        removals.lines().skip(11).findFirst().orElseThrow());
  }

  @Test
  void undoesWhatWorkedBeforeTheFirstThatDoesNot() throws IOException {
    Path log = directory.resolve("log");
    program(
        "echo \"$*\" >>" + log + "; case \"$*\" in *'-N '*) echo 'no such table'; exit 3; esac");
    IptablesRules rules = IptablesRules.of("web", rules("10.9.8.1", 28, "10.9.8.2", "up0"));

    Failure failure =
        assertThrows(Failure.class, () -> new Iptables(List.of(directory)).add(rules));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertEquals("cannot say iptables -w -t filter -N jbuild-1cb54", failure.what());
    assertEquals("no such table", failure.why());
    List<String> said = Files.readAllLines(log);
    assertEquals(11, said.size());
    assertEquals(said.get(4).replace("-A", "-D"), said.get(6));
    assertEquals(said.get(0).replace("-A", "-D"), said.get(10));
  }

  @Test
  void saysThatTheHostHasNone() throws IOException {
    IptablesRules rules = IptablesRules.of("web", rules("fd00:9::1", 64, "fd00:9::2"));

    Failure failure =
        assertThrows(Failure.class, () -> new Iptables(List.of(directory)).add(rules));

    assertEquals("the host has no ip6tables", failure.why());
  }

  private void program(String script) throws IOException {
    Path program = Files.writeString(directory.resolve("iptables"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static GatewayRules rules(String host, int prefix, String machine, String... guarded)
      throws IOException {
    return new GatewayRules(
        "ve-web",
        List.of(new GatewayAddress(InetAddress.getByName(host), prefix)),
        List.of(InetAddress.getByName(machine)),
        List.of(new Port(Protocol.TCP, 8080, 80)),
        OptionalInt.of(5300),
        Stream.of(guarded).map(link -> new GuardedLink(link, Family.IPV4)).toList());
  }

  private static String lines(List<List<String>> commands) {
    return commands.stream()
        .map(command -> String.join(" ", command))
        .collect(Collectors.joining("\n"));
  }
}
