package jbuild.runner.linux;

/** What must be on disk before anybody relies on it. */
public final class Sync {
  private Sync() {}

  /** A file's content, or the names in a directory. It must not be open as a place only. */
  public static void file(Fd fd) {
    Errno.check("fsync", "write " + fd.name() + " to disk", Retry.call(Call.FSYNC, fd.number()));
  }

  /** All of the file system that the file is on: cheaper for a tree than each of its files. */
  public static void fileSystem(Fd fd) {
    Errno.check(
        "syncfs",
        "write the file system of " + fd.name() + " to disk",
        Retry.call(Call.SYNCFS, fd.number()));
  }
}
