package jbuild.runner.network.packet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names of domains as they are in packets: labels after their lengths; see RFC 1035. */
public final class DomainNames {
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 253;

  private DomainNames() {}

  /** One after the other, without the references that would make it shorter. */
  public static byte[] encode(List<String> names) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String name : names) {
      check(name);
      for (String label : name.split("\\.", -1)) {
        bytes.write(label.length());
        bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException when it is no name of letters, digits and dashes
   */
  public static void check(String name) {
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("too long for the name of a domain: " + name);
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > LONGEST_LABEL || !isPlain(label)) {
        throw new IllegalArgumentException("not the name of a domain: " + name);
      }
    }
  }

  private static boolean isPlain(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }
}
