package jbuild.builder.oci;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.CustomMount;

/**
 * A bundle of the Open Container Initiative: a root directory, and how a machine is started there.
 *
 * @param root empty when it names none
 * @param readOnly whether nobody can write to the root
 * @param ignored what of it has no effect, each with its JSON pointer and why
 */
public record OciBundle(
    Optional<Path> root,
    boolean readOnly,
    Optional<String> hostname,
    OciProcess process,
    List<CustomMount> mounts,
    OciLinux linux,
    List<String> ignored) {
  public OciBundle {
    mounts = List.copyOf(mounts);
    ignored = List.copyOf(ignored);
  }

  /** Whether the program has our input and output, and no terminal. */
  public boolean isWithoutTerminal() {
    return !process.terminal().orElse(true);
  }
}
