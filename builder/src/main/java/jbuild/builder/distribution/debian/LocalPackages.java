package jbuild.builder.distribution.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import jbuild.builder.digest.Sha256;
import jbuild.builder.repository.DebArchive;
import jbuild.builder.repository.MirrorView;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Packages that are files of this host, and the index that apt reads of them. */
record LocalPackages(List<LocalPackage> packages) {
  /** Below the views of mirrors. */
  static final String PLACE = "files";

  /**
   * One of them.
   *
   * @param control the fields that it has, as they stand in it
   */
  record LocalPackage(Path file, String control) {
    String field(String name) {
      String start = name + ":";
      return control
          .lines()
          .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }

    String name() {
      return field("Package");
    }
  }

  /** Those of a recipe; one that is no package of this architecture ends the build. */
  static LocalPackages of(DebianPackages wanted) {
    List<LocalPackage> packages = new ArrayList<>();
    for (Path file : wanted.additions().files()) {
      LocalPackage read = new LocalPackage(file, control(file));
      String architecture = read.field("Architecture");
      if (!architecture.equals("all") && !architecture.equals(wanted.architecture())) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot install " + file,
            "it is for " + architecture + ", and the system is for " + wanted.architecture(),
            "correct packages.files");
      }
      packages.add(read);
    }
    return new LocalPackages(packages);
  }

  private static String control(Path file) {
    try (DebArchive archive = DebArchive.open(file)) {
      return archive.control().strip();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot install " + file,
          Reasons.of(e),
          "build the package again, or correct packages.files",
          List.of(),
          e);
    }
  }

  List<String> names() {
    return packages.stream().map(LocalPackage::name).toList();
  }

  /** As apt is asked for these packages, and for no others of the same names. */
  List<String> versions() {
    return packages.stream().map(each -> each.name() + "=" + each.field("Version")).toList();
  }

  /** Puts them and their index into a directory. */
  void put(Path directory) {
    MirrorView view = new MirrorView(directory);
    String index = packages.stream().map(each -> put(view, each)).collect(Collectors.joining("\n"));
    if (!packages.isEmpty()) {
      view.add("Packages", index.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String put(MirrorView view, LocalPackage each) {
    try {
      byte[] bytes = Files.readAllBytes(each.file());
      String hash = HexFormat.of().formatHex(Sha256.start().digest(bytes));
      view.add(hash + ".deb", bytes);
      return each.control()
          + "\nFilename: ./"
          + hash
          + ".deb\nSize: "
          + bytes.length
          + "\nSHA256: "
          + hash
          + "\n";
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot read " + each.file(),
          Reasons.of(e),
          "correct packages.files",
          List.of(),
          e);
    }
  }
}
