package jbuild.builder.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a program's output into lines that can be shown: what a terminal would obey is replaced, and
 * of a line that overwrites itself only the last state is kept.
 */
final class Lines {
  private static final int LONGEST = 8 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> consumer;

  Lines(Consumer<String> consumer) {
    this.consumer = consumer;
  }

  void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        end();
      } else if (line.size() < LONGEST) {
        line.write(bytes[i]);
      }
    }
  }

  /** Passes on what has no end of line yet. */
  void end() {
    if (line.size() > 0) {
      String text = line.toString(StandardCharsets.UTF_8).replaceFirst("\r+$", "");
      String visible = text.substring(text.lastIndexOf('\r') + 1);
      line.reset();
      consumer.accept(visible.replace('\t', ' ').replaceAll("\\p{Cc}", "?"));
    }
  }
}
