package jbuild.builder.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.SyscallFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives with damage of all kinds, the same ones at each run. All are read; some are extracted,
 * or all with {@code -Djbuild.mutations=10000}.
 */
@Tag("root")
class MutatedArchivesTest {
  private static final int READ = 10_000;
  private static final int EXTRACTED = Integer.getInteger("jbuild.mutations", 400);
  private static final Limits LIMITS = new Limits(1 << 24, 100, 200, 1 << 24, false);

  @TempDir Path directory;
  private final Random random = new Random(7);
  private final byte[] whole = whole();
  private Path victim;
  private Path target;

  @BeforeEach
  void makeAVictim() throws IOException {
    victim = Files.createDirectory(directory.resolve("victim"));
    target = Files.createDirectory(directory.resolve("target"));
    Files.writeString(victim.resolve("original"), "of the host");
  }

  @AfterEach
  void removeTheTarget() {
    Trees.remove(target);
  }

  /** One of everything that the format has. */
  private static byte[] whole() {
    PaxRecords holes = new PaxRecords();
    holes.put("GNU.sparse.major", "1");
    holes.put("GNU.sparse.minor", "0");
    holes.put("GNU.sparse.name", "d/holes");
    holes.put("GNU.sparse.realsize", "100");
    PaxRecords records = new PaxRecords();
    records.put("path", "d/long");
    records.put("mtime", "1.5");
    records.put("uid", "70000");
    records.put("SCHILY.xattr.user.a", "value");
    byte[] map = Arrays.copyOf("1\n4\n3\n".getBytes(), TarBlock.SIZE + 3);
    return new RawTar()
        .directory("./")
        .directory("d/")
        .file("d/file", "content")
        .link("link", "../victim")
        .hardLink("d/second", "d/file")
        .pax('x', records)
        .file("short", "more")
        .pax('x', holes)
        .add('0', "holes", "", map)
        .add('L', "././@LongLink", "", "d/other\0".getBytes())
        .file("other", "")
        .device('3', "null", 1, 3)
        .add('6', "fifo", "")
        .finished();
  }

  @Test
  void failPlainlyAndChangeNothingElse() throws IOException {
    List<String> before = Snapshot.of(victim);
    extract(whole);
    int refused = 0;

    for (int round = 0; round < READ; round++) {
      byte[] damaged = damaged();
      refused += isRefused(() -> read(damaged)) ? 1 : 0;
      if (round < EXTRACTED) {
        isRefused(() -> extract(damaged));
      }
    }

    assertEquals(before, Snapshot.of(victim));
    assertTrue(refused > READ / 10 && refused < READ, "refused " + refused);
  }

  private interface Use {
    void run() throws IOException;
  }

  private static boolean isRefused(Use use) throws IOException {
    try {
      use.run();
      return false;
    } catch (Failure expected) {
      assertTrue(
          expected instanceof BadArchive || expected instanceof SyscallFailure,
          expected.toString());
      return true;
    }
  }

  private byte[] damaged() {
    byte[] damaged = whole.clone();
    int block = random.nextInt(whole.length / TarBlock.SIZE) * TarBlock.SIZE;
    switch (random.nextInt(4)) {
      case 0 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 1 -> {
        int from = random.nextInt(whole.length / TarBlock.SIZE) * TarBlock.SIZE;
        System.arraycopy(whole, from, damaged, block, TarBlock.SIZE);
      }
      case 2 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      default -> {
        for (int change = 0; change < 1 + random.nextInt(5); change++) {
          damaged[block + random.nextInt(TarBlock.SIZE)] = (byte) random.nextInt(256);
        }
        reseal(damaged, block);
      }
    }
    return damaged;
  }

  /** A damaged checksum would hide all other damage. */
  private static void reseal(byte[] archive, int at) {
    TarBlock block = TarBlock.of(Arrays.copyOfRange(archive, at, at + TarBlock.SIZE));
    if (new String(block.text(TarBlock.MAGIC)).startsWith("ustar")) {
      block.seal();
      System.arraycopy(block.bytes(), 0, archive, at, TarBlock.SIZE);
    }
  }

  private static void read(byte[] tar) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar), LIMITS);
    Optional<Member> member = reader.next();
    while (member.isPresent()) {
      member = reader.next();
    }
  }

  private void extract(byte[] tar) throws IOException {
    try (ImageTree tree = ImageTree.open(target)) {
      TarReader reader = new TarReader(new ByteArrayInputStream(tar), LIMITS);
      Extractor.extract(reader, tree.root(), LIMITS, notice -> {});
    } finally {
      Trees.remove(target);
      Files.createDirectory(target);
    }
  }
}
