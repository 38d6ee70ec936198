package jbuild.builder.disk.boot;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.ImageTree;

/**
 * Lets a system that firmware starts mount its /var: the one partition that systemd does not take
 * by its type alone, but only when it belongs to the machine's id, which an image does not have.
 * Machines that are containers pay no attention to devices in fstab(5).
 *
 * @param fileSystem of the partition, as the kernel names it
 */
public record MountVar(UUID partition, String fileSystem) implements Step {
  private static final String TABLE = "/etc/fstab";
  private static final int LARGEST = 1024 * 1024;

  public MountVar {
    Objects.requireNonNull(partition);
    Objects.requireNonNull(fileSystem);
  }

  @Override
  public String name() {
    return "list the partition with /var in " + TABLE;
  }

  @Override
  public void run(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      // This encoding keeps every byte of what is there.
      String before =
          tree.read(TABLE, LARGEST)
              .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
              .orElse("");
      if (before.lines().noneMatch(MountVar::isOfVar)) {
        String ended = before.isEmpty() || before.endsWith("\n") ? before : before + "\n";
        String line = "PARTUUID=" + partition + " /var " + fileSystem + " defaults 0 2\n";
        tree.write(TABLE, (ended + line).getBytes(StandardCharsets.ISO_8859_1), 0644, 0, 0);
      }
    }
  }

  private static boolean isOfVar(String line) {
    String[] fields = line.strip().split("\\s+");
    return !fields[0].startsWith("#") && fields.length > 1 && fields[1].equals("/var");
  }
}
