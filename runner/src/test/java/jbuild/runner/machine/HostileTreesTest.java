package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Renames;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Inaccessible;
import jbuild.runner.settings.CustomMount.Tmpfs;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an image is made of, the host stays as it is, and nothing waits for ever. */
@Tag("root")
class HostileTreesTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final long HUGE = 64L << 30;
  private static final int SWAPPED_STARTS = 12;

  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;
  private Path victim;
  private List<String> before;

  @BeforeEach
  void makeAnImageAndAVictim() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
    victim = Files.createDirectories(directory.resolve("victim"));
    Files.writeString(victim.resolve("canary"), "alive\n");
    for (String name : List.of("host", "shm", "fs", "net", "pts", "null", "machine-id", "x")) {
      Files.createDirectory(victim.resolve(name));
    }
    before = canary();
  }

  /** Of what images could reach: names, types, modes, owners, times and mounts. */
  private List<String> canary() throws IOException {
    List<String> facts = new ArrayList<>();
    List<Path> watched = new ArrayList<>(List.of(Path.of("/etc/resolv.conf")));
    try (Stream<Path> files = Files.walk(victim)) {
      files.sorted().forEach(watched::add);
    }
    for (Path path : watched) {
      if (Files.exists(path)) {
        facts.add(path + " " + Files.readAttributes(path, "unix:mode,uid,gid,size,ctime,nlink"));
      }
    }
    for (String line :
        Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
      if (line.contains(directory.toString())) {
        facts.add(line);
      }
    }
    return facts;
  }

  /** Starts machines of several kinds; what they say to it does not matter. */
  private void start(CustomMount... mounts) throws IOException {
    start(false, Volatility.NO, mounts);
    start(true, Volatility.OVERLAY, mounts);
    assertEquals(before, canary());
  }

  private void start(boolean ownUsers, Volatility volatility, CustomMount... mounts) {
    List<CustomMount> all = new ArrayList<>(List.of(SmallImage.USR));
    all.addAll(List.of(mounts));
    assertTimeoutPreemptively(
        LONG,
        () -> {
          try {
            image.run(
                runtime,
                settings -> {
                  MachineSettings changed =
                      settings.with(FileView.with(all).with(volatility)).with(Integration.STANDARD);
                  return ownUsers ? changed.with(Users.in(SmallImage.USERS)) : changed;
                },
                "echo x > /etc/x; mkdir /tmp/x /run/x /var/x; mount -t tmpfs none /tmp/x");
          } catch (Failure failure) {
            assertTrue(failure.why().length() > 0);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dev", "proc", "sys", "run", "etc", "var", "tmp", "usr", "root", "etc/hosts"})
  void aLinkInsteadOfADirectoryLeadsNowhereOnTheHost(String name) throws IOException {
    String host = "/proc/" + ProcessHandle.current().pid() + "/root";
    Path link = image.root().resolve(name);
    String relative = link.getParent().relativize(victim).toString();
    for (String target : List.of(victim.toString(), relative, host + victim)) {
      remove(name);
      Files.createSymbolicLink(link, Path.of(target));
      assertTrue(Files.exists(link.resolve("canary")));

      start(Bind.of(victim.resolve("canary"), "/" + name + "/new", true));
    }
  }

  @Test
  void whatIsWrongWithADirectoryIsSaidInWords() throws IOException {
    Path dev = image.root().resolve("dev");
    Files.createSymbolicLink(dev, Path.of("/nowhere"));
    assertEquals("it is a link to /nowhere, and nothing is there", refusal().why());

    Files.delete(dev);
    Files.createFile(dev);
    assertEquals("it is a regular file", refusal().why());
  }

  private Failure refusal() {
    Failure failure =
        assertThrows(Failure.class, () -> image.run(runtime, settings -> settings, "true"));
    assertEquals("cannot use /dev of the image", failure.what());
    return failure;
  }

  @Test
  void norDoesOneToSomethingThatIsThereInside() throws IOException {
    Path same = Files.createDirectories(Path.of(image.root().toString(), victim.toString()));
    for (String name : List.of("dev", "proc", "sys", "run", "var")) {
      Files.createSymbolicLink(image.root().resolve(name), victim);
    }

    start(new Tmpfs("/dev/x", ""), new Inaccessible("/var"));

    assertTrue(Files.exists(same));
  }

  /** What may be where a small file is expected. */
  enum Trap {
    FIFO {
      @Override
      void make(Path path) throws Exception {
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      }
    },
    ENDLESS_DEVICE {
      @Override
      void make(Path path) throws Exception {
        new ProcessBuilder("mknod", path.toString(), "c", "1", "5").start().waitFor();
      }
    },
    HUGE_FILE {
      @Override
      void make(Path path) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          file.setLength(HUGE);
        }
      }
    },
    LINK {
      @Override
      void make(Path path) throws Exception {
        Files.createSymbolicLink(path, Path.of("../../victim/canary"));
      }
    },
    DIRECTORY {
      @Override
      void make(Path path) throws Exception {
        Files.createDirectory(path);
      }
    };

    abstract void make(Path path) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void aTrapInsteadOfASmallFileIsNotWalkedInto(Trap trap) throws Exception {
    Path etc = image.root().resolve("etc");
    remove("etc/passwd");
    for (String name : List.of("resolv.conf", "localtime", "os-release", "passwd")) {
      trap.make(etc.resolve(name));
    }
    start();

    trap.make(etc.resolve("machine-id"));
    start();
  }

  @Test
  void whatIsSwappedMeanwhileIsNeverTheHosts() throws Exception {
    Files.createDirectories(image.root().resolve("var/inner"));
    Files.createSymbolicLink(image.root().resolve("swapped"), victim);
    AtomicBoolean ended = new AtomicBoolean();
    Thread swapper = new Thread(() -> swap(ended), "swapper");
    swapper.start();
    try {
      for (int i = 0; i < SWAPPED_STARTS; i++) {
        start(
            i % 2 == 0,
            Volatility.NO,
            new Tmpfs("/var/host", ""),
            Bind.of(victim.resolve("canary"), "/var/shm/new", true),
            new Inaccessible("/var"));
      }
    } finally {
      ended.set(true);
      swapper.join();
    }

    assertEquals(before, canary());
  }

  /** Lets /var be a directory and a link to the victim by turns. */
  private void swap(AtomicBoolean ended) {
    BytePath path = BytePath.of(image.root().toString());
    try (Fd root = Descriptors.onHost(path)) {
      while (!ended.get()) {
        Renames.exchange(root, BytePath.of("var"), root, BytePath.of("swapped"));
      }
    }
  }

  private void remove(String name) throws IOException {
    Path path = image.root().resolve(name);
    if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
