package jbuild.runner.users;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.image.LockFile;
import jbuild.runner.linux.IdMap;

/**
 * Ids of the host that the users and groups of a machine are; until it is closed nobody picks them.
 */
public final class UidRange implements AutoCloseable {
  private final long base;
  private final long size;
  private final List<LockFile> locks;

  UidRange(long base, long size, List<LockFile> locks) {
    this.base = base;
    this.size = size;
    this.locks = new ArrayList<>(locks);
  }

  /** The host's number of the machine's root. */
  public long base() {
    return base;
  }

  /** How many there are. */
  public long size() {
    return size;
  }

  public IdMap map() {
    return IdMap.of(base, size);
  }

  /** May be called again. */
  @Override
  public void close() {
    locks.forEach(LockFile::close);
    locks.clear();
  }
}
