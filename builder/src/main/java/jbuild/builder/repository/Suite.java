package jbuild.builder.repository;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A suite as its mirror had it when we asked, verified from the signature down to each index.
 *
 * @param mirror what paths of packages are relative to
 * @param signed the signed file itself, or the file and its signature, for tools that verify it
 *     once more
 * @param indexes one per component
 */
public record Suite(String name, URI mirror, Map<String, byte[]> signed, List<IndexFile> indexes) {
  public Suite {
    signed = Map.copyOf(signed);
    indexes = List.copyOf(indexes);
  }

  public Optional<PackageEntry> find(String name) {
    return indexes.stream().flatMap(index -> index.packages().find(name).stream()).findFirst();
  }

  /** The package with this name that is this file. */
  public Optional<PackageEntry> find(String name, String file) {
    return indexes.stream()
        .flatMap(index -> index.packages().versions(name))
        .filter(entry -> entry.file().equals(file))
        .findFirst();
  }

  /** What the suite says of a package, to the letter. */
  public Optional<String> stanza(String name) {
    return indexes.stream().flatMap(index -> index.packages().stanza(name).stream()).findFirst();
  }

  /** Whether a package of this name is in the suite, or one that stands in for it. */
  public boolean offers(String name) {
    return find(name).isPresent() || !providers(name).isEmpty();
  }

  public List<String> providers(String name) {
    return indexes.stream().flatMap(index -> index.packages().providers(name).stream()).toList();
  }

  /** The packages that every system of this suite has. */
  public List<String> required() {
    return indexes.stream().flatMap(index -> index.packages().required().stream()).toList();
  }

  public Stream<String> names() {
    return indexes.stream().flatMap(index -> index.packages().names().stream());
  }

  /** What to download to have a package. */
  public Downloads.Wanted download(PackageEntry entry) {
    return new Downloads.Wanted(Mirrors.below(mirror, entry.file()), entry.checksum());
  }
}
