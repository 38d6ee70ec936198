package jbuild.builder.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.repository.Limits;

/** What tests of downloads expect and compare with. */
final class PullFacts {
  private PullFacts() {}

  static Limits limits(int tries) {
    Duration enough = Duration.ofSeconds(20);
    return new Limits(enough, enough, enough, enough, 1, tries, Duration.ZERO);
  }

  /** Faster than anything. */
  static Limits fast() {
    Duration enough = Duration.ofSeconds(9);
    Duration window = Duration.ofMillis(50);
    return new Limits(enough, enough, enough, window, 1L << 40, 1, Duration.ZERO);
  }

  static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static byte[] line(byte[] content, String name) {
    return (sum(content) + "  " + name + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String sum(byte[] content) {
    return HexFormat.of().formatHex(Sha256.start().digest(content));
  }
}
