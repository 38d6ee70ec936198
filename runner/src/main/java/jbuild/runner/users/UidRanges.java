package jbuild.runner.users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.SipHash24;
import jbuild.runner.image.LockFile;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.settings.Users.Mapping;

/**
 * The ranges of a host's ids that machines have, none of them twice: neither by jbuild nor by
 * systemd-nspawn, whose rules and locks these are, nor where the host has given ids away.
 */
public final class UidRanges {
  // The range for containers of systemd's "Users, Groups, UIDs and GIDs on systemd Systems".
  private static final long FIRST = 0x80000;
  private static final long LAST = 0x6FFF0000;
  private static final long BLOCK = OwnerRange.SIZE;
  private static final long BLOCKS = 0xFFFF0000L;

  /** As systemd-nspawn has it, so that both pick the same range for the same machine. */
  private static final byte[] KEY = {
    (byte) 0xe1,
    0x56,
    (byte) 0xe0,
    (byte) 0xf0,
    0x4a,
    (byte) 0xf0,
    0x41,
    (byte) 0xaf,
    (byte) 0x96,
    0x41,
    (byte) 0xcf,
    0x41,
    0x33,
    (byte) 0x94,
    (byte) 0xff,
    0x72
  };

  private static final int TRIES = 100;

  /**
   * Each costs a descriptor; who gives a larger range than so many blocks has to know it is free.
   */
  private static final int MOST_ANNOUNCED = 64;

  private final Path locks;
  private final Path etc;
  private final AtomicBoolean isClean = new AtomicBoolean();

  /**
   * Ranges of a host.
   *
   * @param locks a directory for one file for each range in use
   * @param etc where the host says which users it has
   */
  public UidRanges(Path locks, Path etc) {
    this.locks = locks;
    this.etc = etc;
  }

  public static UidRanges ofHost() {
    return new UidRanges(Path.of("/run/systemd/nspawn-uid"), Path.of("/etc"));
  }

  /**
   * What a machine is to have; empty without private users.
   *
   * @param root of the machine's root directory
   * @param machine its name, which decides what is picked unless that is taken
   */
  public Optional<UidRange> claim(Mapping mapping, FileStatus root, String machine) {
    if (mapping instanceof Mapping.None) {
      return Optional.empty();
    }
    if (mapping instanceof Mapping.Identity) {
      return Optional.of(announce(0, BLOCK));
    }
    if (mapping instanceof Mapping.OfTree) {
      return Optional.of(announce(baseOf(root), BLOCK));
    }
    if (mapping instanceof Mapping.Pick) {
      return Optional.of(pick(baseOf(root), machine));
    }
    if (mapping instanceof Mapping.Range named) {
      return Optional.of(announce(named.range().base(), named.range().size()));
    }
    throw new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot use --private-users=managed",
        "such ranges are given out by systemd-nsresourced, which jbuild does not ask",
        "use --private-users=pick");
  }

  private static long baseOf(FileStatus root) {
    long base = root.uid() & BLOCKS;
    if (base != (root.gid() & BLOCKS)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot tell the users of the machine from the owner of its root directory",
          "user " + root.uid() + " and group " + root.gid() + " are of different ranges",
          "give the directory to a user and a group of one range, or to root");
    }
    return base;
  }

  private UidRange pick(long wanted, String machine) {
    makeDirectory();
    PasswordLock unchanged = PasswordLock.in(etc);
    try {
      removeLeftovers();
      return pick(wanted, machine, TakenIds.in(etc));
    } finally {
      unchanged.close();
    }
  }

  private UidRange pick(long wanted, String machine, TakenIds taken) {
    long candidate = wanted;
    for (int tries = 1; tries < TRIES; tries++) {
      if (candidate >= FIRST && candidate <= LAST && !taken.overlap(candidate, BLOCK)) {
        Optional<LockFile> lock = lock(Long.toString(candidate), false);
        if (lock.isPresent()) {
          return new UidRange(candidate, BLOCK, List.of(lock.get()));
        }
      }
      candidate = tries == 1 ? hash(machine) : random();
    }
    throw new Failure(
        ExitStatus.FAILED,
        "cannot pick a range of users for " + machine,
        "the ranges are busy: " + TRIES + " were tried, and all have users or machines",
        "look into " + etc + "/subuid and " + locks + ", or name one with --private-users=BASE");
  }

  /** The range that a machine of this name gets unless it is taken. */
  static long hash(String machine) {
    long hash = SipHash24.of(KEY, machine.getBytes(StandardCharsets.UTF_8)) & 0xFFFF_FFFFL;
    return (hash % (LAST - FIRST) + FIRST) & BLOCKS;
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong(FIRST, LAST) & BLOCKS;
  }

  /** What the user has chosen is not refused; but nobody picks it as long as it is in use. */
  private UidRange announce(long base, long size) {
    long first = Math.max(base & BLOCKS, FIRST);
    long end = Math.min(base + size, LAST + BLOCK);
    if (first >= end || end - first > MOST_ANNOUNCED * BLOCK) {
      return new UidRange(base, size, List.of());
    }
    makeDirectory();
    PasswordLock unchanged = PasswordLock.in(etc);
    try {
      removeLeftovers();
      List<LockFile> held = new ArrayList<>();
      for (long block = first; block < end; block += BLOCK) {
        lock(Long.toString(block), true).ifPresent(held::add);
      }
      return new UidRange(base, size, held);
    } finally {
      unchanged.close();
    }
  }

  /** Of holders that were killed. Nobody picks meanwhile, so nobody takes them for used. */
  private void removeLeftovers() {
    if (isClean.getAndSet(true)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(locks)) {
      for (Path file : files) {
        lock(file.getFileName().toString(), false).ifPresent(LockFile::close);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw unusable(e.getMessage());
    }
  }

  private Optional<LockFile> lock(String block, boolean shared) {
    try {
      return Optional.of(LockFile.take(locks.resolve(block), shared));
    } catch (LockFile.Taken taken) {
      return Optional.empty();
    }
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(
          locks,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (IOException e) {
      throw unusable(Reasons.of(e));
    }
  }

  private Failure unusable(String why) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot write down in " + locks + " which users a machine has",
        why,
        "run as root; 'jbuild doctor' says what else machines need");
  }
}
