package jbuild.runner.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a machine sees of its image, and what beside it.
 *
 * @param readOnly whether its image cannot be written
 * @param volatility what of the image is replaced by memory
 * @param pivot which directory of the image becomes the root
 * @param mounts in the order given; they are made parents first
 */
public record FileView(
    boolean readOnly, Volatility volatility, Optional<PivotRoot> pivot, List<CustomMount> mounts) {
  public static final FileView STANDARD =
      new FileView(false, Volatility.NO, Optional.empty(), List.of());

  /** What is forgotten at the machine's end; see systemd-nspawn(1), --volatile=. */
  public enum Volatility {
    NO,
    /** Everything: only /usr is the image's, and it is read-only. */
    YES,
    /** Only /var; the rest is read-only. */
    STATE,
    /** All that is written. */
    OVERLAY
  }

  /**
   * A root that is not the image's; see systemd-nspawn(1), --pivot-root=.
   *
   * @param root absolute, in the image
   * @param old where the image's own root is to be found then; nowhere when empty
   */
  public record PivotRoot(String root, Optional<String> old) {
    public PivotRoot {
      if (!root.startsWith("/") || !old.map(path -> path.startsWith("/")).orElse(true)) {
        throw new IllegalArgumentException("not absolute: " + root + ":" + old.orElse(""));
      }
    }
  }

  public FileView {
    Objects.requireNonNull(volatility);
    Objects.requireNonNull(pivot);
    mounts = List.copyOf(mounts);
  }

  /** The standard one, and these. */
  public static FileView with(List<? extends CustomMount> mounts) {
    return new FileView(false, Volatility.NO, Optional.empty(), List.copyOf(mounts));
  }

  /** The same, but nobody can write to the image. */
  public FileView lockedUp() {
    return new FileView(true, volatility, pivot, mounts);
  }
}
