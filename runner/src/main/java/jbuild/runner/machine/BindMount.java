package jbuild.runner.machine;

import java.nio.file.Path;

/**
 * A file or directory of the host, shown in a machine.
 *
 * @param source absolute, on the host
 * @param target absolute, inside; made when missing
 */
public record BindMount(Path source, String target, boolean readOnly) {
  public BindMount {
    if (!source.isAbsolute() || !target.startsWith("/")) {
      throw new IllegalArgumentException("not absolute: " + source + " on " + target);
    }
  }
}
