package jbuild.runner.image.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By systemd.image-policy(7): the version that the tests compare with does not know policies. */
class ImagePolicyTest {
  private static final long MIB = 1 << 20;
  private static final Partition ROOT =
      new Partition(1, PartitionUse.ROOT, MIB, MIB, 1L << 60, "root");
  private static final Partition HOME =
      new Partition(2, PartitionUse.HOME, 2 * MIB, MIB, 1L << 59, "home");
  private static final Partition HASHES =
      new Partition(3, PartitionUse.ROOT_VERITY, 3 * MIB, MIB, 0, "hashes");
  private static final Partition SWAP =
      new Partition(4, PartitionUse.SWAP, 4 * MIB, MIB, 0, "swap");
  private static final Partition GENERIC =
      new Partition(5, PartitionUse.GENERIC, 5 * MIB, MIB, 0, "data");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          root,                'root' is no rule: it has no equal sign
          root=maybe,          it knows no flag 'maybe'
          root=open+,          it knows no flag ''
          cellar=absent,       it knows no partition 'cellar'
          linux-generic=open,  it knows no partition 'linux-generic'
          root=open:root=open, it has two rules for 'root'
          =open:=open,         it has two rules for ''
          root=open:,          '' is no rule: it has no equal sign
          '',                  it is empty
          """)
  void saysWhyATextIsNoPolicy(String text, String why) {
    ImagePolicy.NoPolicy failure =
        assertThrows(ImagePolicy.NoPolicy.class, () -> ImagePolicy.of(text));

    assertEquals(why, failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          *,                              ROOT HOME
          =open,                          ROOT HOME
          root=,                          ROOT
          root=-,                         ROOT
          root=unprotected,               ROOT
          root=unprotected:=open,         ROOT HOME
          root=open:home=unprotected,     ROOT HOME
          root=open:home=ignore,          ROOT
          root=unprotected+squashfs+ext4, ROOT
          root=read-only-on,              ROOT
          home=growfs-on:root=open,       ROOT HOME
          home=growfs-on+growfs-off:=open,ROOT HOME
          swap=unused:=open,              ROOT HOME
          root=verity+unprotected,        ROOT
          """)
  void saysWhichPartitionsAreUsed(String text, String expected) {
    assertEquals(expected, used(text, ROOT, HOME, SWAP));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ~,                           root,  absent,           it is there
          root=open:home=absent,       home,  absent,           it is there
          root=encrypted,              root,  encrypted,        it is unprotected
          root=open:srv=unprotected,   srv,   unprotected,      it is missing
          root=open:srv=unused,        srv,   unused,           it is missing
          root=open:swap=absent,       swap,  absent,           it is not used
          root=open:swap=unprotected,  swap,  unprotected,      it is not used
          root=read-only-off,          root,  read-only-off,    it has read-only-on
          root=open:home=growfs-off,   home,  growfs-off,       it has growfs-on
          root=erofs+xfs,              root,  erofs+xfs,        it has ext4
          root=encryptedwithintegrity, root,  encryptedwithintegrity, it is unprotected
          root=open:root-verity=unprotected, root-verity, unprotected, it is missing
          root=verity,                 root-verity, unprotected, it is missing
          root=signed+absent:=absent+unprotected:swap=unused, root, signed+absent, it is unprotected
          """)
  void refusesWhatThePolicyDoesNotAllow(String text, String use, String allowed, String found) {
    Failure failure = assertThrows(Failure.class, () -> used(text, ROOT, HOME, SWAP));

    String refusal = "of its %s partition the image policy allows %s, but %s";
    boolean isSigned = text.startsWith("root=signed");
    String hashes = "the image policy wants dm-verity, which jbuild does not set up";
    assertEquals(isSigned ? hashes : refusal.formatted(use, allowed, found), failure.why());
  }

  @Test
  void saysThatRootIsLeftOut() {
    for (String text : List.of("-", "root=ignore:home=open", "home=open")) {
      Failure failure = assertThrows(DiskFailure.class, () -> used(text, ROOT, HOME, SWAP));

      assertEquals("the image policy leaves out its root", failure.why());
    }
  }

  @Test
  void cannotPromiseWhatItDoesNotCheck() {
    for (String text : List.of("root=verity", "root=signed+verity", "root=open:root-verity=")) {
      if (text.endsWith("=")) {
        assertEquals("ROOT", used(text, ROOT, HASHES));
        continue;
      }
      Failure failure = assertThrows(Failure.class, () -> used(text, ROOT, HASHES));

      assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    }
  }

  @Test
  void usesByItselfWhatContainersCanUse() {
    assertEquals("ROOT HOME", used(ImagePolicy.STANDARD, ROOT, HOME, SWAP, HASHES));
    assertEquals("ROOT", used(ImagePolicy.STANDARD, GENERIC));
  }

  @Test
  void holdsForAnImageWithoutPartitionsToo() {
    PolicyCheck encrypted = check(ImagePolicy.of("root=encrypted"));

    assertDoesNotThrow(
        () -> encrypted.used(PartitionUse.ROOT, FileSystemKind.LUKS, Optional.empty()));
    assertThrows(
        DiskFailure.class,
        () -> encrypted.used(PartitionUse.ROOT, FileSystemKind.EXT4, Optional.empty()));
  }

  private static String used(String policy, Partition... partitions) {
    return used(ImagePolicy.of(policy), partitions);
  }

  /** What is mounted of an image whose file systems are ext4. */
  private static String used(ImagePolicy policy, Partition... partitions) {
    PartitionTable table = new PartitionTable(true, List.of(partitions));
    PolicyCheck check = check(policy);
    StringBuilder used = new StringBuilder();
    for (Partition partition : PartitionChoice.of(table, check, "the disk")) {
      check.used(partition.use(), FileSystemKind.EXT4, Optional.of(partition));
      boolean isRoot = partition.use() == PartitionUse.GENERIC;
      used.append(isRoot ? PartitionUse.ROOT : partition.use()).append(' ');
    }
    return used.toString().strip();
  }

  private static PolicyCheck check(ImagePolicy policy) {
    return new PolicyCheck(policy, "the disk");
  }
}
