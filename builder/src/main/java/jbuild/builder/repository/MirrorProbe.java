package jbuild.builder.repository;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Asks a mirror for the index of a repository and nothing else, and says what it is. A failure says
 * what is wrong with it.
 */
public final class MirrorProbe {
  private static final int LARGEST = 4 << 20;
  private static final int LARGEST_LIST = 64 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 20;
  private static final int BEGINNING = 512;

  /** How the archives begin that pacman's lists of packages can be: gzip, zstd, xz, bzip2. */
  private static final List<String> ARCHIVES = List.of("1f8b", "28b52ffd", "fd377a58", "425a68");

  private static final int TAR_MARK = 257;

  private final Fetcher fetcher;
  private final Proxies proxies;
  private final Clock clock;

  public MirrorProbe(Limits limits, Proxies proxies, Clock clock) {
    this.fetcher = new Fetcher(limits, proxies);
    this.proxies = proxies;
    this.clock = clock;
  }

  /** A suite of the Debian family: when its release was made, and until when it counts. */
  public String suite(URI mirror, String suite, TrustedKeys keys, boolean mayBeExpired) {
    SignedRelease signed = SignedRelease.fetch(mirror, suite, keys, fetcher);
    try {
      ReleaseFile release = ReleaseFile.parse(signed.lines());
      release.check(signed.address(), suite, clock, mayBeExpired);
      return Mirrors.shown(signed.address()) + ": " + release.times();
    } catch (WrongContent e) {
      throw strange(signed.address(), e.getMessage());
    }
  }

  /** A repository of the rpm family. */
  public String metadata(URI repository, boolean isSigned, TrustedKeys keys) {
    URI address = Mirrors.below(repository, "repodata/repomd.xml");
    byte[] text = fetcher.small(address, LARGEST);
    if (!new String(text, StandardCharsets.UTF_8).contains("<repomd")) {
      throw strange(address, "it is no index of packages");
    }
    if (isSigned) {
      URI signature = Mirrors.below(repository, "repodata/repomd.xml.asc");
      keys.verify(address, text, fetcher.small(signature, LARGEST_SIGNATURE));
    }
    return Mirrors.shown(address) + ": " + (isSigned ? "signed" : "its packages are signed");
  }

  /** A repository of pacman's; only the first bytes of its list are fetched. */
  public String database(URI repository, String name) {
    URI address = Mirrors.below(repository, name + ".db");
    requireList(address, beginning(address));
    return Mirrors.shown(address) + ": its packages are signed";
  }

  /** The same where the list has to be signed: all of it is fetched. */
  public String signedDatabase(URI repository, String name, TrustedKeys keys) {
    URI address = Mirrors.below(repository, name + ".db");
    byte[] list = fetcher.small(address, LARGEST_LIST);
    requireList(address, list);
    byte[] signature =
        fetcher
            .find(Mirrors.below(repository, name + ".db.sig"), LARGEST_SIGNATURE)
            .orElseThrow(
                () ->
                    new NetworkFailure(
                        "cannot trust " + Mirrors.shown(address),
                        "it is not signed, and over http it could be changed on its way",
                        "name an address with https, or sign the list"));
    keys.verify(address, list, signature);
    return Mirrors.shown(address) + ": signed";
  }

  private static void requireList(URI address, byte[] list) {
    byte[] beginning = Arrays.copyOf(list, Math.min(list.length, BEGINNING));
    String hexadecimal = HexFormat.of().formatHex(beginning);
    String mark = new String(beginning, StandardCharsets.ISO_8859_1);
    if (ARCHIVES.stream().noneMatch(hexadecimal::startsWith)
        && !mark.startsWith("ustar", TAR_MARK)) {
      throw strange(address, "it is no list of packages");
    }
  }

  /** A file; only its first bytes are fetched. */
  public String file(URI address) {
    beginning(address);
    return Mirrors.shown(address) + ": it is there";
  }

  private byte[] beginning(URI address) {
    try (InputStream in = open(address)) {
      return in.readNBytes(BEGINNING);
    } catch (IOException e) {
      if (e instanceof FileNotFoundException || e instanceof NoSuchFileException) {
        throw FetchFailures.missing(address, e);
      }
      throw FetchFailures.explain(address, proxies, 1, e);
    }
  }

  private InputStream open(URI address) throws IOException {
    return "file".equals(address.getScheme())
        ? Files.newInputStream(Path.of(address))
        : fetcher.connect(address, Map.of()).getInputStream();
  }

  private static NetworkFailure strange(URI address, String why) {
    return new NetworkFailure(
        "cannot use " + Mirrors.shown(address),
        why,
        "see whether a proxy or a login page stands between; else name another mirror");
  }
}
