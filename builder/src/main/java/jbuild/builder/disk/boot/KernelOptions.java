package jbuild.builder.disk.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a kernel is started with, so that it finds its system.
 *
 * @param root the partition with /
 * @param fileSystem of it, as the kernel names it
 * @param more what the recipe adds; may be empty
 */
public record KernelOptions(UUID root, String fileSystem, String more) {
  private static final List<String> READ_ONLY = List.of("erofs", "squashfs");

  public KernelOptions {
    Objects.requireNonNull(root);
    Objects.requireNonNull(fileSystem);
    Objects.requireNonNull(more);
  }

  /**
   * One line. The image has no line for / in fstab(5), so nobody makes it writable later: it is
   * mounted at once as it stays.
   */
  public String text() {
    List<String> words = new ArrayList<>();
    words.add("root=PARTUUID=" + root);
    words.add("rootfstype=" + fileSystem);
    words.add(READ_ONLY.contains(fileSystem) ? "ro" : "rw");
    if (!more.isBlank()) {
      words.add(more.strip());
    }
    return String.join(" ", words);
  }
}
