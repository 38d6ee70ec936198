package jbuild.builder.distribution.pacman;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.builder.archive.Compression;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package that is a file of this host.
 *
 * @param fields what it says of itself: values by their names, in its order; see alpm-pkginfo(5)
 */
record PackageFile(Path file, Map<String, List<String>> fields) {
  private static final String INFORMATION = ".PKGINFO";
  private static final String ANY = "any";
  private static final int LONGEST = 1 << 20;
  private static final Pattern LINE = Pattern.compile("([a-z]+) = (.+)");

  /** They become names of files. */
  private static final Map<String, Pattern> NEEDED =
      Map.of(
          "pkgname", Pattern.compile("[A-Za-z0-9@._+][A-Za-z0-9@._+-]*"),
          "pkgver", Pattern.compile("[A-Za-z0-9.:_+~]+-[0-9.]+"),
          "arch", Pattern.compile("[A-Za-z0-9_]+"));

  /** Reads what the file says of itself; what is none ends the build. */
  static PackageFile of(Path file) {
    try (TarArchiveInputStream members = members(file)) {
      TarArchiveEntry member = members.getNextEntry();
      while (member != null && !member.getName().equals(INFORMATION)) {
        member = members.getNextEntry();
      }
      if (member == null) {
        throw new IOException("it has no " + INFORMATION);
      }
      return new PackageFile(file, fields(members.readNBytes(LONGEST)));
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static TarArchiveInputStream members(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      return new TarArchiveInputStream(Compression.expandAny(in), StandardCharsets.UTF_8.name());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static Map<String, List<String>> fields(byte[] text) throws IOException {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      Matcher field = LINE.matcher(line);
      if (field.matches()) {
        fields.computeIfAbsent(field.group(1), name -> new ArrayList<>()).add(field.group(2));
      }
    }
    for (Map.Entry<String, Pattern> needed : NEEDED.entrySet()) {
      List<String> values = fields.getOrDefault(needed.getKey(), List.of());
      if (values.size() != 1 || !needed.getValue().matcher(values.get(0)).matches()) {
        throw new IOException("its " + INFORMATION + " has no right " + needed.getKey());
      }
    }
    return fields;
  }

  String name() {
    return fields.get("pkgname").get(0);
  }

  String version() {
    return fields.get("pkgver").get(0);
  }

  private String architecture() {
    return fields.get("arch").get(0);
  }

  /** What makepkg(8) calls such a file, but for how it is compressed. */
  String properName() {
    return name() + "-" + version() + "-" + architecture() + ".pkg.tar";
  }

  void requireArchitecture(String wanted) {
    if (!architecture().equals(ANY) && !architecture().equals(wanted)) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot install " + file,
          "it is for " + architecture() + ", and the system is for " + wanted,
          "correct packages.files");
    }
  }

  /** Reads all of a copy, so that nothing is installed of one that ends too early. */
  void requireWhole(Path copy) {
    try (TarArchiveInputStream members = members(copy)) {
      while (members.getNextEntry() != null) {
        members.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static Failure damaged(Path file, IOException cause) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot install " + file,
        "it is no whole package of pacman: " + Reasons.of(cause),
        "build the package again, or correct packages.files",
        List.of(),
        cause);
  }
}
