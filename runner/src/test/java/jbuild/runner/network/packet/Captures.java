package jbuild.runner.network.packet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames that real programs have sent, by name: from a resource beside a test. */
public final class Captures {
  private Captures() {}

  public static Map<String, byte[]> of(Class<?> test, String resource) {
    Map<String, byte[]> frames = new LinkedHashMap<>();
    try (InputStream file = test.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      for (String line : lines.lines().filter(each -> !each.startsWith("#")).toList()) {
        String[] words = line.split(" ");
        frames.put(words[0], HexFormat.of().parseHex(words[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }
}
