package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.text.Unwritable;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The packages of a recipe that are files: a repository of their own, so that pacman installs them
 * together with all others, and what they need from where it is.
 */
record PackageFiles(List<PackageFile> files) {
  /** A name that no repository of a recipe or a distribution can have. */
  static final String NAME = "FILES";

  /** What a package calls it, and what the list of a repository does; see alpm-repo-desc(5). */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("pkgname", "NAME"),
          Map.entry("pkgbase", "BASE"),
          Map.entry("pkgver", "VERSION"),
          Map.entry("pkgdesc", "DESC"),
          Map.entry("group", "GROUPS"),
          Map.entry("size", "ISIZE"),
          Map.entry("url", "URL"),
          Map.entry("license", "LICENSE"),
          Map.entry("arch", "ARCH"),
          Map.entry("builddate", "BUILDDATE"),
          Map.entry("packager", "PACKAGER"),
          Map.entry("replaces", "REPLACES"),
          Map.entry("conflict", "CONFLICTS"),
          Map.entry("provides", "PROVIDES"),
          Map.entry("depend", "DEPENDS"),
          Map.entry("optdepend", "OPTDEPENDS"));

  PackageFiles {
    files = List.copyOf(files);
  }

  /** Those of a recipe; one that is no package for the system ends the build. */
  static PackageFiles of(PacmanPackages wanted) {
    List<PackageFile> files = new ArrayList<>();
    Map<String, PackageFile> names = new HashMap<>();
    for (Path path : wanted.additions().files()) {
      PackageFile file = PackageFile.of(path);
      file.requireArchitecture(wanted.architecture());
      PackageFile other = names.putIfAbsent(file.name(), file);
      if (other != null) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot install " + path,
            other.file() + " is a package " + file.name() + " too",
            "leave one of them out of packages.files");
      }
      files.add(file);
    }
    return new PackageFiles(files);
  }

  /** As pacman is asked for these, and for no others of the same names. */
  List<String> targets() {
    return files.stream().map(file -> NAME + "/" + file.name()).toList();
  }

  /** Makes a directory of copies with their list. */
  void put(Path directory) {
    try {
      Trees.remove(directory);
      Files.createDirectories(directory);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream list =
          new TarArchiveOutputStream(new GZIPOutputStream(bytes), UTF_8.name())) {
        list.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (PackageFile file : files) {
          add(list, file, put(directory, file));
        }
      }
      Files.write(directory.resolve(NAME + ".db"), bytes.toByteArray());
    } catch (IOException e) {
      throw Unwritable.besideOutputs(directory, e);
    }
  }

  private static Path put(Path directory, PackageFile file) throws IOException {
    Path copy = directory.resolve(file.properName());
    Files.copy(file.file(), copy);
    file.requireWhole(copy);
    return copy;
  }

  private static void add(TarArchiveOutputStream list, PackageFile file, Path copy)
      throws IOException {
    String directory = file.name() + "-" + file.version() + "/";
    byte[] text = description(file, copy).getBytes(UTF_8);
    list.putArchiveEntry(new TarArchiveEntry(directory));
    list.closeArchiveEntry();
    TarArchiveEntry entry = new TarArchiveEntry(directory + "desc");
    entry.setSize(text.length);
    list.putArchiveEntry(entry);
    list.write(text);
    list.closeArchiveEntry();
  }

  /** Packages can be larger than the memory of this program. */
  private static String sumOf(Path file) throws IOException {
    MessageDigest digest = Sha256.start();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String description(PackageFile file, Path copy) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("FILENAME", List.of(copy.getFileName().toString()));
    values.put("CSIZE", List.of(String.valueOf(Files.size(copy))));
    values.put("SHA256SUM", List.of(sumOf(copy)));
    file.fields()
        .forEach(
            (name, all) -> {
              if (FIELDS.containsKey(name)) {
                values.put(FIELDS.get(name), all);
              }
            });
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, all) ->
            text.append('%')
                .append(name)
                .append("%\n")
                .append(String.join("\n", all))
                .append("\n\n"));
    return text.toString();
  }
}
