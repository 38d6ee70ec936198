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
 * @param kernel how much of the kernel's file systems can be written
 * @param ownTmp whether /tmp is in memory; else it is the image's
 */
public record FileView(
    boolean readOnly,
    Volatility volatility,
    Optional<PivotRoot> pivot,
    List<CustomMount> mounts,
    KernelAccess kernel,
    boolean ownTmp) {
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

  /** How /proc and /sys can be written; SYSTEMD_NSPAWN_API_VFS_WRITABLE= in systemd-nspawn(1). */
  public enum KernelAccess {
    /** Only what is the machine's own. */
    LOCKED,
    /** As with a network of its own: what /proc says of the network too. */
    NETWORK,
    /** All of it. */
    WRITABLE
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
    Objects.requireNonNull(kernel);
  }

  /** With the kernel's file systems as they are unless somebody says otherwise. */
  public FileView(
      boolean readOnly,
      Volatility volatility,
      Optional<PivotRoot> pivot,
      List<CustomMount> mounts) {
    this(readOnly, volatility, pivot, mounts, KernelAccess.LOCKED, true);
  }

  /** The standard one, and these. */
  public static FileView with(List<? extends CustomMount> mounts) {
    return new FileView(false, Volatility.NO, Optional.empty(), List.copyOf(mounts));
  }

  /** The same, but nobody can write to the image. */
  public FileView lockedUp() {
    return new FileView(true, volatility, pivot, mounts, kernel, ownTmp);
  }

  /** The same with another volatility. */
  public FileView with(Volatility other) {
    return new FileView(readOnly, other, pivot, mounts, kernel, ownTmp);
  }

  /** The same, but another directory is the root. */
  public FileView with(PivotRoot other) {
    return new FileView(readOnly, volatility, Optional.of(other), mounts, kernel, ownTmp);
  }

  /** The same with another access to the kernel's file systems. */
  public FileView with(KernelAccess other) {
    return new FileView(readOnly, volatility, pivot, mounts, other, ownTmp);
  }

  /** The same, but /tmp is the image's. */
  public FileView withoutOwnTmp() {
    return new FileView(readOnly, volatility, pivot, mounts, kernel, false);
  }

  /** Whether a machine may change its image: only one such at a time can use it. */
  public boolean writesImage() {
    return !readOnly && volatility == Volatility.NO && !replacesRoot() || showsImage();
  }

  /** Whether parts of the image are shown as they are, whatever becomes of the rest. */
  private boolean showsImage() {
    for (CustomMount mount : mounts) {
      if (mount instanceof CustomMount.Bind bind
          && !bind.readOnly()
          && bind.origin() instanceof CustomMount.Origin.Image) {
        return true;
      }
      if (mount instanceof CustomMount.Overlay overlay
          && overlay.upper().isPresent()
          && overlay.upper().get() instanceof CustomMount.Origin.Image) {
        return true;
      }
    }
    return false;
  }

  /** Whether the root directory cannot be written; memory in its place can. */
  public boolean rootIsLocked() {
    return !replacesRoot()
        && (volatility == Volatility.STATE || readOnly && volatility == Volatility.NO);
  }

  private boolean replacesRoot() {
    for (CustomMount mount : mounts) {
      if (mount.isRoot() && !(mount instanceof CustomMount.Inaccessible)) {
        return true;
      }
    }
    return false;
  }
}
