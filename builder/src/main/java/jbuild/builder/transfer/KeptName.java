package jbuild.builder.transfer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import jbuild.builder.repository.Partial.Version;
import jbuild.runner.image.store.ImageName;

/** Names of downloads that are kept as they came, as systemd-importd has them. */
final class KeptName {
  private static final String SPECIAL = "/.#\"'\\";
  private static final int LONGEST = 64;

  private KeptName() {}

  /** The address and the version's tag, escaped; what is too long is shortened to a digest. */
  static ImageName of(Pull.Kind kind, PullAddress address, Optional<Version> version) {
    String prefix = kind == Pull.Kind.TAR ? ".tar-" : ".raw-";
    String name = prefix + shortened(address.toString());
    String tag = version.flatMap(Version::tag).map(KeptName::shortened).orElse("");
    return new ImageName(tag.isEmpty() ? name : name + "." + tag);
  }

  private static String shortened(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      String digest = HexFormat.of().formatHex(PartialFile.sha256().digest(bytes));
      return digest.substring(0, 16);
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : bytes) {
      char c = (char) Byte.toUnsignedInt(b);
      boolean plain = c > ' ' && c < 0x7f && SPECIAL.indexOf(c) < 0;
      escaped.append(plain ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return escaped.toString();
  }
}
