package jbuild.runner.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Something shown in a machine on top of its image. */
public sealed interface CustomMount {
  /** Where it is shown: absolute, inside. */
  String target();

  /** Whether it is shown instead of the whole image. */
  default boolean isRoot() {
    for (int i = 0; i < target().length(); i++) {
      if (target().charAt(i) != '/') {
        return false;
      }
    }
    return true;
  }

  /** Where something that is shown comes from. */
  sealed interface Origin {
    /** A file or directory of the host. */
    record Host(Path path) implements Origin {
      public Host {
        if (!path.isAbsolute()) {
          throw new IllegalArgumentException("not absolute: " + path);
        }
      }
    }

    /** A file or directory of the image. */
    record Image(String path) implements Origin {
      public Image {
        requireAbsolute(path);
      }
    }

    /** A directory that is made for the machine, and removed at its end. */
    record Temporary() implements Origin {}
  }

  /** How owners appear through a mount; see systemd-nspawn(1), --bind=. */
  enum Owners {
    /** As on the host. */
    AS_THEY_ARE,
    /** Moved as the machine's users are. */
    MAPPED,
    /** The owner of what is shown is the machine's root, and the other way round. */
    ROOT_OWNER,
    /** The owner of what is shown is the owner of the target. */
    TARGET_OWNER
  }

  /**
   * A file or directory; what is missing inside is made.
   *
   * @param recursive whether what is mounted below the source is shown too
   */
  record Bind(Origin origin, String target, boolean readOnly, boolean recursive, Owners owners)
      implements CustomMount {
    public Bind {
      Objects.requireNonNull(origin);
      Objects.requireNonNull(owners);
      requireAbsolute(target);
    }

    /** With all that is mounted below, and owners as on the host. */
    public static Bind of(Path source, String target, boolean readOnly) {
      return new Bind(new Origin.Host(source), target, readOnly, true, Owners.AS_THEY_ARE);
    }
  }

  /**
   * An empty file system in memory.
   *
   * @param options as mount(8) takes them; empty for those that suit
   */
  record Tmpfs(String target, String options) implements CustomMount {
    public Tmpfs {
      requireAbsolute(target);
      Objects.requireNonNull(options);
    }
  }

  /**
   * Several directories, shown as one.
   *
   * @param lower from the lowest to the highest
   * @param upper what is written ends up there; a read-only one has none, so all are lower
   */
  record Overlay(List<Origin> lower, Optional<Origin> upper, String target) implements CustomMount {
    public Overlay {
      lower = List.copyOf(lower);
      Objects.requireNonNull(upper);
      requireAbsolute(target);
      if (lower.isEmpty()) {
        throw new IllegalArgumentException("nothing to show at " + target);
      }
    }
  }

  /**
   * Something of the image that nobody can open.
   *
   * @param required whether it must be there
   */
  record Inaccessible(String target, boolean required) implements CustomMount {
    public Inaccessible {
      requireAbsolute(target);
    }

    public Inaccessible(String target) {
      this(target, true);
    }
  }

  /**
   * What mount(8) would mount.
   *
   * @param type of the file system, or {@value #BIND}
   * @param source what the file system takes for one; of a bind mount a path of the host
   * @param options as mount(8) takes them
   */
  record Described(String type, Optional<String> source, List<String> options, String target)
      implements CustomMount {
    /** The type of what shows a file or directory. */
    public static final String BIND = "bind";

    public Described {
      options = List.copyOf(options);
      requireAbsolute(target);
      if (type.isEmpty() || type.equals(BIND) && source.isEmpty()) {
        throw new IllegalArgumentException("nothing to mount on " + target);
      }
    }
  }

  private static void requireAbsolute(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
  }
}
