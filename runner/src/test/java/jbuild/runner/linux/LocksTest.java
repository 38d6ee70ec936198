package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksTest {
  @TempDir Path directory;

  @Test
  void excludeOthersUntilTheirDescriptorIsClosed() {
    try (Fd waiting = open()) {
      try (Fd owner = open()) {
        assertTrue(Locks.tryExclusive(owner));
        assertFalse(Locks.tryExclusive(waiting));
        assertFalse(Locks.tryShared(waiting));
      }
      assertTrue(Locks.tryExclusive(waiting));
    }
  }

  @Test
  void areSharedByReaders() {
    try (Fd one = open();
        Fd other = open()) {
      Locks.shared(one);

      assertTrue(Locks.tryShared(other));
      assertFalse(Locks.tryExclusive(other));
    }
  }

  @Test
  void onBytesExcludeThoseOfOtherPrograms() throws IOException {
    Path path = directory.resolve("lock");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        Fd ours = Descriptors.onHost(BytePath.of(path.toString()), Descriptors.O_RDWR)) {
      try (FileLock theirs = file.getChannel().tryLock()) {
        assertTrue(theirs.isValid());
        assertFalse(Locks.tryReader(ours));
        assertFalse(Locks.tryWriter(ours));
      }

      assertTrue(Locks.tryWriter(ours));
      assertNull(file.getChannel().tryLock());
    }
  }

  private Fd open() {
    return Descriptors.onHost(
        BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }
}
