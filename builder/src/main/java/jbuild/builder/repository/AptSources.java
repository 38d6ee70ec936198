package jbuild.builder.repository;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a host's own apt gets packages from. A line that cannot be understood is passed over: it is
 * not ours to complain about.
 */
public final class AptSources {
  private final List<Source> sources;

  /** A mirror and the suites that are taken from it. */
  record Source(URI mirror, List<String> suites) {}

  private AptSources(List<Source> sources) {
    Map<URI, List<String>> suites = new LinkedHashMap<>();
    for (Source source : sources) {
      suites.computeIfAbsent(source.mirror(), none -> new ArrayList<>()).addAll(source.suites());
    }
    this.sources =
        suites.entrySet().stream().map(all -> new Source(all.getKey(), all.getValue())).toList();
  }

  /** Of the host whose root is given; of another distribution than asked for, nothing. */
  public static AptSources ofHost(Path root, String distribution) {
    List<Source> sources = new ArrayList<>();
    if (osReleaseId(root).equals(distribution)) {
      Path apt = root.resolve("etc/apt");
      sources.addAll(oneLiners(lines(apt.resolve("sources.list"))));
      for (Path file : files(apt.resolve("sources.list.d"))) {
        String name = file.getFileName().toString();
        if (name.endsWith(".list")) {
          sources.addAll(oneLiners(lines(file)));
        } else if (name.endsWith(".sources")) {
          sources.addAll(stanzas(lines(file)));
        }
      }
    }
    return new AptSources(sources);
  }

  /**
   * The mirror of a suite. A host of an older release names another suite of the same archive: its
   * ending says which archive that is.
   */
  public Optional<URI> mirrorOf(String suite) {
    return sources.stream()
        .filter(source -> source.suites().contains(suite))
        .findFirst()
        .or(() -> sources.stream().filter(source -> isSameKind(source, suite)).findFirst())
        .map(Source::mirror);
  }

  private static boolean isSameKind(Source source, String suite) {
    String ending = ending(suite);
    // Other archives (of other vendors) have suites too: at least two must look like ours.
    return source.suites().stream().anyMatch(other -> ending(other).equals(ending))
        && (!ending.isEmpty()
            || source.suites().stream().anyMatch(o -> ending(o).equals("-updates")));
  }

  private static String ending(String suite) {
    int dash = suite.indexOf('-');
    return dash < 0 ? "" : suite.substring(dash);
  }

  private static List<Source> oneLiners(List<String> lines) {
    List<Source> sources = new ArrayList<>();
    for (String line : lines) {
      String plain = line.replaceFirst("#.*", "").replaceFirst("\\[[^]]*]", " ").strip();
      String[] words = plain.split("\\s+");
      if (words.length > 2 && words[0].equals("deb")) {
        Mirrors.parse(words[1])
            .ifPresent(mirror -> sources.add(new Source(mirror, List.of(words[2]))));
      }
    }
    return sources;
  }

  private static List<Source> stanzas(List<String> lines) {
    List<Source> sources = new ArrayList<>();
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String last = "";
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
      if (line.isBlank()) {
        source(fields).ifPresent(sources::add);
        fields.clear();
      } else if (line.startsWith("#")) {
        continue;
      } else if (Character.isWhitespace(line.charAt(0))) {
        fields.merge(last, line, (before, more) -> before + " " + more.strip());
      } else if (line.contains(":")) {
        last = line.substring(0, line.indexOf(':')).strip();
        fields.put(last, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return sources;
  }

  private static Optional<Source> source(Map<String, String> fields) {
    if (!words(fields, "Types").contains("deb")
        || fields.getOrDefault("Enabled", "yes").equals("no")) {
      return Optional.empty();
    }
    return words(fields, "URIs").stream()
        .flatMap(address -> Mirrors.parse(address).stream())
        .findFirst()
        .map(mirror -> new Source(mirror, words(fields, "Suites")));
  }

  private static List<String> words(Map<String, String> fields, String name) {
    return Arrays.stream(fields.getOrDefault(name, "").split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String osReleaseId(Path root) {
    return lines(root.resolve("etc/os-release")).stream()
        .filter(line -> line.startsWith("ID="))
        .map(line -> line.substring("ID=".length()).replaceAll("[\"']", ""))
        .findFirst()
        .orElse("");
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
