package jbuild.builder.transfer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import jbuild.builder.digest.Sha256;
import jbuild.builder.repository.Partial.Version;
import jbuild.runner.image.store.ImageName;

/** Names of downloads that are kept as they came, as systemd-importd has them. */
final class KeptName {
  private static final String SPECIAL = "/.#\"'\\";
  private static final int LONGEST = 64;

  private KeptName() {}

  /** The address and the version's tag, escaped; what is too long or asks is made a digest. */
  static ImageName of(Pull.Kind kind, PullAddress address, Optional<Version> version) {
    String prefix = kind == Pull.Kind.TAR ? ".tar-" : ".raw-";
    boolean hasQuery = address.uri().getRawQuery() != null;
    // A query may be a password, and is yet part of what says which file it is.
    String place = hasQuery ? digest(bytes(address.withoutLogin())) : address.toString();
    String name = prefix + shortened(place);
    String tag = version.flatMap(Version::tag).map(KeptName::shortened).orElse("");
    return new ImageName(tag.isEmpty() ? name : name + "." + tag);
  }

  private static String shortened(String text) {
    byte[] bytes = bytes(text);
    if (bytes.length > LONGEST) {
      return digest(bytes);
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : bytes) {
      char c = (char) Byte.toUnsignedInt(b);
      boolean plain = c > ' ' && c < 0x7f && SPECIAL.indexOf(c) < 0;
      escaped.append(plain ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return escaped.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.start().digest(bytes)).substring(0, 16);
  }
}
