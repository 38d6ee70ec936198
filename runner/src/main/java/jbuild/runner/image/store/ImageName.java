package jbuild.runner.image.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;

/**
 * The name of an image: that of a file, also with an ending, and without characters that terminals
 * obey.
 */
public record ImageName(String value) implements Comparable<ImageName> {
  /** The host itself, as an image. */
  public static final ImageName HOST = new ImageName(".host");

  /** In bytes: a file name has 255, and endings like .roothash.p7s come behind. */
  private static final int LONGEST = 240;

  private static final String TEMPORARY = ".#";

  /** What says of a directory or file that it is something else than an image of its whole name. */
  private static final List<String> RESERVED =
      Stream.concat(Stream.of(".v", ".raw", ".mstack"), Sidecars.ENDINGS.stream()).toList();

  public ImageName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not the name of an image: " + value);
    }
  }

  /** The name in a text of the user's. */
  public static ImageName read(String text) {
    if (!isValid(text)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use the name '" + text + "'",
          "Image name " + text + " is not valid.",
          "take a name without slashes and control characters, not longer than "
              + LONGEST
              + " bytes, that does not begin with .#");
    }
    return new ImageName(text);
  }

  /** The same for an image that is to be made: nobody would find it under a reserved name. */
  public static ImageName readNew(String text) {
    ImageName name = read(text);
    String ending = reservedEnding(text);
    if (!ending.isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use the name '" + text + "'",
          "Image name "
              + text
              + " is not valid: what ends in "
              + ending
              + " has a meaning of its own.",
          "take a name that ends differently");
    }
    return name;
  }

  /** Whether an image that is to be made can have it. */
  public static boolean isValidForNew(String text) {
    return isValid(text) && reservedEnding(text).isEmpty();
  }

  private static String reservedEnding(String text) {
    for (String ending : RESERVED) {
      if (text.endsWith(ending)) {
        return ending;
      }
    }
    return "";
  }

  /** The name that a file of the host suggests; empty when it suggests none. */
  static Optional<ImageName> of(BytePath fileName) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(fileName.bytes()));
      return Optional.of(text.toString()).filter(ImageName::isValid).map(ImageName::new);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  public static boolean isValid(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..") || text.startsWith(TEMPORARY)) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || Character.isISOControl(c)) {
        return false;
      }
    }
    return isFileName(text) && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** Half a character, or one that file names cannot have under this locale. */
  private static boolean isFileName(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().canEncode(text)
          && Path.of(text).toString().equals(text);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether it is shown only on request. */
  public boolean isHidden() {
    return value.startsWith(".");
  }

  @Override
  public int compareTo(ImageName other) {
    return BytePath.of(value).compareTo(BytePath.of(other.value));
  }

  @Override
  public String toString() {
    return value;
  }
}
