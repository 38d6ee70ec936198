package jbuild.runner.users;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users.Mapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UidRangesTest {
  private static final long OF_ALPHA = 1447690240L;

  @TempDir Path directory;
  private Path locks;
  private Path etc;
  private UidRanges ranges;

  @BeforeEach
  void makeHost() throws IOException {
    locks = directory.resolve("run/systemd/nspawn-uid");
    etc = Files.createDirectory(directory.resolve("etc"));
    ranges = new UidRanges(locks, etc);
  }

  @Test
  void areWrittenDownAsLongAsTheyAreHeld() throws IOException {
    UidRange range = pick("alpha", 0);
    Path lock = locks.resolve("1447690240");
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(lock));
    range.close();
    range.close();

    assertEquals("rw-------", mode);
    assertEquals(List.of(), names());
  }

  @Test
  void stayWithTheTreeThatHasOneAlready() {
    try (UidRange range = pick("alpha", 1048576)) {
      assertEquals(1048576, range.base());
    }
    try (UidRange tooLow = pick("alpha", 131072);
        UidRange tooHigh = pick("beta", 1879048192L)) {
      assertEquals(OF_ALPHA, tooLow.base());
      assertEquals(857866240L, tooHigh.base());
    }
  }

  @Test
  void areDistinctForTwoHundredMachinesStartedAtOnce() throws Exception {
    Files.writeString(etc.resolve("subuid"), "hostile:524288:900000000\nalso:1:1\n");
    ExecutorService machines = Executors.newFixedThreadPool(200);
    List<Future<UidRange>> starts = new ArrayList<>();
    TreeSet<Long> bases = new TreeSet<>();

    for (int i = 0; i < 200; i++) {
      starts.add(machines.submit(() -> pick("alpha", 0)));
    }
    for (Future<UidRange> start : starts) {
      bases.add(start.get().base());
    }

    machines.shutdown();
    assertEquals(200, bases.size());
    assertEquals(200, names().size());
    assertTrue(bases.first() >= 900524288L);
    for (Future<UidRange> start : starts) {
      start.get().close();
    }
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "passwd; name:x:1447690240:100::/:/bin/sh",
        "passwd; name:x:1447690777:100::/:/bin/sh",
        "group; name:x:1447755775:",
        "subuid; name:1447755775:65536",
        "subgid; name:1447600000:100000"
      })
  void areNotThoseOfUsersOfTheHost(String file, String line) throws IOException {
    Files.writeString(etc.resolve(file), "odd\nodd:x\n+::::::\n" + line + "\n");

    try (UidRange range = pick("alpha", 0)) {
      assertNotEquals(OF_ALPHA, range.base());
    }
  }

  @Test
  void mayBeginWhereTheUsersOfTheHostEnd() throws IOException {
    Files.writeString(etc.resolve("passwd"), "name:x:1447755776:100::/:/bin/sh\n");
    Files.writeString(etc.resolve("subuid"), "name:1447600000:90240\n");

    try (UidRange range = pick("alpha", 0)) {
      assertEquals(OF_ALPHA, range.base());
    }
  }

  @Test
  void areRefusedWhenTheHostHasGivenAllAway() throws IOException {
    Files.writeString(etc.resolve("subuid"), "name:0:4294967295\n");

    Failure failure = assertThrows(Failure.class, () -> pick("alpha", 0));

    assertEquals(
        "the ranges are busy: 100 were tried, and all have users or machines", failure.why());
  }

  @Test
  void takeOverTheFilesOfThoseWhoWereKilled() throws IOException {
    Files.createDirectories(locks);
    Files.createFile(locks.resolve("1447690240"));
    Files.createFile(locks.resolve("1048576"));

    try (UidRange range = pick("alpha", 0)) {
      assertEquals(OF_ALPHA, range.base());
      assertEquals(List.of("1447690240"), names());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void areNotPickedWhileSomebodyHasNamedThem() throws IOException {
    Mapping named = new Mapping.Range(new UserNamespace(1447690000, 200000));
    UidRange one = claim(named, 0);

    try (UidRange same = claim(named, 0)) {
      assertEquals(1447690000L, same.base());
      assertEquals(200000, same.size());
      one.close();
      try (UidRange picked = pick("alpha", 0)) {
        assertNotEquals(OF_ALPHA, picked.base());
      }
    }
    assertEquals(List.of(), names());
  }

  @Test
  void areTheOwnersOfTheRootDirectoryOnRequest() {
    assertAll(
        () -> assertEquals(0, claim(new Mapping.Identity(), 131072).base()),
        () -> assertEquals(0, claim(new Mapping.OfTree(), 0).base()),
        () -> assertEquals(0, claim(new Mapping.OfTree(), 1000).base()),
        () -> assertEquals(131072, claim(new Mapping.OfTree(), 131072).base()),
        () -> assertEquals(65536, claim(new Mapping.OfTree(), 131077).size()),
        () -> assertTrue(ranges.claim(new Mapping.None(), owned(0, 0), "alpha").isEmpty()));
  }

  @Test
  void areNotGuessedWhereUserAndGroupDiffer() {
    FileStatus root = owned(0, 65536);

    Failure failure =
        assertThrows(Failure.class, () -> ranges.claim(new Mapping.OfTree(), root, "alpha"));

    assertEquals("user 0 and group 65536 are of different ranges", failure.why());
  }

  @Test
  void areNotManagedByADaemonThatJbuildDoesNotAsk() {
    Failure failure = assertThrows(Failure.class, () -> claim(new Mapping.Managed(), 0));

    assertEquals(
        "such ranges are given out by systemd-nsresourced, which jbuild does not ask",
        failure.why());
  }

  @Test
  void waitForWhoChangesTheUsersOfTheHost() throws Exception {
    ExecutorService machine = Executors.newSingleThreadExecutor();
    Future<UidRange> picked;
    Path lock = etc.resolve(".pwd.lock");
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
        FileLock changing = file.getChannel().lock()) {
      picked = machine.submit(() -> pick("alpha", 0));
      assertTrue(changing.isValid());
      assertFalse(picked.isDone());
      Files.writeString(etc.resolve("passwd"), "late:x:1447690240:100::/:/bin/sh\n");
    }

    machine.shutdown();
    try (UidRange range = picked.get()) {
      assertNotEquals(OF_ALPHA, range.base());
    }
  }

  private UidRange pick(String machine, long owner) {
    return ranges.claim(new Mapping.Pick(), owned(owner, owner), machine).orElseThrow();
  }

  private UidRange claim(Mapping users, long owner) {
    return ranges.claim(users, owned(owner, owner), "alpha").orElseThrow();
  }

  private FileStatus owned(long uid, long gid) {
    try (Fd place = Descriptors.onHost(BytePath.of(directory.toString()))) {
      FileStatus status = FileStatus.of(place);
      return new FileStatus(
          status.type(),
          status.mode(),
          uid,
          gid,
          status.size(),
          status.blocks(),
          status.links(),
          status.device(),
          status.inode(),
          status.special(),
          status.seconds(),
          status.nanoseconds(),
          status.accessSeconds(),
          status.accessNanoseconds(),
          status.statusSeconds(),
          status.statusNanoseconds());
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(locks)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
