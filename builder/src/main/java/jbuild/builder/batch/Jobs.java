package jbuild.builder.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many images this host can build at the same time. */
public final class Jobs {
  /** What package tools and compressors of one build take, seen with systems of 200 packages. */
  private static final long BYTES = 700L << 20;

  /** What jbuild itself needs for one of them: it has read the lists of all packages there are. */
  private static final long HEAP = 120L << 20;

  private static final long KIBIBYTE = 1024;

  private Jobs() {}

  /** At least one. */
  public static int fitting() {
    Runtime java = Runtime.getRuntime();
    return fitting(
        java.availableProcessors(), available(Path.of("/proc/meminfo")), java.maxMemory());
  }

  static int fitting(int processors, long bytes, long heap) {
    long most = Math.min(bytes / BYTES, heap / HEAP);
    return (int) Math.max(1, Math.min(processors, most));
  }

  /** See proc(5). A host that does not say has enough. */
  static long available(Path meminfo) {
    List<String> lines;
    try {
      lines = Files.readAllLines(meminfo);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
    for (String line : lines) {
      String[] words = line.split("\\s+");
      if (words.length > 1 && words[0].equals("MemAvailable:")) {
        return Long.parseLong(words[1]) * KIBIBYTE;
      }
    }
    return Long.MAX_VALUE;
  }
}
