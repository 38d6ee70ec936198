package jbuild.builder.repository;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a distribution says of a suite, with its signature: one file, or two as archived releases
 * have them.
 *
 * @param address of the text, for failures
 * @param files as the mirror has them, by name
 * @param lines that somebody who is trusted has signed
 */
record SignedRelease(URI address, Map<String, byte[]> files, List<String> lines) {
  private static final int LARGEST = 4 << 20;
  private static final int LARGEST_SIGNATURE = 1 << 20;
  private static final String BOTH = "InRelease";
  private static final String TEXT = "Release";
  private static final String SIGNATURE = "Release.gpg";

  SignedRelease {
    files = Map.copyOf(files);
    lines = List.copyOf(lines);
  }

  /** Fetches and verifies it. */
  static SignedRelease fetch(URI mirror, String suite, TrustedKeys keys, Fetcher fetcher) {
    URI both = address(mirror, suite, BOTH);
    Optional<byte[]> file = fetcher.find(both, LARGEST);
    if (file.isPresent()) {
      return new SignedRelease(both, Map.of(BOTH, file.get()), keys.verify(both, file.get()));
    }
    URI address = address(mirror, suite, TEXT);
    byte[] text = fetcher.find(address, LARGEST).orElseThrow(() -> FetchFailures.missing(both));
    byte[] signature =
        fetcher
            .find(address(mirror, suite, SIGNATURE), LARGEST_SIGNATURE)
            .orElseThrow(() -> unsigned(address));
    List<String> lines = keys.verify(address, text, signature);
    return new SignedRelease(address, Map.of(TEXT, text, SIGNATURE, signature), lines);
  }

  private static URI address(URI mirror, String suite, String file) {
    return Mirrors.below(mirror, "dists/" + suite + "/" + file);
  }

  private static NetworkFailure unsigned(URI address) {
    return new NetworkFailure(
        "cannot trust " + Mirrors.shown(address),
        "it is not signed: the mirror has neither InRelease nor Release.gpg",
        "use a mirror of this distribution");
  }
}
