package jbuild.builder.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jbuild.builder.check.PackageTool;
import jbuild.runner.doctor.Finding;

/** Looks at what builds need of this host, beside machines. */
public final class BuildExamination {
  private static final long GIGABYTE = 1_000_000_000;
  // The tools, the packages of a small image and their lists.
  private static final long ENOUGH = 2 * GIGABYTE;

  private final Path cache;

  public BuildExamination(Path cache) {
    this.cache = cache;
  }

  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(List.of(space()));
    for (PackageTool tool : PackageTool.all()) {
      findings.add(Finding.good(tool.name(), tool.origin(cache)));
    }
    return findings;
  }

  private Finding space() {
    Path existing =
        Stream.iterate(cache, path -> path != null, Path::getParent)
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow();
    long free;
    try {
      free = Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      return Finding.limited("cache", cache + " cannot be read", "set JBUILD_CACHE to another");
    }
    String text =
        String.format(Locale.ROOT, "%s has %.1f GB free", cache, (double) free / GIGABYTE);
    return free >= ENOUGH
        ? Finding.good("cache", text)
        : Finding.limited("cache", text, "make room, or set JBUILD_CACHE to a directory with more");
  }
}
