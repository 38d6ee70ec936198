package jbuild.builder.recipe.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Refuses files that a newer jbuild is needed for, whatever else they say. */
final class MinimumVersion {
  private static final int MOST_DIGITS = 6;

  private final String present;

  MinimumVersion(String present) {
    this.present = present;
  }

  /** For the jbuild that runs. */
  static MinimumVersion ofThisProgram() {
    try (InputStream in = MinimumVersion.class.getResourceAsStream("version.txt")) {
      return new MinimumVersion(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void check(Problems problems, Node.Fields document) {
    Optional<Node> minimum =
        document.table("image").flatMap(image -> image.find("minimum-version"));
    if (minimum.isEmpty() || minimum.get().text().filter(MinimumVersion::isVersion).isEmpty()) {
      // What is no version at all is reported like any other wrong value.
      return;
    }
    String needed = minimum.get().text().get();
    if (isOlder(present, needed)) {
      Problems alone = problems.alone();
      alone.report(
          minimum.get().origin(),
          "this recipe needs jbuild " + needed + " or newer; this is " + present,
          "use a newer jbuild");
      alone.refuse();
    }
  }

  /** Numbers with dots between them. */
  private static boolean isVersion(String text) {
    for (String number : text.split("\\.", -1)) {
      boolean digits = number.chars().allMatch(c -> c >= '0' && c <= '9');
      if (number.isEmpty() || number.length() > MOST_DIGITS || !digits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOlder(String present, String needed) {
    String[] mine = present.split("-", 2)[0].split("\\.");
    String[] other = needed.split("\\.");
    for (int i = 0; i < Math.max(mine.length, other.length); i++) {
      int difference = number(mine, i) - number(other, i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static int number(String[] numbers, int index) {
    return index < numbers.length ? Integer.parseInt(numbers[index]) : 0;
  }
}
