package jbuild.builder.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import jbuild.builder.plan.Progress;
import org.tukaani.xz.XZInputStream;

/** One mirror of a distribution, believed only as far as the distribution's signature goes. */
public final class Repository {
  private static final int BLOCK = 1 << 16;

  private final URI mirror;
  private final TrustedKeys keys;
  private final Downloads downloads;
  private final Clock clock;
  private final boolean mayBeExpired;

  /**
   * A mirror.
   *
   * @param mayBeExpired whether a release past its end is taken, as snapshots need it
   */
  public Repository(
      URI mirror, TrustedKeys keys, Downloads downloads, Clock clock, boolean mayBeExpired) {
    this.mirror = mirror;
    this.keys = keys;
    this.downloads = downloads;
    this.clock = clock;
    this.mayBeExpired = mayBeExpired;
  }

  /** Fetches and verifies what a suite has for an architecture. */
  public Suite suite(String name, List<String> components, String architecture, Progress progress) {
    SignedRelease signed = SignedRelease.fetch(mirror, name, keys, downloads.fetcher());
    URI address = signed.address();
    ReleaseFile release = parse(address, signed.lines());
    release.check(address, name, clock, mayBeExpired);
    List<IndexFile> indexes = new ArrayList<>();
    for (String component : components) {
      String path = component + "/binary-" + architecture + "/Packages";
      if (!release.files().containsKey(path)) {
        throw missing(address, release, component, architecture);
      }
      indexes.add(index(name, release, path, progress));
    }
    return new Suite(name, mirror, signed.files(), indexes);
  }

  private static ReleaseFile parse(URI address, List<String> lines) {
    try {
      return ReleaseFile.parse(lines);
    } catch (WrongContent e) {
      throw unreadable(address, e);
    }
  }

  private IndexFile index(String suite, ReleaseFile release, String path, Progress progress) {
    String compressed = IndexFile.fetched(release, path);
    URI address = Mirrors.below(mirror, "dists/" + suite + "/" + compressed);
    Path file =
        downloads.fetch(new Downloads.Wanted(address, release.files().get(compressed)), progress);
    try (InputStream in = decompressed(compressed, file)) {
      long size = release.files().get(path).size();
      return new IndexFile(path, PackageIndex.read(address, in, size), compressed, file);
    } catch (IOException e) {
      throw unreadable(address, e);
    }
  }

  private static NetworkFailure unreadable(URI address, IOException cause) {
    return new NetworkFailure(
        "cannot read " + Mirrors.shown(address),
        String.valueOf(cause.getMessage()),
        "use another mirror",
        cause);
  }

  private static InputStream decompressed(String name, Path file) throws IOException {
    InputStream in = new ByteArrayInputStream(Files.readAllBytes(file));
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(in, BLOCK);
    }
    return name.endsWith(".xz") ? new XZInputStream(in) : in;
  }

  private static NetworkFailure missing(
      URI address, ReleaseFile release, String component, String architecture) {
    String what = "cannot use " + Mirrors.shown(address);
    if (release.files().isEmpty()) {
      return new NetworkFailure(
          what,
          "it names no file with a SHA256, and weaker digests do not count",
          "use another mirror");
    }
    if (!release.words("Architectures").contains(architecture)) {
      return new NetworkFailure(
          what,
          "it has nothing for " + architecture,
          "choose one of " + release.words("Architectures"));
    }
    return new NetworkFailure(
        what,
        "it has no component '" + component + "'",
        "choose among " + release.words("Components"));
  }
}
