package jbuild.cli.store;

import java.util.List;
import java.util.Optional;
import jbuild.builder.archive.Compression;

/** What names of files tell about what is in them. */
final class FileNames {
  private static final List<String> COMPRESSED = List.of(".xz", ".gz", ".bz2", ".zst", ".lz4");
  private static final List<String> DISKS = List.of(".raw", ".qcow2", ".img", ".bin");

  private FileNames() {}

  /** The name of an image that an archive suggests. */
  static String ofTar(String fileName) {
    String name = without(fileName, List.of(".tgz", ".txz", ".tbz2", ".tzst"));
    return name.equals(fileName) ? without(without(fileName, COMPRESSED), List.of(".tar")) : name;
  }

  /** The name of an image that a disk image suggests. */
  static String ofRaw(String fileName) {
    return without(without(fileName, COMPRESSED), DISKS);
  }

  /** The name of an image that a layout, or an image of it, suggests: PATH.oci:TAG. */
  static String ofLayout(String fileName) {
    int colon = fileName.lastIndexOf(':');
    return without(colon > 0 ? fileName.substring(0, colon) : fileName, List.of(".oci"));
  }

  static boolean isTar(String fileName) {
    return !ofTar(fileName).equals(without(fileName, COMPRESSED));
  }

  private static String without(String name, List<String> endings) {
    for (String ending : endings) {
      if (name.endsWith(ending) && name.length() > ending.length()) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  /** As an option says, or as the file is called. */
  static Compression compression(Optional<String> format, Optional<String> fileName) {
    if (format.isPresent()) {
      return switch (format.get()) {
        case "xz" -> Compression.XZ;
        case "gzip" -> Compression.GZIP;
        case "bzip2" -> Compression.BZIP2;
        case "zstd" -> Compression.ZSTD;
        default -> Compression.NONE;
      };
    }
    for (Compression compression : Compression.values()) {
      boolean fits = fileName.isPresent() && fileName.get().endsWith(compression.suffix());
      if (fits && compression != Compression.NONE) {
        return compression;
      }
    }
    return Compression.NONE;
  }
}
