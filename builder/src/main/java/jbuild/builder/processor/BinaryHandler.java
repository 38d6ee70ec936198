package jbuild.builder.processor;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel starts instead of programs that it cannot run itself; see
 * Documentation/admin-guide/binfmt-misc.rst of the kernel.
 *
 * @param name that it was registered by
 * @param offset of the magic bytes in a program
 * @param magic what a program has there
 * @param mask the bits that count, as many as the magic bytes
 * @param fixed whether the interpreter was opened when it was registered (flag F), so that it need
 *     not be in an image
 */
record BinaryHandler(
    String name, String interpreter, int offset, byte[] magic, byte[] mask, boolean fixed) {

  /**
   * What a file of binfmt_misc says; none when that is switched off, or goes by endings of names.
   */
  static Optional<BinaryHandler> parse(String name, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      String[] words = line.split(":? ", 2);
      values.put(words[0], words.length == 2 ? words[1].strip() : "");
    }
    String magic = values.getOrDefault("magic", "");
    if (!lines.contains("enabled") || magic.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BinaryHandler(
            name,
            values.getOrDefault("interpreter", ""),
            Integer.parseInt(values.getOrDefault("offset", "0")),
            HexFormat.of().parseHex(magic),
            HexFormat.of().parseHex(values.getOrDefault("mask", "ff".repeat(magic.length() / 2))),
            values.getOrDefault("flags", "").contains("F")));
  }

  /** Whether the kernel would take it for a program that starts so. */
  boolean takes(byte[] header) {
    if (offset + magic.length > header.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (((header[offset + i] ^ magic[i]) & mask[i]) != 0) {
        return false;
      }
    }
    return true;
  }
}
