package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.Numbers;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.settings.FileView.PivotRoot;
import jbuild.runner.settings.FileView.Volatility;

/** Where the machine's files come from, as far as options have said it. */
final class ImageDraft {
  private static final int SHORTEST_HASH = 32;
  private static final String INLINE = "base64:";

  private Optional<Path> directory = Optional.empty();
  private Optional<Path> template = Optional.empty();
  private Optional<Path> image = Optional.empty();
  private Optional<Path> layers = Optional.empty();
  private Optional<Path> bundle = Optional.empty();
  private boolean ephemeral;
  private boolean readOnly;
  private Volatility volatility = Volatility.NO;
  private Optional<PivotRoot> pivot = Optional.empty();
  private Optional<ImagePolicy> policy = Optional.empty();

  /** What says how disk images are protected, by option. */
  private final Map<String, String> protection = new LinkedHashMap<>();

  void set(String option, String value) {
    switch (option) {
      case "directory" -> directory = PathValue.onHost(option, value);
      case "template" -> template = PathValue.onHost(option, value);
      case "image" -> image = PathValue.onHost(option, value);
      case "mstack" -> layers = PathValue.onHost(option, value);
      case "oci-bundle" -> bundle = Optional.of(PathValue.required(option, value));
      case "ephemeral" -> ephemeral = true;
      case "read-only" -> readOnly = true;
      case "volatile" ->
          volatility =
              Modes.orTruth(option, value, Volatility.values(), Volatility.YES, Volatility.NO);
      case "pivot-root" -> pivot = Optional.of(MountValue.pivotRoot(option, value));
      case "root-hash" -> protection.put(option, hash(option, value));
      case "root-hash-sig" -> protection.put(option, signature(option, value));
      case "verity-data" -> {
        protection.remove(option);
        PathValue.onHost(option, value).ifPresent(path -> protection.put(option, path.toString()));
      }
      case "image-policy" -> policy = Optional.of(policy(option, value));
      default -> throw new IllegalArgumentException("no option of images: " + option);
    }
  }

  private static String hash(String option, String value) {
    if (value.length() < SHORTEST_HASH
        || value.length() % 2 != 0
        || !Numbers.areHexadecimalDigits(value.toLowerCase(Locale.ROOT))) {
      throw BadValue.of(
          option, value, "it is no hash", "write at least 32 hexadecimal digits, two for a byte");
    }
    return value;
  }

  private static ImagePolicy policy(String option, String value) {
    try {
      return ImagePolicy.of(value);
    } catch (ImagePolicy.NoPolicy e) {
      throw BadValue.of(option, value, e.getMessage(), "see systemd.image-policy(7)");
    }
  }

  private static String signature(String option, String value) {
    if (!value.startsWith(INLINE)) {
      return PathValue.required(option, value).toString();
    }
    try {
      Base64.getDecoder().decode(value.substring(INLINE.length()));
    } catch (IllegalArgumentException e) {
      throw BadValue.of(option, value, "what follows base64: is not Base64", "encode it again");
    }
    return value;
  }

  void forget(Group group) {
    switch (group) {
      case EPHEMERAL -> ephemeral = false;
      case READ_ONLY -> readOnly = false;
      case VOLATILE -> volatility = Volatility.NO;
      case PIVOT_ROOT -> pivot = Optional.empty();
      default -> {
        // Of another draft.
      }
    }
  }

  /** The image is marked as one that is not to be written; a copy of it is. */
  void keep() {
    readOnly |= !ephemeral;
  }

  /** The machine starts from a copy of the template, and nothing keeps the copy. */
  void snapshotTemplate() {
    if (ephemeral && template.isPresent() && directory.isEmpty()) {
      directory = template;
      template = Optional.empty();
    }
  }

  Optional<Path> directory() {
    return directory;
  }

  Optional<Path> template() {
    return template;
  }

  Optional<Path> image() {
    return image;
  }

  /** Whether anything but a bundle says where the machine's files are. */
  boolean isNamed() {
    return directory.isPresent() || template.isPresent() || image.isPresent() || layers.isPresent();
  }

  Optional<Path> layers() {
    return layers;
  }

  Optional<Path> bundle() {
    return bundle;
  }

  boolean ephemeral() {
    return ephemeral;
  }

  boolean readOnly() {
    return readOnly;
  }

  Volatility volatility() {
    return volatility;
  }

  Optional<PivotRoot> pivot() {
    return pivot;
  }

  Optional<ImagePolicy> policy() {
    return policy;
  }

  Map<String, String> protection() {
    return protection;
  }
}
