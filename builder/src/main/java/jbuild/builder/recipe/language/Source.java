package jbuild.builder.recipe.language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The text of a file, or of a word of the command line, that a recipe is made from. */
public record Source(Path file, String text) {
  public static final int LARGEST = 1024 * 1024;
  private static final int SHOWN = 100;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String OPTION = "--";

  public static Source of(Path file) {
    // A pipe or a device could make us wait for ever.
    if (!Files.isRegularFile(file)) {
      String why = Files.exists(file) ? "it is not a file" : "there is no such file";
      throw unreadable(file, why, "pass the path of a recipe");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw unreadable(file, "it cannot be read", "check its permissions");
    }
    if (bytes.length > LARGEST) {
      Source start = new Source(file, new String(bytes, 0, SHOWN, StandardCharsets.UTF_8));
      String what = "the file is larger than 1 MiB";
      String fix = "move large contents into files, as source of [[files]]";
      throw new RecipeFailure(start, List.of(new Problem(start, Position.START, what, fix)));
    }
    return decode(file, bytes);
  }

  private static Source decode(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    // A new decoder reports malformed input instead of replacing it.
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      Source lossy = new Source(file, new String(bytes, StandardCharsets.UTF_8));
      Position position = Position.of(lossy.text(), out.position());
      String what = "byte 0x%02x is not UTF-8".formatted(bytes[in.position()]);
      throw new RecipeFailure(
          lossy,
          List.of(new Problem(lossy, position, what, "save the file with UTF-8 as its encoding")));
    }
    out.flip();
    // Editors of other systems write one in front, where it says nothing but that this is UTF-8.
    boolean isMarked = out.length() > 0 && out.charAt(0) == BYTE_ORDER_MARK;
    return new Source(file, out.toString().substring(isMarked ? 1 : 0));
  }

  /** Whether it is a word of the command line: then its file is the option's name. */
  boolean isOption() {
    return file.toString().startsWith(OPTION);
  }

  private static Failure unreadable(Path file, String why, String fix) {
    String what = "cannot read " + Printable.text(file.toString());
    return new Failure(ExitStatus.WRONG_USAGE, what, why, fix);
  }

  /** Where relative paths in it begin. */
  public Path directory() {
    Path absolute = file.toAbsolutePath();
    return absolute.getParent() == null ? absolute : absolute.getParent();
  }

  String shownFile() {
    return Printable.text(file.toString());
  }

  String line(int number) {
    return text.lines().skip(number - 1L).findFirst().orElse("");
  }
}
