package jbuild.builder.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The distributions that jbuild knows. The facts are YAML: a new one needs a file and no code.
 *
 * <p>A file of an administrator or a user wins over one that jbuild brings.
 */
public final class DistributionProfiles {
  private static final String HOME = "/profiles/distributions/";
  private static final String KEYS = "keys/";
  private static final String ENDING = ".yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /** A build asks several times, and these never change. */
  private static final Map<String, DistributionProfile> KNOWN = new ConcurrentHashMap<>();

  private final List<Path> directories;
  private final Map<Path, DistributionProfile> read = new ConcurrentHashMap<>();

  /** Those that jbuild brings. */
  public DistributionProfiles() {
    this(List.of());
  }

  /**
   * @param directories where files of others are looked for first
   */
  public DistributionProfiles(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** Those of this host as well: {@code distributions} where jbuild is configured. */
  public static DistributionProfiles ofHost(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    String configuration =
        environment.getOrDefault("XDG_CONFIG_HOME", home.isEmpty() ? "" : home + "/.config");
    return new DistributionProfiles(
        Stream.of(configuration, "/etc")
            .filter(directory -> directory.startsWith("/"))
            .map(directory -> Path.of(directory, "jbuild", "distributions"))
            .toList());
  }

  /** What a recipe may name as its distribution. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(shipped());
    directories.forEach(directory -> names.addAll(namesIn(directory)));
    return List.copyOf(names);
  }

  public Optional<DistributionProfile> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return directories.stream()
        .map(directory -> directory.resolve(name + ENDING))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> read.computeIfAbsent(file, DistributionProfiles::read))
        .or(() -> shipped(name));
  }

  private static Optional<DistributionProfile> shipped(String name) {
    return Optional.ofNullable(DistributionProfiles.class.getResource(HOME + name + ENDING))
        .map(file -> KNOWN.computeIfAbsent(name, key -> read(file)));
  }

  private static DistributionProfile read(Path file) {
    URI keys = URI.create(file.resolveSibling("keys").toUri() + "/");
    return read(file.toString(), file.toUri(), keys);
  }

  private static DistributionProfile read(URL file) {
    String address = file.toString();
    String name = address.substring(address.lastIndexOf('/') + 1);
    URI directory = URI.create(address.substring(0, address.length() - name.length()) + KEYS);
    return read(name, URI.create(address), directory);
  }

  private static DistributionProfile read(String name, URI file, URI keys) {
    try (InputStream in = file.toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ProfileReader(name, keys).read(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> shipped() {
    URL home = Objects.requireNonNull(DistributionProfiles.class.getResource(HOME), HOME);
    try {
      URI address = home.toURI();
      if (!"jar".equals(address.getScheme())) {
        return namesIn(Path.of(address));
      }
      try (FileSystem jar = FileSystems.newFileSystem(address, Map.of())) {
        return namesIn(jar.getPath(HOME));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> namesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.length() - ENDING.length()))
          .filter(name -> NAME.matcher(name).matches())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
