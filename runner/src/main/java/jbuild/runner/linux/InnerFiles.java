package jbuild.runner.linux;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What the first process of a machine does to files of the kernel's file systems.
 *
 * <p>Each method adds system calls to the program; see {@link InnerProgram}. Links in /proc that
 * lead to other processes' files are refused: descriptors of the host are open.
 */
public final class InnerFiles {
  private final CallTable table;
  private final NativeMemory memory;

  public InnerFiles(InnerProgram program) {
    this.table = program.current();
    this.memory = program.memory();
  }

  /** Writes all of the text at once, as files of the kernel want it. */
  public void write(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String purpose = "write '" + text + "' to " + path;
    CallTable.Entry open = open(purpose, path, Descriptors.O_WRONLY);
    CallTable.Entry write =
        table.exactly(
            bytes.length, purpose, Call.WRITE, 0, memory.bytes(bytes), (long) bytes.length);
    open.resultTo(write, 0);
  }

  /** Makes what is there read-only, with all that is mounted below; it may be no mount yet. */
  public void lock(String path) {
    String purpose = "make " + path + " read-only";
    long empty = memory.text("");
    long copy =
        Mounts.OPEN_TREE_CLONE
            | Mounts.AT_RECURSIVE
            | Descriptors.O_CLOEXEC
            | Descriptors.AT_EMPTY_PATH;
    CallTable.Entry source = open(purpose, path, Descriptors.O_PATH);
    CallTable.Entry tree = table.add(purpose, Call.OPEN_TREE, 0, empty, copy);
    source.resultTo(tree, 0);
    CallTable.Entry place = open(purpose, path, Descriptors.O_PATH);
    CallTable.Entry move =
        table.add(purpose, Call.MOVE_MOUNT, 0, empty, 0, empty, Mounts.BOTH_EMPTY);
    tree.resultTo(move, 0);
    place.resultTo(move, 2);
    CallTable.Entry mount = open(purpose, path, Descriptors.O_PATH);
    long attributes = memory.longs(MountFlag.attributes(Set.of(MountFlag.READ_ONLY)), 0, 0, 0);
    CallTable.Entry change =
        table.add(
            purpose,
            Call.MOUNT_SETATTR,
            0,
            empty,
            Descriptors.AT_EMPTY_PATH | Mounts.AT_RECURSIVE,
            attributes,
            4L * Long.BYTES);
    mount.resultTo(change, 0);
  }

  private CallTable.Entry open(String purpose, String path, long flags) {
    long how = memory.longs(flags | Descriptors.O_CLOEXEC, 0, Descriptors.RESOLVE_NO_MAGICLINKS);
    return table.add(
        purpose, Call.OPENAT2, Descriptors.AT_FDCWD, memory.text(path), how, 3L * Long.BYTES);
  }
}
