package jbuild.builder.toolset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Closure;
import jbuild.builder.repository.DebUnpacker;
import jbuild.builder.repository.PackageEntry;
import jbuild.builder.repository.Suite;
import jbuild.builder.text.Unwritable;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.LockFile;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Sync;

/**
 * Trees in the cache with programs that a host has not. They are made of Debian's own packages, and
 * nothing of the host is touched.
 */
public final class PackageTrees {
  /** Changes when the same packages make another tree. */
  private static final String LAYOUT = "2";

  private static final String INCOMING = "incoming-";
  private static final Duration FRESH = Duration.ofDays(30);

  /** Longer than any build takes, so that nobody uses what is removed. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final long AS_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  private static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib64");
  private static final List<String> LEFT_OUT =
      List.of("/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/info/");

  private final Path cache;
  private final Path directory;

  /** Below the directory that all builds share. */
  public PackageTrees(Path cache) {
    this.cache = cache;
    this.directory = cache.resolve("tools");
  }

  /** Whether programs are there, so that nothing has to be fetched. */
  public boolean has(Toolset programs) {
    return find(programs.tree()).isPresent();
  }

  /** The root of the tree, if it has been made, and not too long ago. */
  public Optional<Path> find(PackageTree wanted) {
    try (Stream<Path> trees = Files.list(directory)) {
      Instant limit = Instant.now().minus(FRESH);
      return trees
          .filter(tree -> wanted.isIn(tree.getFileName().toString()))
          .filter(tree -> made(tree).isAfter(limit))
          .max(Comparator.comparing(PackageTrees::made));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Instant made(Path tree) {
    try {
      return Files.getLastModifiedTime(tree).toInstant();
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  /** The root of the tree, made from packages of Debian unless the cache has it. */
  public Path make(PackageTree wanted, PackageSource debian, Progress progress) {
    Optional<Path> made = find(wanted);
    return made.isPresent() ? made.get() : makeAlone(wanted, debian, progress);
  }

  /** Several builds may need it at the same time: one makes it, and the others wait. */
  @SuppressWarnings("try") // The lock is there to be held.
  private Path makeAlone(PackageTree wanted, PackageSource debian, Progress progress) {
    try (LockFile alone =
        LockFile.await(cache.resolve("locks").resolve("tools-" + wanted.name()))) {
      Optional<Path> made = find(wanted);
      return made.isPresent() ? made.get() : makeNow(wanted, debian, progress);
    }
  }

  private Path makeNow(PackageTree wanted, PackageSource debian, Progress progress) {
    Suite suite = debian.suite(cache, progress);
    Closure closure = new Closure(suite, wanted.refused()).add(wanted.packages());
    List<PackageEntry> packages = new ArrayList<>(closure.packages().values());
    Path place = directory.resolve(wanted.directory(key(packages)));
    if (Files.isDirectory(place)) {
      refresh(place);
      return place;
    }
    List<Path> files =
        debian
            .downloads(cache)
            .fetchAll(wanted.name(), packages.stream().map(suite::download).toList(), progress);
    sweep();
    Path aside = aside();
    try {
      fill(aside, files, wanted);
      publish(aside, place);
      return place;
    } finally {
      Trees.remove(aside);
    }
  }

  private static String key(Collection<PackageEntry> packages) {
    String text =
        packages.stream()
            .map(entry -> entry.checksum().sha256())
            .sorted()
            .collect(Collectors.joining("\n", LAYOUT + "\n", "\n"));
    byte[] hash = Sha256.start().digest(text.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  private Path aside() {
    try {
      Files.createDirectories(directory);
      Path aside = Files.createTempDirectory(directory, INCOMING);
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
      return aside;
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** The packages' files, and what their scripts would have made of them. */
  private static void fill(Path root, List<Path> debs, PackageTree wanted) {
    try (ImageTree tree = ImageTree.open(root)) {
      for (String name : MERGED) {
        tree.directory("/usr/" + name, 0755, 0, 0);
        tree.link("/" + name, "usr/" + name);
      }
      DebUnpacker unpacker =
          new DebUnpacker(tree, path -> LEFT_OUT.stream().noneMatch(path::startsWith));
      debs.parallelStream().forEach(unpacker::unpack);
      for (String name : List.of("proc", "sys", "dev", "run", "tmp", "root")) {
        tree.directory("/" + name, name.equals("tmp") ? 01777 : 0755, 0, 0);
      }
      text(tree, "/etc/passwd", 0644, "root:x:0:0:root:/root:/bin/sh\n");
      text(tree, "/etc/group", 0644, "root:x:0:\n");
      wanted.finish().accept(tree);
    }
  }

  private static void text(ImageTree tree, String path, int mode, String text) {
    tree.write(path, text.getBytes(StandardCharsets.US_ASCII), mode, 0, 0);
  }

  /** Removes what builds left that were killed, and trees that are too old to be found. */
  private void sweep() {
    try (Stream<Path> trees = Files.list(directory)) {
      trees.filter(PackageTrees::isAbandoned).forEach(this::remove);
    } catch (NoSuchFileException e) {
      // The first tree of this cache is about to be made.
      return;
    } catch (IOException e) {
      throw unusable(directory, e);
    }
  }

  /** Under another name first: half a tree would be found as one that was made just now. */
  private void remove(Path tree) {
    if (tree.getFileName().toString().startsWith(INCOMING)) {
      Trees.remove(tree);
      return;
    }
    Path aside = aside();
    try {
      Files.move(tree, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another build removes it.
      return;
    } catch (IOException e) {
      throw unusable(tree, e);
    } finally {
      Trees.remove(aside);
    }
  }

  private static boolean isAbandoned(Path tree) {
    String name = tree.getFileName().toString();
    Instant now = Instant.now();
    return name.startsWith(INCOMING) && made(tree).isBefore(now.minus(ABANDONED))
        || !name.startsWith(INCOMING) && made(tree).isBefore(now.minus(FRESH).minus(ABANDONED));
  }

  private static void publish(Path aside, Path place) {
    try (Fd tree = Descriptors.onHost(BytePath.of(aside.toString()), AS_DIRECTORY)) {
      // Before it has its name, which vouches for its files even after a power cut.
      Sync.fileSystem(tree);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another build made the same tree meanwhile.
      return;
    } catch (IOException e) {
      throw unusable(place, e);
    }
  }

  private static void refresh(Path place) {
    try {
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw unusable(place, e);
    }
  }

  private static Failure unusable(Path path, IOException cause) {
    return Unwritable.inCache(path, cause);
  }
}
