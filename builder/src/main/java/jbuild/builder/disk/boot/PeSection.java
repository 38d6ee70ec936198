package jbuild.builder.disk.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A section of a program for firmware.
 *
 * @param size how many bytes the content gives
 */
record PeSection(String name, long size, Content content) {
  private static final int LONGEST_NAME = 8;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  PeSection {
    if (name.isEmpty() || name.length() > LONGEST_NAME || size <= 0) {
      throw new IllegalArgumentException("not a section: " + name + " of " + size + " bytes");
    }
  }

  static PeSection of(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new PeSection(name, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  static PeSection of(String name, Path file) throws IOException {
    return new PeSection(name, Files.size(file), () -> Files.newInputStream(file));
  }

  void writeTo(OutputStream out) throws IOException {
    try (InputStream in = content.open()) {
      if (in.transferTo(out) != size) {
        throw new IOException(name + " has changed its size");
      }
    }
  }
}
