package jbuild.builder.unpacked;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import jbuild.builder.digest.Sha256;
import jbuild.builder.oci.image.LayoutReference;

/** Tells versions of archives apart without reading them: no change leaves all of this as it is. */
final class SourceKey {
  /** To be changed when the same archive becomes another tree. */
  private static final String VERSION = "1";

  private static final String IDENTITY = "unix:dev,ino,size,lastModifiedTime,ctime";
  private static final int LENGTH = 32;

  private SourceKey() {}

  /** What says what a layout of layers holds is one file of it, and a tag which image is meant. */
  static String of(Path source, ForeignFormat format) throws IOException {
    Path file = source;
    String tag = "";
    if (format == ForeignFormat.OCI) {
      LayoutReference reference = LayoutReference.of(source).orElseThrow();
      file = reference.layout().resolve("index.json");
      tag = reference.tag().map(text -> " " + text).orElse("");
    }
    Map<String, Object> identity = new TreeMap<>(Files.readAttributes(file, IDENTITY));
    String text = VERSION + " " + format + " " + identity + tag;
    byte[] digest = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, LENGTH);
  }
}
