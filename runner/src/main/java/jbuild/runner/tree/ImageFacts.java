package jbuild.runner.tree;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * What a machine's start depends on in its image.
 *
 * @param init the path of init
 * @param systemd the version of systemd in the image, when that is its init
 * @param machineId as in machine-id(5); empty when the image has none yet
 */
public record ImageFacts(
    Optional<String> init, OptionalInt systemd, Optional<UUID> machineId, boolean hasBash) {
  private static final List<String> INITS =
      List.of("/usr/lib/systemd/systemd", "/lib/systemd/systemd", "/sbin/init");
  private static final int DIGITS = 32;
  private static final int LARGEST_MACHINE_ID = 4096;

  public static ImageFacts of(ImageTree image) {
    Optional<String> init = init(image);
    return new ImageFacts(
        init,
        init.isPresent() ? SystemdVersion.of(image, init.get()) : OptionalInt.empty(),
        machineId(image),
        image.exists("/bin/bash"));
  }

  private static Optional<String> init(ImageTree image) {
    for (String path : INITS) {
      if (image.exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static Optional<UUID> machineId(ImageTree image) {
    String path = "/etc/machine-id";
    Optional<byte[]> content = image.read(path, LARGEST_MACHINE_ID);
    String text = new String(content.orElse(new byte[0]), StandardCharsets.UTF_8);
    if (text.isBlank() || text.strip().equals("uninitialized")) {
      return Optional.empty();
    }
    String hex = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (!isId(hex)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use the image's " + path,
          "it is not 32 lower-case hexadecimal digits",
          "empty the file: the machine then writes a new one when it boots");
    }
    return Optional.of(
        new UUID(
            Long.parseUnsignedLong(hex.substring(0, 16), 16),
            Long.parseUnsignedLong(hex.substring(16), 16)));
  }

  private static boolean isId(String text) {
    boolean hexadecimal = text.length() == DIGITS;
    for (int i = 0; i < text.length(); i++) {
      hexadecimal &= "0123456789abcdef".indexOf(text.charAt(i)) >= 0;
    }
    return hexadecimal;
  }
}
