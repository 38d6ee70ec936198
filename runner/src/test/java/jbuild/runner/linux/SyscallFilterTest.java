package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class SyscallFilterTest {
  @Test
  void readsNamesAndGroupsWithAnySpaceBetweenThem() {
    assertEquals(
        new SyscallFilter(Set.of("swapon", "swapoff", "bpf"), Set.of(), Set.of()),
        SyscallFilter.parse(" @swap\t bpf "));
  }

  @Test
  void deniesWhatFollowsATilde() {
    assertEquals(
        new SyscallFilter(Set.of(), Set.of("add_key", "keyctl", "request_key", "mount"), Set.of()),
        SyscallFilter.parse("~mount @keyring"));
  }

  @Test
  void takesGroupsOfGroupsApart() {
    SyscallFilter filter = SyscallFilter.parse("@system-service");

    assertTrue(filter.allowed().contains("io_uring_setup"));
    assertTrue(filter.allowed().contains("landlock_add_rule"));
    assertFalse(filter.allowed().contains("mount"));
    assertEquals(Set.of(), filter.unknown());
  }

  @Test
  void hasAllGroupsOfSystemd() {
    List<String> groups =
        List.of(
            "@default",
            "@aio",
            "@basic-io",
            "@chown",
            "@clock",
            "@cpu-emulation",
            "@debug",
            "@file-system",
            "@io-event",
            "@ipc",
            "@keyring",
            "@memlock",
            "@module",
            "@mount",
            "@network-io",
            "@obsolete",
            "@pkey",
            "@privileged",
            "@process",
            "@raw-io",
            "@reboot",
            "@resources",
            "@sandbox",
            "@setuid",
            "@signal",
            "@swap",
            "@sync",
            "@system-service",
            "@timer",
            "@known");

    for (String group : groups) {
      Set<String> calls = new TreeSet<>();
      assertTrue(SyscallNames.all().addTo(calls, group), group);
      assertFalse(calls.isEmpty(), group);
    }
  }

  @Test
  void saysNothingWhenEmpty() {
    for (String nothing : List.of("", "~", "  ", "~ ")) {
      assertEquals(SyscallFilter.NONE, SyscallFilter.parse(nothing));
    }
  }

  @Test
  void passesOverWordsThatNameNothingButRemembersThem() {
    SyscallFilter filter =
        SyscallFilter.parse("~mount @nosuch 500 bpf:EINVAL swapon,swapoff ~swapon");

    assertEquals(Set.of("mount"), filter.denied());
    assertEquals(
        Set.of("@nosuch", "500", "bpf:EINVAL", "swapon,swapoff", "~swapon"), filter.unknown());
  }

  @Test
  void takesCallsOfOtherProcessorsForKnown() {
    assertSame(
        SyscallFilter.NONE.unknown(), SyscallFilter.parse("s390_pci_mmio_read spu_run").unknown());
  }

  @Test
  void refusesUnknownWordsWhereTheyMustBeKnown() {
    SyscallFilter known = SyscallFilter.parse("mount");
    SyscallFilter misspelt = SyscallFilter.parse("~mout @fil");

    Failure failure = assertThrows(Failure.class, misspelt::requireKnown);

    assertSame(known, known.requireKnown());
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot filter system calls", failure.what());
    assertEquals("nothing is called @fil, mout", failure.why());
  }

  @Test
  void addsUpWhenGivenTwice() {
    SyscallFilter both = SyscallFilter.parse("~mount x").and(SyscallFilter.parse("bpf y"));

    assertEquals(new SyscallFilter(Set.of("bpf"), Set.of("mount"), Set.of("x", "y")), both);
    assertEquals(new SyscallFilter(Set.of(), Set.of("mount"), Set.of("x", "y")), both.deniedOnly());
  }
}
