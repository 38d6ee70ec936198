package jbuild.builder.repository;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text between the lines of an OpenPGP clear signature, with nothing around them.
 *
 * @param lines of the text, without line ends, exactly what the signature covers
 * @param signature armored
 */
record ClearSigned(List<byte[]> lines, byte[] signature) {
  private static final String BEGIN_TEXT = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final String END_SIGNATURE = "-----END PGP SIGNATURE-----";

  /**
   * Takes a file apart. Text outside of the signature would look trusted to a careless reader, so
   * there must be none.
   */
  static ClearSigned parse(byte[] file) throws WrongContent {
    List<byte[]> lines = lines(file);
    int next = 0;
    if (!is(lines, next++, BEGIN_TEXT)) {
      throw new WrongContent(
          WebPage.is(file, file.length)
              ? WebPage.WHY
              : file.length == 0 ? "it is empty" : "it has no OpenPGP clear signature");
    }
    while (next < lines.size() && lines.get(next).length > 0) {
      if (!text(lines.get(next++)).startsWith("Hash: ")) {
        throw new WrongContent("the head of its signature says more than the hash");
      }
    }
    next++;
    List<byte[]> signed = new ArrayList<>();
    while (next < lines.size() && !is(lines, next, BEGIN_SIGNATURE)) {
      signed.add(unescaped(lines.get(next++)));
    }
    ByteArrayOutputStream signature = new ByteArrayOutputStream();
    while (next < lines.size()) {
      byte[] line = lines.get(next++);
      signature.write(line, 0, line.length);
      signature.write('\n');
      if (text(line).equals(END_SIGNATURE)) {
        if (next != lines.size()) {
          throw new WrongContent("text follows its signature");
        }
        return new ClearSigned(signed, signature.toByteArray());
      }
    }
    throw new WrongContent("its signature is cut off");
  }

  /** For the digest: trailing blanks do not count, and lines end as on the wire. */
  byte[] canonical() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        bytes.write('\r');
        bytes.write('\n');
      }
      byte[] line = lines.get(i);
      int length = line.length;
      while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
        length--;
      }
      bytes.write(line, 0, length);
    }
    return bytes.toByteArray();
  }

  List<String> text() {
    return lines.stream().map(ClearSigned::text).toList();
  }

  private static List<byte[]> lines(byte[] file) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= file.length; i++) {
      if (i == file.length ? start < i : file[i] == '\n') {
        int end = i > start && file[i - 1] == '\r' ? i - 1 : i;
        lines.add(Arrays.copyOfRange(file, start, end));
        start = i + 1;
      }
    }
    return lines;
  }

  private static byte[] unescaped(byte[] line) {
    boolean escaped = line.length > 1 && line[0] == '-' && line[1] == ' ';
    return escaped ? Arrays.copyOfRange(line, 2, line.length) : line;
  }

  private static boolean is(List<byte[]> lines, int index, String text) {
    return index < lines.size() && text(lines.get(index)).equals(text);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
