package jbuild.builder.archive;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.linux.BytePath;

/**
 * Extended attributes that belong to an image. All others say something of the host: security
 * labels of its policy, marks of its overlay file systems, measurements.
 */
final class Attribute {
  static final BytePath ACCESS = BytePath.of("system.posix_acl_access");
  static final BytePath DEFAULT = BytePath.of("system.posix_acl_default");

  private static final String PREFIX = "SCHILY.xattr.";
  private static final String ACCESS_TEXT = "SCHILY.acl.access";
  private static final String DEFAULT_TEXT = "SCHILY.acl.default";
  private static final String CAPABILITY = "security.capability";
  private static final String OF_USERS = "user.";

  private Attribute() {}

  /** Of SELinux: the host's, unless somebody has labelled the tree. */
  static boolean isLabel(BytePath name) {
    return text(name).equals("security.selinux");
  }

  static boolean isKept(BytePath name) {
    String text = text(name);
    return text.equals(CAPABILITY)
        || text.startsWith(OF_USERS)
        || name.equals(ACCESS)
        || name.equals(DEFAULT);
  }

  /** All stay bytes, as programs in Go have them: they make and read most layers of images. */
  static void encodeForLayer(Map<BytePath, byte[]> xattrs, PaxRecords records) {
    xattrs.forEach((name, value) -> records.put(keyword(name), value));
  }

  /** Access control lists become text, as GNU tar has them; all others stay bytes. */
  static void encode(Map<BytePath, byte[]> xattrs, PaxRecords records) {
    xattrs.forEach(
        (name, value) -> {
          Optional<String> list = AccessList.ofBytes(value).map(AccessList::text);
          if (name.equals(ACCESS) && list.isPresent()) {
            records.put(ACCESS_TEXT, list.get());
          } else if (name.equals(DEFAULT) && list.isPresent()) {
            records.put(DEFAULT_TEXT, list.get());
          } else {
            records.put(keyword(name), value);
          }
        });
  }

  /**
   * The attribute that a record stands for, with the value the kernel takes. An access control list
   * that cannot be understood stays under its keyword, which no kernel knows.
   */
  static Optional<Map.Entry<BytePath, byte[]>> decode(BytePath keyword, byte[] value) {
    String text = text(keyword);
    if (text.equals(ACCESS_TEXT) || text.equals(DEFAULT_TEXT)) {
      BytePath name = text.equals(ACCESS_TEXT) ? ACCESS : DEFAULT;
      Optional<AccessList> list = AccessList.ofText(new String(value, StandardCharsets.UTF_8));
      return Optional.of(
          list.map(known -> Map.entry(name, known.bytes()))
              .orElseGet(() -> Map.entry(keyword, value)));
    }
    return text.startsWith(PREFIX) && text.length() > PREFIX.length()
        ? Optional.of(Map.entry(name(keyword), value))
        : Optional.empty();
  }

  /** A keyword ends at the first =, so GNU tar writes one in a name as %3D. */
  private static BytePath keyword(BytePath name) {
    String escaped = text(name).replace("%", "%25").replace("=", "%3D");
    return BytePath.of((PREFIX + escaped).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static BytePath name(BytePath keyword) {
    String escaped = text(keyword).substring(PREFIX.length());
    String name = escaped.replace("%3D", "=").replace("%25", "%");
    return BytePath.of(name.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One character for each byte. */
  private static String text(BytePath name) {
    return new String(name.bytes(), StandardCharsets.ISO_8859_1);
  }
}
