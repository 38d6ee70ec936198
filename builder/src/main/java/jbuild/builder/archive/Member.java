package jbuild.builder.archive;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.FileStatus.Device;

/**
 * One file of an archive, without its content.
 *
 * @param path from the root, which itself is empty
 * @param target of a symbolic or hard link; empty for all others
 * @param size of the file on disk, holes and all
 * @param device that a device node stands for
 * @param sparse where the content of a file with holes belongs
 * @param xattrs by name; access control lists as the kernel has them
 */
record Member(
    BytePath path,
    MemberType type,
    BytePath target,
    int mode,
    long uid,
    long gid,
    long size,
    long seconds,
    int nanoseconds,
    Device device,
    Optional<SparseMap> sparse,
    Map<BytePath, byte[]> xattrs) {
  Member {
    Objects.requireNonNull(path);
    Objects.requireNonNull(type);
    Objects.requireNonNull(target);
    Objects.requireNonNull(device);
    Objects.requireNonNull(sparse);
    xattrs = xattrs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(xattrs));
  }
}
