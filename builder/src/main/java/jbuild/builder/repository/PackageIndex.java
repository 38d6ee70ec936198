package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packages of one {@code Packages} file. Only names are read at first: an index has tens of
 * thousands of packages, and an image needs a few hundred.
 */
public final class PackageIndex {
  private static final List<Integer> NONE = List.of();
  private static final byte[] PACKAGE = ascii("Package: ");
  private static final byte[] PROVIDES = ascii("Provides: ");
  private static final byte[] REQUIRED = ascii("Priority: required");
  private static final byte[] ESSENTIAL = ascii("Essential: yes");

  private final URI address;
  private final byte[] text;
  private final Map<String, List<Integer>> starts;
  private final Map<String, List<String>> providers = new HashMap<>();
  private final List<String> required = new ArrayList<>();

  private PackageIndex(URI address, byte[] text) {
    this.address = address;
    this.text = text;
    this.starts = new LinkedHashMap<>();
    scan();
  }

  /** Reads an index of a known size. The address is where it came from, for failures. */
  static PackageIndex read(URI address, InputStream in, long size) throws IOException {
    byte[] text = in.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
    if (text.length != size || in.read() >= 0) {
      throw new WrongContent("it does not have the " + size + " bytes that its release says");
    }
    return new PackageIndex(address, text);
  }

  static PackageIndex of(URI address, String text) {
    return new PackageIndex(address, text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] text() {
    return text;
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(starts.keySet());
  }

  /** The packages that every system must have. */
  public List<String> required() {
    return Collections.unmodifiableList(required);
  }

  /** The packages that stand in for a name. */
  public Collection<String> providers(String name) {
    return Collections.unmodifiableList(providers.getOrDefault(name, List.of()));
  }

  /** The package of this name; the first one of several versions. */
  public Optional<PackageEntry> find(String name) {
    return versions(name).findFirst();
  }

  /** All versions of a package, which most indexes have one of. */
  public Stream<PackageEntry> versions(String name) {
    return starts.getOrDefault(name, NONE).stream().map(this::entry);
  }

  /** What the index says of a package, to the letter. */
  public Optional<String> stanza(String name) {
    return starts.getOrDefault(name, NONE).stream().findFirst().map(this::stanza);
  }

  private void scan() {
    String name = "";
    boolean counted = false;
    for (int start = 0; start < text.length; start = lineEnd(start) + 1) {
      byte first = text[start];
      if (first == 'P') {
        if (startsWith(PACKAGE, start)) {
          name = rest(start, PACKAGE);
          counted = false;
          starts.merge(name, List.of(start), PackageIndex::both);
        } else if (startsWith(PROVIDES, start)) {
          for (List<String> choice : choices(rest(start, PROVIDES))) {
            providers.computeIfAbsent(choice.get(0), none -> new ArrayList<>()).add(name);
          }
        } else if (!counted && startsWith(REQUIRED, start)) {
          counted = required.add(name);
        }
      } else if (first == 'E' && !counted && startsWith(ESSENTIAL, start)) {
        counted = required.add(name);
      }
    }
  }

  private static List<Integer> both(List<Integer> before, List<Integer> more) {
    return Stream.concat(before.stream(), more.stream()).toList();
  }

  private String stanza(int start) {
    int end = start;
    while (end < text.length && text[end] != '\n') {
      end = lineEnd(end) + 1;
    }
    return new String(text, start, Math.min(end, text.length) - start, StandardCharsets.UTF_8);
  }

  private int lineEnd(int start) {
    int end = start;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean startsWith(byte[] prefix, int start) {
    int end = start + prefix.length;
    return end <= text.length && Arrays.equals(text, start, end, prefix, 0, prefix.length);
  }

  private String rest(int start, byte[] prefix) {
    int from = start + prefix.length;
    return new String(text, from, lineEnd(start) - from, StandardCharsets.UTF_8).strip();
  }

  private PackageEntry entry(int start) {
    Map<String, String> fields = new HashMap<>();
    for (int line = start; line < text.length && text[line] != '\n'; line = lineEnd(line) + 1) {
      String words = new String(text, line, lineEnd(line) - line, StandardCharsets.UTF_8);
      int colon = words.indexOf(':');
      if (colon > 0 && !words.startsWith(" ")) {
        fields.put(words.substring(0, colon), words.substring(colon + 1).strip());
      }
    }
    try {
      return entry(fields);
    } catch (WrongContent e) {
      throw new NetworkFailure(
          "cannot use the package " + fields.get("Package") + " of " + Mirrors.shown(address),
          e.getMessage(),
          "use another mirror",
          e);
    }
  }

  private static PackageEntry entry(Map<String, String> fields) throws WrongContent {
    String file = fields.getOrDefault("Filename", "");
    if (!PackageEntry.isInMirror(file)) {
      throw new WrongContent("its file '" + file + "' is outside of the mirror");
    }
    return new PackageEntry(
        fields.get("Package"),
        fields.getOrDefault("Version", ""),
        fields.getOrDefault("Architecture", ""),
        choices(fields.getOrDefault("Pre-Depends", "")),
        choices(fields.getOrDefault("Depends", "")),
        file,
        Checksum.parse(fields.getOrDefault("SHA256", ""), fields.getOrDefault("Size", "")));
  }

  /** {@code a (>= 1) | b:any, c} are the choices [a, b] and [c]. */
  private static List<List<String>> choices(String text) {
    List<List<String>> choices = new ArrayList<>();
    for (String choice : text.split(",")) {
      List<String> names = new ArrayList<>();
      for (String alternative : choice.split("\\|")) {
        String name = name(alternative.strip());
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
      if (!names.isEmpty()) {
        choices.add(names);
      }
    }
    return choices;
  }

  /** Without a version, an architecture or a condition. */
  private static String name(String dependency) {
    int end = 0;
    while (end < dependency.length() && " \t(:[".indexOf(dependency.charAt(end)) < 0) {
      end++;
    }
    return dependency.substring(0, end);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
